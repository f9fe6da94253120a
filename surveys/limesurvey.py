"""LimeSurvey's survey structure (.lss), in its old layout and that of version 4 and later.

In the old layout each text has a row per language beside its question; in the new one texts stand
in tables of their own. What our definitions hold and LimeSurvey does not travels in an attribute
of the question, so that a survey which went out comes back as it was.

Source: the files that LimeSurvey 2 to 6 export; its manual, "Survey structure file".
"""

import copy
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from surveys.codes import new_code
from surveys.definitions import GROUPS, Table
from surveys.differences import options_of
from surveys.errors import InvalidDefinition, Mistake, say
from surveys.interchange import Imported
from surveys.items import NUMBER_RANGES, Kind
from surveys.wordings import SOURCE_LANGUAGE
from surveys.xml_files import read_xml

Row = Mapping[str, str]
Words = dict[str, str]

_OWN, _OWN_SURVEY = "klankbord", "klankbord_survey"
_SINGLE, _ARRAYS, _SEVERAL = "L!O", "ABCEFH1", "MP"
_NAMES = {
    "R": "ranking",
    "D": "date",
    "I": "language switch",
    "X": "text display",
    "|": "file upload",
    "*": "equation",
    ";": "array of texts",
    ":": "array of numbers",
    "G": "gender",
}
# What arrays without answers of their own offer: code, English, Dutch.
_FIXED: Mapping[str, Sequence[tuple[str, str, str]]] = {
    "5": [(str(n), str(n), str(n)) for n in range(5, 0, -1)],
    "A": [(str(n), str(n), str(n)) for n in range(5, 0, -1)],
    "B": [(str(n), str(n), str(n)) for n in range(10, 0, -1)],
    "Y": [("yes", "Yes", "Ja"), ("no", "No", "Nee")],
    "C": [("yes", "Yes", "Ja"), ("uncertain", "Uncertain", "Weet niet"), ("no", "No", "Nee")],
    "E": [
        ("increase", "Increase", "Meer"),
        ("same", "Same", "Gelijk"),
        ("decrease", "Decrease", "Minder"),
    ],
}
_FIXED_CODES = {
    "yes": "Y",
    "no": "N",
    "uncertain": "U",
    "increase": "I",
    "same": "S",
    "decrease": "D",
}
_LARGEST_RANGE = (0, 100)
_TERM = re.compile(
    r"""^\(*\s*(?P<name>\w+?)(?:_(?P<sub>SQ\w+|[A-Za-z0-9]+))?(?:\.(?:NAOK|valueNAOK|value|code|shown))?
    \s*(?:==|\beq\b)\s*["'](?P<code>[^"']*)["']\s*\)*$""",
    re.VERBOSE,
)
_EXPRESSION = re.compile(r"\{[^{}\s][^{}]*\}")
# Of a question's settings, those that change nothing here.
_HARMLESS = {
    "hidden": "0",
    "random_order": "0",
    "cssclass": "",
    "page_break": "0",
    "display_columns": "",
    "statistics_showgraph": "1",
    "statistics_graphtype": "0",
    "public_statistics": "0",
    "time_limit_action": "1",
    "save_as_default": "N",
}
_SILENT = re.compile(
    r"^(time_limit|statistics|scale_export|text_input|prefix|suffix|printable|em_validation_q_tip"
    r"|maximum_chars|num_value_int_only|clear_default|question_theme_name|display_type"
    r"|answer_width|location_|input_size|keep_codes)"
)


def read_lss(content: bytes) -> Imported:
    """Give the definition in a LimeSurvey file, and all that could not come along.

    Raises InvalidDefinition for a file that holds no survey.
    """
    root = read_xml(content)
    if root.tag != "document" or root.findtext("LimeSurveyDocType") != "Survey":
        raise InvalidDefinition(
            [
                Mistake(
                    say("line %(line)s", line=1),
                    say("this is not a survey of LimeSurvey"),
                    say("export the survey structure (.lss) in LimeSurvey"),
                )
            ]
        )
    survey = _Survey(root)
    table = survey.table()
    if not table["item"]:
        raise InvalidDefinition(
            [
                Mistake(
                    "questions",
                    say("there is no question that can come along"),
                    say("export another survey"),
                ),
                *survey.left_out,
            ]
        )
    return Imported(table, tuple(survey.left_out))


@dataclass
class _Survey:
    """A file on its way to a definition, with what had to be left out."""

    root: etree._Element
    left_out: list[Mistake] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    # The answers by which LimeSurvey names ours, by the code of the item.
    answer_codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def leave(self, place: str, fault: str, cure: str) -> None:
        mistake = Mistake(place, fault, cure)
        if mistake not in self.left_out:
            self.left_out.append(mistake)

    def rows(self, table: str) -> list[dict[str, str]]:
        return [
            {
                "line": str(row.sourceline),
                **{str(cell.tag): (cell.text or "").strip() for cell in row},
            }
            for row in self.root.iterfind(f"{table}/rows/row")
        ]

    def table(self) -> dict[str, Any]:
        languages = self.languages()
        settings = self.rows("surveys_languagesettings")
        title = self.words(settings, "surveyls_title", "surveyls_language")
        introduction = self.words(settings, "surveyls_welcometext", "surveyls_language")
        if not introduction:
            introduction = self.words(settings, "surveyls_description", "surveyls_language")
        self.read_questions()
        own = self.own_survey()
        self.report_survey(settings, is_own=bool(own))
        if own:
            own = {**own, "item": self.items, "languages": languages}
            _overlay(own["title"], title, own["groups"])
            _overlay(own["introduction"], introduction, own["groups"])
            return own
        self.leave(
            "survey",
            say("LimeSurvey does not say who is asked"),
            say("choose the groups in the draft; it starts with parents"),
        )
        name = title.get(SOURCE_LANGUAGE) or next(iter(title.values()), "") or "limesurvey"
        return {
            "code": new_code(name, (), "limesurvey"),
            "number": 1,
            "languages": languages,
            "groups": ["parent"],
            "sources": [f"LimeSurvey: {name}"],
            "title": title,
            "introduction": introduction,
            "scale": self.scales(),
            "item": self.items,
        }

    def languages(self) -> list[str]:
        given = [each.text or "" for each in self.root.iterfind("languages/language")]
        for row in self.rows("surveys"):
            given += [row.get("language", ""), *row.get("additional_languages", "").split()]
        return list(dict.fromkeys(_language(each) for each in given if each)) or [SOURCE_LANGUAGE]

    def words(self, rows: Sequence[Row], column: str, language: str = "language") -> Words:
        return {
            _language(row.get(language, "")): text
            for row in rows
            if (text := self.plain(row.get(column, ""), say("line %(line)s", line=row["line"])))
        }

    def plain(self, written: str, place: str) -> str:
        text = _plain(written)
        if _EXPRESSION.search(text):
            self.leave(
                place,
                say("the text holds an expression: %(text)s", text=text[:80]),
                say("write a text that is the same for everybody"),
            )
        return text

    def read_questions(self) -> None:
        rows = [*self.rows("questions"), *self.rows("subquestions")]
        by_id: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_id[row.get("qid", "")].append(row)
        l10ns = self.by("question_l10ns", "qid")
        attributes = self.by("question_attributes", "qid")
        children: dict[str, list[str]] = defaultdict(list)
        for qid, [first, *_] in by_id.items():
            if first.get("parent_qid", "0") not in ("", "0"):
                children[first["parent_qid"]].append(qid)
        order = {row.get("gid", ""): _number(row.get("group_order")) for row in self.rows("groups")}
        parents = [
            rows[0] for rows in by_id.values() if rows[0].get("parent_qid", "0") in ("", "0")
        ]
        parents.sort(
            key=lambda row: (order.get(row.get("gid", ""), 0), _number(row.get("question_order")))
        )
        answers = self.answers()
        for parent in parents:
            qid = parent.get("qid", "")
            subs = sorted(
                children[qid], key=lambda sub: _number(by_id[sub][0].get("question_order"))
            )
            question = _Question(
                parent,
                l10ns.get(qid) or by_id[qid],
                [(by_id[sub][0], l10ns.get(sub) or by_id[sub]) for sub in subs],
                answers.get(qid, []),
                attributes.get(qid, []),
            )
            self.read_question(question)

    def by(self, table: str, column: str) -> Mapping[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows(table):
            found[row.get(column, "")].append(row)
        return found

    def answers(self) -> Mapping[str, list[tuple[str, Words]]]:
        """Give the answers of each question, by its id: code and words."""
        l10ns = self.by("answer_l10ns", "aid")
        found: dict[str, dict[str, Words]] = defaultdict(dict)
        rows = sorted(self.rows("answers"), key=lambda row: _number(row.get("sortorder")))
        for row in rows:
            if row.get("scale_id", "0") not in ("", "0"):
                self.leave(
                    say("line %(line)s", line=row["line"]),
                    say("an array has a second scale"),
                    say("ask the second scale as a question of its own"),
                )
                continue
            words = self.words(l10ns.get(row.get("aid", ""), []) or [row], "answer")
            found[row.get("qid", "")].setdefault(row.get("code", ""), {}).update(words)
        return {qid: list(codes.items()) for qid, codes in found.items()}

    def read_question(self, question: "_Question") -> None:
        row, kind = question.row, question.row.get("type", "")
        title = row.get("title", "")
        place = say("question %(code)s (line %(line)s)", code=title, line=row["line"])
        text, hint = self.words(question.texts, "question"), self.words(question.texts, "help")
        self.report_settings(question, place)
        if own := question.own():
            self.codes[title] = own["code"]
            self.take_back(own, question, text, hint)
            return
        shown_if = self.condition(row, place)
        common = {"text": text, **({"hint": hint} if hint else {}), **shown_if}
        match kind:
            case _ if kind in _SINGLE or kind in ("5", "Y"):
                if kind == "O":
                    self.leave(
                        place,
                        say("a box for words beside the answers"),
                        say("add a question where people can write"),
                    )
                options = self.options(question.answers) if kind in _SINGLE else self.fixed(kind)
                kind_of_ours = "scale" if kind == "5" else "single"
                self.add(title, place, {"kind": kind_of_ours, **common}, options)
            case _ if kind in _SEVERAL:
                options = self.options(
                    [
                        (sub.get("title", ""), self.words(texts, "question"))
                        for sub, texts in question.subs
                    ]
                )
                self.add(title, place, {"kind": "multiple", **common}, options)
            case _ if kind in _ARRAYS:
                options = self.fixed(kind) if kind in _FIXED else self.options(question.answers)
                self.add_each(question, place, {"kind": "scale", **shown_if}, text, options)
            case "N":
                self.add(title, place, {"kind": "number", **common, **question.bounds()}, [])
                if not question.has_bounds():
                    low, high = _LARGEST_RANGE
                    self.leave(
                        place,
                        say("no lowest and highest number"),
                        say(
                            "it is from %(low)s to %(high)s now; change that in the draft",
                            low=low,
                            high=high,
                        ),
                    )
            case "K":
                low, high = _LARGEST_RANGE
                bounds = {"minimum": low, "maximum": high}
                self.add_each(question, place, {"kind": "number", **shown_if, **bounds}, text, [])
            case "S":
                self.add(title, place, {"kind": "short-text", **common}, [])
            case "T" | "U":
                self.add(title, place, {"kind": "comment", **common}, [])
            case "Q":
                self.add_each(question, place, {"kind": "short-text", **shown_if}, text, [])
            case _:
                self.leave(
                    place,
                    say("a question of the kind %(kind)s", kind=_NAMES.get(kind, kind or "?")),
                    say("ask it in another way"),
                )

    def add_each(
        self,
        question: "_Question",
        place: str,
        item: dict[str, Any],
        text: Words,
        options: list[dict[str, Any]],
    ) -> None:
        """Add an item for each row of an array; what stood above them all goes before each."""
        for sub, texts in question.subs:
            own = self.words(texts, "question")
            whole = {
                language: f"{above} {own.get(language, '')}".strip() if above else own[language]
                for language, above in (text or dict.fromkeys(own, "")).items()
            }
            title = f"{question.row.get('title', '')}_{sub.get('title', '')}"
            self.add(title, place, {**copy.deepcopy(item), "text": whole}, copy.deepcopy(options))

    def add(
        self, title: str, place: str, item: dict[str, Any], options: list[dict[str, Any]]
    ) -> None:
        code = self.code_of(title, place)
        self.codes[title] = code
        added = {"code": code, **item}
        if options:
            self.answer_codes[code] = {option.pop("_code"): option["code"] for option in options}
            added["option"] = options
        self.items.append(added)

    def options(self, answers: Sequence[tuple[str, Words]]) -> list[dict[str, Any]]:
        options: list[dict[str, Any]] = []
        taken: set[str] = set()
        for written, words in answers:
            code = new_code(written, taken, "antwoord")
            taken.add(code)
            options.append({"code": code, "_code": written, "text": words})
        return options

    def fixed(self, kind: str) -> list[dict[str, Any]]:
        spoken = self.languages()
        return [
            {
                "code": code,
                "_code": _FIXED_CODES.get(code, code),
                **({"value": int(code)} if code.isdigit() else {}),
                "text": {each: dutch if each == "nl" else english for each in spoken},
            }
            for code, english, dutch in _FIXED[kind]
        ]

    def code_of(self, title: str, place: str) -> str:
        code = new_code(title, {item["code"] for item in self.items}, "vraag")
        if code != title.lower().replace("_", "-"):
            self.leave(
                place,
                say('the code "%(old)s" becomes "%(new)s"', old=title, new=code),
                say("nothing has to be done"),
            )
        return code

    def condition(self, row: Row, place: str) -> dict[str, Any]:
        """Give on which earlier answers a question hangs, where that is one question."""
        relevance = row.get("relevance", "1")
        found = self.old_conditions(row.get("qid", "")) if relevance in ("", "1") else None
        if found is None and relevance in ("", "1"):
            return {}
        pairs = found if found is not None else self.relevance(relevance)
        items = {item for item, _code in pairs or ()}
        if pairs and len(items) == 1:
            return {"shown_if": {"item": items.pop(), "codes": [code for _item, code in pairs]}}
        self.leave(
            place,
            say("it is asked only if: %(condition)s", condition=relevance[:120]),
            say("let it hang on answers to one earlier question, in the draft"),
        )
        return {}

    def relevance(self, written: str) -> list[tuple[str, str]] | None:
        pairs = []
        for term in re.split(r"\s+or\s+|\s*\|\|\s*", written.strip()):
            match = _TERM.match(term.strip())
            if match is None:
                return None
            pair = self.named(match["name"], match["sub"] or "", match["code"])
            if pair is None:
                return None
            pairs.append(pair)
        return pairs

    def named(self, name: str, sub: str, code: str) -> tuple[str, str] | None:
        """Give the item and the answer that LimeSurvey calls so."""
        if name in self.codes:
            item = self.codes[name]
            # Of several answers, each has a question of its own that is Y or not.
            code = sub if sub and code == "Y" else code
        elif f"{name}_{sub}" in self.codes:
            item = self.codes[f"{name}_{sub}"]
        else:
            return None
        answer = self.answer_codes.get(item, {}).get(code)
        return (item, answer) if answer else None

    def old_conditions(self, qid: str) -> list[tuple[str, str]] | None:
        """Give the conditions of LimeSurvey 1: rows that name a question by its numbers."""
        titles = {
            row.get("qid", ""): row.get("title", "")
            for row in [*self.rows("questions"), *self.rows("subquestions")]
        }
        rows = [row for row in self.rows("conditions") if row.get("qid") == qid]
        if not rows:
            return None
        pairs = []
        for row in rows:
            name = titles.get(row.get("cqid", ""), "")
            pair = self.named(name, "", row.get("value", ""))
            if pair is None or row.get("method", "==").strip() not in ("==", ""):
                return []
            pairs.append(pair)
        return pairs

    def report_survey(self, settings: Sequence[Row], *, is_own: bool) -> None:
        """Tell what stays behind of what is around the questions."""
        for row in settings:
            for column in ("surveyls_endtext", "surveyls_policy_notice"):
                if _plain(row.get(column, "")):
                    self.leave(
                        say("line %(line)s", line=row["line"]),
                        say("a text at the end, or about privacy"),
                        say("our own pages say this; nothing has to be done"),
                    )
        groups = self.rows("groups")
        for row in [*groups, *self.rows("group_l10ns")]:
            where = say("line %(line)s", line=row["line"])
            if row.get("grelevance", "") not in ("", "1"):
                self.leave(
                    where,
                    say(
                        "a group is asked only if: %(condition)s", condition=row["grelevance"][:120]
                    ),
                    say("let its questions hang on an earlier answer, in the draft"),
                )
            if row.get("randomization_group"):
                self.leave(where, say("groups in random order"), say("nothing has to be done"))
            if not is_own and _plain(f"{row.get('group_name', '')} {row.get('description', '')}"):
                self.leave(
                    where,
                    say("the heading of a group"),
                    say("put what people must know in the questions"),
                )
        for table in ("quota", "assessments", "defaultvalues", "defaultvalue_l10ns"):
            if self.rows(table):
                self.leave(
                    table,
                    say("quotas, scores or answers that are filled in beforehand"),
                    say("nothing is counted or filled in here; nothing has to be done"),
                )
        for row in self.rows("subquestions"):
            if row.get("relevance", "1") not in ("", "1"):
                self.leave(
                    say("line %(line)s", line=row["line"]),
                    say("it is asked only if: %(condition)s", condition=row["relevance"][:120]),
                    say("let it hang on answers to one earlier question, in the draft"),
                )

    def report_settings(self, question: "_Question", place: str) -> None:
        row = question.row
        told = [
            (
                row.get("mandatory", "N") in ("Y", "S"),
                say("it must be answered"),
                say("nobody has to answer here; nothing has to be done"),
            ),
            (
                row.get("other", "N") == "Y",
                say('there is an answer "other"'),
                say("add a question where people can write"),
            ),
            (
                bool(row.get("preg")),
                say("what is written must have a form"),
                say("nothing has to be done"),
            ),
        ]
        for is_so, fault, cure in told:
            if is_so:
                self.leave(place, fault, cure)
        for each in question.attributes:
            name, value = each.get("attribute", ""), each.get("value", "")
            if (
                name in (_OWN, _OWN_SURVEY)
                or name.startswith(("min_num", "max_num"))
                or _SILENT.match(name)
            ):
                continue
            if value and value != _HARMLESS.get(name, ""):
                self.leave(
                    place,
                    say("the setting %(name)s = %(value)s", name=name, value=value[:60]),
                    say("nothing has to be done, unless the question depends on it"),
                )

    def take_back(
        self, own: dict[str, Any], question: "_Question", text: Words, hint: Words
    ) -> None:
        """Take an item of our own, with the words as they are in LimeSurvey by now."""
        groups = own.pop("_groups", list(GROUPS))
        _overlay(own["text"], text, groups)
        if hint and isinstance(own.get("hint"), dict):
            _overlay(own["hint"], hint, groups)
        written = [words for _code, words in question.answers] or [
            self.words(texts, "question") for _sub, texts in question.subs
        ]
        for option, words in zip(own.get("option", ()), written, strict=False):
            if isinstance(option, dict) and isinstance(option.get("text"), dict):
                _overlay(option["text"], words, groups)
        self.items.append(own)

    def own_survey(self) -> dict[str, Any]:
        for row in self.rows("question_attributes"):
            if row.get("attribute") == _OWN_SURVEY:
                own = _json(row.get("value", ""))
                if isinstance(own.get("title"), dict) and isinstance(own.get("introduction"), dict):
                    return own
        return {}

    def scales(self) -> list[dict[str, Any]]:
        """Give as scales the answers that several items share."""
        shared: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for item in self.items:
            if "option" in item:
                shared[repr(item["option"])].append(item)
        scales: list[dict[str, Any]] = []
        for items in shared.values():
            if len(items) > 1:
                code = f"scale-{len(scales) + 1}"
                scales.append({"code": code, "option": items[0]["option"]})
                for item in items:
                    del item["option"]
                    item["scale"] = code
        return scales


@dataclass
class _Question:
    """A question with its texts, its rows, its answers and its settings."""

    row: Row
    texts: Sequence[Row]
    subs: Sequence[tuple[Row, Sequence[Row]]]
    answers: Sequence[tuple[str, Words]]
    attributes: Sequence[Row]

    def own(self) -> dict[str, Any]:
        """Give the item of ours that went out as this question, if it did."""
        for each in self.attributes:
            if each.get("attribute") == _OWN:
                own = _json(each.get("value", ""))
                if isinstance(own.get("code"), str) and isinstance(own.get("text"), dict):
                    return own
        return {}

    def has_bounds(self) -> bool:
        return all(self._bound(name) is not None for name in ("min", "max"))

    def bounds(self) -> dict[str, int]:
        low, high = self._bound("min"), self._bound("max")
        return {
            "minimum": _LARGEST_RANGE[0] if low is None else low,
            "maximum": _LARGEST_RANGE[1] if high is None else high,
        }

    def _bound(self, name: str) -> int | None:
        for each in self.attributes:
            if each.get("attribute") in (f"{name}_num_value_n", f"{name}_num_value"):
                value = each.get("value", "")
                return int(value) if re.fullmatch(r"-?\d{1,9}", value) else None
        return None


def _json(written: str) -> dict[str, Any]:
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _overlay(node: dict[str, Any], words: Words, groups: Sequence[str]) -> None:
    """Write words where the first of these groups reads its own."""
    shown = next((group for group in groups if isinstance(node.get(group), dict)), None)
    first = groups[0] if groups else ""
    target = node[first] if shown == first else node
    target.update(words)


def _plain(written: str) -> str:
    """Give HTML as text; a script is no text."""
    if "<" not in written and "&" not in written:
        return _one_line(written)
    try:
        parsed = html.fragment_fromstring(written, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    for script in list(parsed.iter("script", "style")):
        script.drop_tree()
    return _one_line(str(parsed.text_content()))


def _one_line(text: str) -> str:
    """Give a text on one line; a space that may not break stays as it is."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _language(written: str) -> str:
    """Give a language without its form of address: nl-informal is nl."""
    return re.sub(r"-(in)?formal$", "", written.strip())


def _number(written: str | None) -> int:
    return int(written) if written and re.fullmatch(r"-?\d{1,9}", written) else 0


def write_lss(table: Table) -> bytes:
    """Give a definition as LimeSurvey reads it: the words of its first group, all its items."""
    return _Writer(table).document()


@dataclass
class _Writer:
    """A definition on its way to a file: rows by table."""

    source: Table
    rows: dict[str, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def languages(self) -> Sequence[str]:
        return list(self.source["languages"])

    def document(self) -> bytes:
        names = {item["code"]: f"Q{n}" for n, item in enumerate(self.source["item"], start=1)}
        self.rows["groups"].append({"gid": 1, "sid": 1, "group_order": 1, "grelevance": "1"})
        for language in self.languages:
            title = _shown(self.source["title"], self.source["groups"], language)
            self.rows["group_l10ns"].append(
                {
                    "id": len(self.rows["group_l10ns"]) + 1,
                    "gid": 1,
                    "group_name": title,
                    "description": "",
                    "language": language,
                }
            )
            self.rows["surveys_languagesettings"].append(
                {
                    "surveyls_survey_id": 1,
                    "surveyls_language": language,
                    "surveyls_title": title,
                    "surveyls_welcometext": _shown(
                        self.source["introduction"], self.source["groups"], language
                    ),
                }
            )
        for number, item in enumerate(self.source["item"], start=1):
            self.add(number, item, names)
        about = {key: value for key, value in self.source.items() if key != "item"}
        self.rows["question_attributes"].append(
            {
                "qid": 1,
                "attribute": _OWN_SURVEY,
                "value": json.dumps(about, ensure_ascii=False),
                "language": "",
            }
        )
        self.rows["surveys"].append(
            {
                "sid": 1,
                "admin": "",
                "language": self.languages[0],
                "format": "A",
                "anonymized": "Y",
                "additional_languages": " ".join(self.languages[1:]),
                "datestamp": "N",
                "ipaddr": "N",
            }
        )
        return self.xml()

    def add(self, number: int, item: Table, names: Mapping[str, str]) -> None:
        kind, groups = Kind(item["kind"]), item.get("groups", self.source["groups"])
        types = {Kind.MULTIPLE: "M", Kind.NUMBER: "N", Kind.SHORT_TEXT: "S", Kind.COMMENT: "T"}
        self.question(
            "questions",
            number,
            0,
            names[item["code"]],
            types.get(kind, "L"),
            number,
            self.relevance(item, names),
        )
        for language in self.languages:
            self.text(
                number,
                _shown(item["text"], groups, language),
                _shown(item.get("hint", {}), groups, language),
                language,
            )
        options = _answers(self.source, item)
        for place, words in enumerate(options, start=1):
            if kind is Kind.MULTIPLE:
                qid = 1000 * number + place
                self.question("subquestions", qid, number, f"SQ{place:03}", "T", place, "1")
                for language in self.languages:
                    self.text(qid, _shown(words, groups, language), "", language)
            else:
                aid = 1000 * number + place
                self.rows["answers"].append(
                    {
                        "aid": aid,
                        "qid": number,
                        "code": f"A{place}",
                        "sortorder": place,
                        "assessment_value": 0,
                        "scale_id": 0,
                    }
                )
                for language in self.languages:
                    self.rows["answer_l10ns"].append(
                        {
                            "id": len(self.rows["answer_l10ns"]) + 1,
                            "aid": aid,
                            "answer": _shown(words, groups, language),
                            "language": language,
                        }
                    )
        attributes = {_OWN: json.dumps({**item, "_groups": groups}, ensure_ascii=False)}
        if kind is Kind.NUMBER:
            attributes |= {
                f"{end}_num_value_n": str(item[name])
                for end, name in (("min", "minimum"), ("max", "maximum"))
            }
        self.rows["question_attributes"] += [
            {"qid": number, "attribute": name, "value": value, "language": ""}
            for name, value in attributes.items()
        ]

    def question(
        self, table: str, qid: int, parent: int, title: str, kind: str, order: int, relevance: str
    ) -> None:
        self.rows[table].append(
            {
                "qid": qid,
                "parent_qid": parent,
                "sid": 1,
                "gid": 1,
                "type": kind,
                "title": title,
                "preg": "",
                "other": "N",
                "mandatory": "N",
                "encrypted": "N",
                "question_order": order,
                "scale_id": 0,
                "same_default": 0,
                "relevance": relevance,
                "modulename": "",
            }
        )

    def text(self, qid: int, question: str, hint: str, language: str) -> None:
        rows = self.rows["question_l10ns"]
        rows.append(
            {
                "id": len(rows) + 1,
                "qid": qid,
                "question": question,
                "help": hint,
                "script": "",
                "language": language,
            }
        )

    def relevance(self, item: Table, names: Mapping[str, str]) -> str:
        condition = item.get("shown_if")
        if not condition:
            return "1"
        asked = next(each for each in self.source["item"] if each["code"] == condition["item"])
        places = {code: place for place, code in enumerate(_codes(self.source, asked), start=1)}
        terms = []
        for code in condition["codes"]:
            name, place = names[asked["code"]], places[code]
            if asked["kind"] == Kind.MULTIPLE:
                terms.append(f'{name}_SQ{place:03}.NAOK == "Y"')
            else:
                terms.append(f'{name}.NAOK == "A{place}"')
        return " or ".join(f"({term})" for term in terms)

    def xml(self) -> bytes:
        root = etree.Element("document")
        etree.SubElement(root, "LimeSurveyDocType").text = "Survey"
        etree.SubElement(root, "DBVersion").text = "600"
        languages = etree.SubElement(root, "languages")
        for language in self.languages:
            etree.SubElement(languages, "language").text = language
        for table in sorted(self.rows):
            rows = self.rows[table]
            element = etree.SubElement(root, table)
            fields = etree.SubElement(element, "fields")
            for name in rows[0]:
                etree.SubElement(fields, "fieldname").text = name
            holder = etree.SubElement(element, "rows")
            for row in rows:
                cells = etree.SubElement(holder, "row")
                for name, value in row.items():
                    etree.SubElement(cells, name).text = etree.CDATA(str(value))
        return bytes(
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        )


def _answers(table: Table, item: Table) -> Iterator[Mapping[str, Any]]:
    """Give the words of each answer to an item."""
    kind = Kind(item["kind"])
    if kind.has_numbers:
        low, high = NUMBER_RANGES[kind]
        for number in range(low, high + 1):
            yield dict.fromkeys(table["languages"], str(number))
    elif kind.has_options:
        for option in options_of(table, item):
            yield option["text"]


def _codes(table: Table, item: Table) -> list[str]:
    kind = Kind(item["kind"])
    if kind.has_numbers:
        low, high = NUMBER_RANGES[kind]
        return [str(number) for number in range(low, high + 1)]
    return [option["code"] for option in options_of(table, item)]


def _shown(texts: Mapping[str, Any], groups: Sequence[str], language: str) -> str:
    """Give a text as the first of these groups reads it."""
    own = texts.get(groups[0], {}) if groups else {}
    return str(own.get(language) or texts.get(language, ""))
