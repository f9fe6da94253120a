"""What themes, states, votes and changes are called on screen."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from analysis.care_signals import SignalKind
from analysis.panel import Choice, Chosen, PanelState
from analysis.quotes import Marking, Wording
from analysis.spans import Kind
from analysis.theme_history import Deed, ThemeChange
from analysis.theme_shares import SEVERAL, Dimension, Shares
from analysis.themes import SMALLEST_THEME, Theme, ThemeState
from feedback.i18n import gettext as _
from feedback.i18n import language_name, ngettext
from feedback.naming import group_name

NONE = "none"


class Reaction(StrEnum):
    """What was done about words that may mean danger. No free text: it could name somebody."""

    OFFICER = "talked with child safety"
    ADVICE = "asked Veilig Thuis"
    NO_DANGER = "no danger"
    OTHER = "something else"


def theme_name(theme: Theme) -> str:
    """Give the name of a theme, or else the words that set it apart."""
    return theme.name or " · ".join(theme.words) or _("Theme without words")


def too_few_people() -> str:
    """Say that a change would leave a theme that too few people wrote about."""
    return _(
        "That would leave a theme with comments of fewer than %(number)s different people. "
        "Merge it or drop it first.",
        number=SMALLEST_THEME,
    )


def state_name(state: str) -> str:
    """Say what the klankbordgroep is doing."""
    return {
        PanelState.DISCUSSING: _("Talking about the themes"),
        PanelState.CODING: _("Everybody codes alone"),
        PanelState.VOTING: _("Voting"),
        PanelState.FROZEN: _("Frozen"),
    }[PanelState(state)]


def state_button(now: PanelState, state: PanelState, *, has_begun: bool = False) -> str:
    """Give the words on the button that leads from one state to another.

    `has_begun` says that members coded or voted before, and go on with that.
    """
    if state is PanelState.DISCUSSING:
        return {
            PanelState.CODING: _("Stop coding and compare"),
            PanelState.VOTING: _("Go back to talking"),
        }.get(now, _("Unfreeze the themes"))
    if has_begun:
        return {
            PanelState.CODING: _("Go on with this round of coding"),
            PanelState.VOTING: _("Go on with the vote"),
        }[state]
    return {
        PanelState.CODING: _("Let everybody code alone"),
        PanelState.VOTING: _("Go on to the vote"),
    }.get(state, _("Freeze the themes"))


def anew_name(state: PanelState) -> str:
    """Say that a round of coding, or a vote, begins anew."""
    return {
        PanelState.CODING: _("Begin a new round of coding"),
        PanelState.VOTING: _("Begin a new vote"),
    }[state]


def loss_in_words(state: PanelState, chosen: Chosen) -> str:
    """Say how much is lost when a round of coding, or a vote, begins anew."""
    if state is PanelState.CODING:
        return ngettext(
            "If you begin anew, %(num)s choice of a theme is lost.",
            "If you begin anew, %(num)s choices of a theme are lost.",
            chosen.n,
        )
    return ngettext(
        "If you begin anew, %(num)s vote is lost.",
        "If you begin anew, %(num)s votes are lost.",
        chosen.n,
    )


def members_in_words(state: PanelState, chosen: Chosen) -> str:
    """Say how many members coded or voted."""
    n = chosen.n_members
    if state is PanelState.CODING:
        return ngettext(
            "%(num)s member coded comments alone.", "%(num)s members coded comments alone.", n
        )
    return ngettext("%(num)s member voted.", "%(num)s members voted.", n)


def choice_name(choice: str) -> str:
    """Say what a member wants with a theme."""
    return {
        Choice.KEEP: _("Keep it as it is"),
        Choice.CHANGE: _("Change it"),
        Choice.DROP: _("Drop it"),
    }[Choice(choice)]


def marking_name(marking: str) -> str:
    """Say how a quote relates to what somebody wrote; nothing when it is just that."""
    return {
        Marking.VERBATIM: "",
        Marking.SHORTENED: _("shortened"),
        Marking.PARAPHRASED: _("in other words"),
    }[Marking(marking)]


def wording_name(wording: str) -> str:
    """Say how far the check of a quote's words is."""
    return {
        Wording.CHECKING: _("The words are being checked."),
        Wording.CHECKED: _("Others can read this quote."),
        Wording.REFUSED: _("Not shown: a name, place or number may be in it."),
    }[Wording(wording)]


def hidden_kind_name(kind: str) -> str:
    """Say what words are that a placeholder stands for."""
    return {
        Kind.NAME: _("A name"),
        Kind.SCHOOL: _("A school"),
        Kind.CLASS: _("A class"),
        Kind.TOWN: _("A town or village"),
        Kind.ADDRESS: _("An address"),
        Kind.POSTCODE: _("A postcode"),
        Kind.AGE: _("An age"),
        Kind.DATE: _("A day or date"),
        Kind.PHONE: _("A telephone number"),
        Kind.EMAIL: _("An e-mail address"),
        Kind.ACCOUNT: _("A name on social media"),
        Kind.LINK: _("A web address"),
        Kind.BSN: _("A citizen service number"),
        Kind.IBAN: _("A bank account"),
        Kind.NUMBER: _("Another number"),
    }[Kind(kind)]


def signal_name(kind: str) -> str:
    """Say what a care signal may be about."""
    return {
        SignalKind.DANGER: _("Threats, weapons, or being unsafe"),
        SignalKind.ABUSE: _("Violence, sexual abuse or neglect"),
        SignalKind.SELF_HARM: _("Harming oneself"),
        SignalKind.SUICIDE: _("Thoughts of suicide"),
    }[SignalKind(kind)]


def reaction_name(reaction: str) -> str:
    """Say what was done about a care signal."""
    return {
        Reaction.OFFICER: _("Talked with the person for child safety (aandachtsfunctionaris)"),
        Reaction.ADVICE: _("Asked Veilig Thuis for advice"),
        Reaction.NO_DANGER: _("Read it all: no danger"),
        Reaction.OTHER: _("Something else"),
    }[Reaction(reaction)]


def votes_in_words(counts: Mapping[str, int]) -> str:
    """Say how a vote went: "Keep it as it is: 3; Drop it: 1"."""
    return "; ".join(
        f"{choice_name(choice)}: {counts[choice]}" for choice in Choice if counts.get(choice)
    )


def shares_in_words(
    counted: tuple[ThemeChange, Shares] | None, theme: Theme
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give for each dimension its title, and what share of each category is about a theme."""
    of_theme = counted[1].get(str(theme.id), {}) if counted else {}
    return [
        (
            dimension_name(dimension),
            [(category_name(dimension, category), share) for category, share in shares.items()],
        )
        for dimension, shares in of_theme.items()
        if any(shares.values())
    ]


def dimension_name(dimension: str) -> str:
    """Say by what writers are told apart."""
    return {
        Dimension.RESPONDENT_GROUP: _("By group"),
        Dimension.EDUCATION_TYPE: _("By type of education"),
        Dimension.LANGUAGE: _("By language"),
    }[Dimension(dimension)]


def category_name(dimension: str, category: str) -> str:
    """Give the name of a group, a type of education or a language."""
    match Dimension(dimension):
        case Dimension.RESPONDENT_GROUP:
            return group_name(category)
        case Dimension.LANGUAGE:
            return _("language unknown") if category == "und" else language_name(category)
    return _("several types") if category == SEVERAL else category or _("type unknown")


def change_in_words(change: ThemeChange, themes: Sequence[Theme], undone: str = "") -> str:
    """Say what a change did; `undone` are the words of the change that it took back."""
    names = {theme.id: theme_name(theme) for theme in themes}
    n = len(change.after.get("comments", ()))
    match Deed(change.deed):
        case Deed.STATE:
            state = change.after["state"]
            return anew_name(PanelState(state)) if change.after.get("anew") else state_name(state)
        case Deed.WITHDRAWN:
            theme = names.get(change.after["theme"], "")
            return _("A different view on “%(theme)s” was taken away", theme=theme)
        case Deed.UNDONE:
            return _("Undone: %(change)s", change=undone)
        case Deed.MOVED:
            [target] = {theme for theme, _confirmed in change.after["comments"].values()}
            return ngettext(
                "%(num)s comment moved to “%(theme)s”", "%(num)s comments moved to “%(theme)s”", n,
                theme=_("Other comments") if target is None else names.get(target, ""),
            )  # fmt: skip
        case Deed.AGREED:
            return ngettext(
                "%(num)s comment placed as members agreed",
                "%(num)s comments placed as members agreed",
                n,
            )
        case Deed.FOUND:
            n = sum(
                after["state"] == ThemeState.STANDS for after in change.after["themes"].values()
            )
            return ngettext("%(num)s theme found anew", "%(num)s themes found anew", n)
    [(theme_id, after)] = change.after["themes"].items()
    before = change.before["themes"][theme_id]
    old = before["name"] or names.get(int(theme_id), "")
    match Deed(change.deed):
        case Deed.RENAMED:
            return _("“%(old)s” is now called “%(new)s”", old=before["name"] or "…",
                     new=after["name"] or "…")  # fmt: skip
        case Deed.MERGED:
            into = names.get(after["merged_into_id"], "")
            return _("“%(theme)s” merged into “%(other)s”", theme=old, other=into)
        case Deed.SPLIT:
            return ngettext(
                "New theme “%(theme)s” of %(num)s comment",
                "New theme “%(theme)s” of %(num)s comments", n, theme=after["name"],
            )  # fmt: skip
        case Deed.DROPPED:
            return _("“%(theme)s” dropped", theme=old)
        case Deed.ADOPTED:
            return _("“%(theme)s” is a theme now", theme=old)
        case Deed.REFUSED:
            return _("“%(theme)s” is no theme", theme=old)
    return _("“%(theme)s” described", theme=old)
