"""A questionnaire as somebody sees it on a phone: each group, language and way of asking."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from feedback.accounts.permissions import Permission, requires
from feedback.answering import pages, steps
from feedback.answering.pages import Way
from feedback.answering.steps import Sent, Step
from feedback.database import db
from feedback.i18n import current_locale, use_locale
from feedback.i18n import gettext as _
from feedback.security import allow_frame
from surveys.definitions import Table, read_roughly
from surveys.distribution import Invitation, LinkMode
from surveys.drafts import get_draft
from surveys.interchange import table_of
from surveys.items import RespondentGroup
from surveys.questionnaires import Questions, get_version, questions_with
from surveys.wordings import SOURCE_LANGUAGE

bp = Blueprint("previews", __name__, url_prefix="/questionnaires/preview")

_THING = "/<any(draft, version):thing>/<int:thing_id>"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC"))


def questions_in(table: Table, group: str, language: str) -> Questions:
    """Give what a group is asked by a definition that may still be incomplete.

    What has no translation yet stands there in Dutch.
    """
    version = read_roughly(table)
    texts: dict[tuple[str, str], str] = {}
    for spoken in (SOURCE_LANGUAGE, language):
        texts |= {
            (each.subject, each.respondent_group): each.text
            for each in version.translations
            if each.language == spoken
        }
    return questions_with(
        version, texts, RespondentGroup(group), language=language, is_checked=False
    )


@bp.get(_THING)
@requires(Permission.SET_UP, everywhere=True)
def frame(thing: str, thing_id: int) -> ResponseReturnValue:
    """Show a phone with the questionnaire in it, and let the reader choose as what."""
    table, title, back = _thing(thing, thing_id)
    chosen = _chosen(table)
    return render_template(
        "questionnaires/preview.html",
        title=title,
        back=back,
        table=table,
        chosen=chosen,
        ways={
            "all": _("All questions on one page"),
            "steps": _("One question at a time"),
            "tablet": _("On a class tablet"),
        },
        here=url_for(".frame", thing=thing, thing_id=thing_id),
        inside=url_for(".inside", thing=thing, thing_id=thing_id, **chosen),
    )


@bp.get(f"{_THING}/inside")
@requires(Permission.SET_UP, everywhere=True)
def inside(thing: str, thing_id: int) -> ResponseReturnValue:
    """Give the page as a respondent gets it; nothing in it can be sent."""
    table, _title, _back = _thing(thing, thing_id)
    chosen = _chosen(table)
    language, way = chosen["language"], chosen["way"]
    questions = questions_in(table, chosen["group"], language)
    if not questions.questions:
        abort(404)
    invitation = _invitation(chosen["group"], table)
    locale = current_locale()
    if way == "all":
        page: str | bytes = pages.filled_form(questions, invitation, "", {})
    else:
        at = next(
            (each for each in questions.questions if each.code == request.args.get("item")),
            questions.questions[0],
        )
        page = steps.page(
            Way("", is_tablet=way == "tablet"), invitation, questions, Step(at, Sent(), "", "")
        )
    use_locale(locale)
    allow_frame()
    return make_response(page)


def _thing(thing: str, thing_id: int) -> tuple[Table, str, str]:
    if thing == "draft":
        draft = get_draft(db.session(), thing_id)
        return draft.table, draft.title, url_for("drafts.draft", draft_id=thing_id)
    version = get_version(db.session(), thing_id)
    table = table_of(version)
    title = str(table["title"].get(SOURCE_LANGUAGE) or version.questionnaire.code)
    return table, title, url_for("questionnaires.version", version_id=thing_id)


def _chosen(table: Table) -> Mapping[str, Any]:
    """Give what was chosen, or the first that can be."""
    asked = {
        "group": table.get("groups") or [RespondentGroup.PARENT.value],
        "language": table.get("languages") or [SOURCE_LANGUAGE],
        "way": ["all", "steps", "tablet"],
    }
    given = {name: request.args.get(name) for name in asked}
    return {
        name: given[name] if given[name] in offered else offered[0]
        for name, offered in asked.items()
    }


def _invitation(group: str, table: Table) -> Invitation:
    return Invitation(
        code="",
        wave_id=0,
        version_id=0,
        school_id=0,
        school=_("Example school"),
        group=RespondentGroup(group),
        languages=tuple(table.get("languages", ())),
        mode=LinkMode.OPEN,
        opens_at=_LONG_AGO,
        closes_at=_LONG_AGO,
        closed_at=None,
        heard=frozenset(),
        style="",
    )
