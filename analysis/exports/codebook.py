"""The codebook of a publication: what was asked and which answers there are, in every language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.exports.indicators import Indicator, indicators_of
from analysis.exports.names import name_of
from analysis.publications import ALL_GROUPS, Publication, answering_code
from surveys.items import Kind
from surveys.questionnaires import Choice, Item, Translation, Version

# Texts by language, then by respondent group; "" is the wording for every group.
Wordings = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    """One answer that a measure counts."""

    code: str
    value: float | None
    is_favourable: bool
    wordings: Wordings

    def text(self, language: str, group: str = "") -> str:
        """Give the answer as a group reads it; its code where it has no words."""
        return _pick(self.wordings, language, group) or self.code

    @property
    def own_groups(self) -> tuple[str, ...]:
        """Give the groups that read it in other words than all groups together."""
        return _own_groups(self.wordings)


@dataclass(frozen=True)
class Measured:
    """One measure: an item, one option of a multiple choice, or an indicator."""

    code: str
    kind: Kind
    groups: tuple[str, ...]
    wordings: Wordings
    answers: tuple[Answer, ...]

    def text(self, language: str, group: str = "") -> str:
        """Give the question as a group reads it; for all groups together the common wording."""
        return _pick(self.wordings, language, group) or self.code

    @property
    def own_groups(self) -> tuple[str, ...]:
        """Give the groups that read it in other words than all groups together."""
        return _own_groups(self.wordings)


@dataclass(frozen=True)
class Codebook:
    """What a publication measures, in the order in which it was asked."""

    questionnaire: str
    version: int
    languages: tuple[str, ...]
    titles: Mapping[str, str]
    measures: tuple[Measured, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """Give the codes of all answers, each once, in the order in which they were asked."""
        return tuple(
            dict.fromkeys(answer.code for measure in self.measures for answer in measure.answers)
        )


def codebook_of(publication: Publication) -> Codebook:
    """Give the codebook of a publication; its version is frozen, so it never changes."""
    version = publication.wave.version
    texts = _Texts.of(version)
    return Codebook(
        questionnaire=version.questionnaire.code,
        version=version.number,
        languages=tuple(version.languages),
        titles={language: _pick(texts("title"), language, "") for language in version.languages},
        measures=tuple(
            measure
            for item in version.items
            if not Kind(item.kind).is_text
            for measure in _measured(item, texts)
        )
        + tuple(_indicator(one, texts.languages) for one in indicators_of(version)),
    )


@dataclass(frozen=True)
class _Texts:
    """The texts of a version, by subject."""

    languages: tuple[str, ...]
    by_subject: Mapping[str, Wordings]

    @classmethod
    def of(cls, version: Version) -> "_Texts":
        by_subject: dict[str, dict[str, dict[str, str]]] = {}
        # A common wording goes first, so that it is what all groups together fall back to.
        for one in sorted(version.translations, key=_order):
            of_subject = by_subject.setdefault(one.subject, {})
            of_subject.setdefault(one.language, {})[one.respondent_group] = one.text
        return cls(tuple(version.languages), by_subject)

    def __call__(self, subject: str) -> Wordings:
        return self.by_subject.get(subject, {})


def _order(translation: Translation) -> tuple[str, str, str]:
    return translation.subject, translation.language, translation.respondent_group


def _pick(wordings: Wordings, language: str, group: str) -> str:
    """Give a group's own wording, or else the common one, or else the first there is."""
    texts = wordings.get(language, {})
    asked_of = "" if group == ALL_GROUPS else group
    return texts.get(asked_of) or texts.get("") or next(iter(texts.values()), "")


def _own_groups(wordings: Wordings) -> tuple[str, ...]:
    groups = {group for texts in wordings.values() for group in texts if group}
    return tuple(
        group
        for group in sorted(groups)
        if any(_pick(wordings, each, group) != _pick(wordings, each, "") for each in wordings)
    )


def _measured(item: Item, texts: _Texts) -> Iterator[Measured]:
    kind, groups = Kind(item.kind), tuple(item.groups)
    asked = texts(f"item.{item.code}.text")
    choices = [choice for choice in item.choices if not choice.missing]
    if kind is Kind.MULTIPLE:
        for choice in choices:
            ticked = texts(f"item.{item.code}.choice.{choice.code}")
            wordings = _joined(asked, ticked, texts.languages, groups)
            code = f"{item.code}:{choice.code}"
            yield Measured(code, kind, groups, wordings, _yes_and_no(texts.languages))
    elif kind is Kind.NUMBER:
        numbers = range(item.minimum or 0, (item.maximum or 0) + 1)
        answers = tuple(Answer(str(number), number, False, {}) for number in numbers)
        yield Measured(item.code, kind, groups, asked, answers)
    else:
        answers = tuple(_answer(item, choice, texts) for choice in choices)
        yield Measured(item.code, kind, groups, asked, answers)
    yield _answering(item, asked, texts)


def _answering(item: Item, asked: Wordings, texts: _Texts) -> Measured:
    """Give the measure of who answered: besides those who did, each answer that is none."""

    def named(code: str) -> Answer:
        return Answer(
            code,
            None,
            code == "answered",
            {each: {"": name_of(code, each)} for each in texts.languages},
        )

    words = {each: {"": f"({name_of('answered', each)})"} for each in texts.languages}
    wordings = _joined(asked, words, texts.languages, tuple(item.groups))
    missing = [choice for choice in item.choices if choice.missing]
    if Kind(item.kind) is Kind.MULTIPLE:
        missing = []
    not_known = (_answer(item, choice, texts) for choice in missing)
    answers = (named("answered"), *not_known, named("skipped"))
    code = answering_code(item.code)
    return Measured(code, Kind(item.kind), tuple(item.groups), wordings, answers)


def _indicator(indicator: Indicator, languages: tuple[str, ...]) -> Measured:
    """Give an indicator; its name is the same in every language."""
    wordings = {each: {"": f"{name_of('indicator', each)}: {indicator.name}"} for each in languages}
    return Measured(indicator.code, Kind.SCALE, tuple(indicator.items), wordings, ())


def _answer(item: Item, choice: Choice, texts: _Texts) -> Answer:
    wordings = texts(f"item.{item.code}.choice.{choice.code}")
    return Answer(choice.code, choice.value, choice.favourable, wordings)


def _joined(
    asked: Wordings, ticked: Wordings, languages: tuple[str, ...], groups: tuple[str, ...]
) -> Wordings:
    """Give the question with the option behind it, in each language and for each group."""
    return {
        language: {
            group: f"{_pick(asked, language, group)} {_pick(ticked, language, group)}".strip()
            for group in ("", *groups)
        }
        for language in languages
    }


def _yes_and_no(languages: tuple[str, ...]) -> tuple[Answer, ...]:
    return tuple(
        Answer(code, None, code == "yes", {each: {"": name_of(code, each)} for each in languages})
        for code in ("yes", "no")
    )
