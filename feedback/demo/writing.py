"""What the made-up people of the demo write: sentences of comments.toml, put together."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Self

from surveys.items import RespondentGroup

ITEMS = ("goed", "beter")

_FILE = Path(__file__).with_name("comments.toml")
_VOICES = {
    RespondentGroup.PARENT: "parent",
    RespondentGroup.CHILD: "child",
    RespondentGroup.YOUTH: "youth",
    RespondentGroup.TEACHER: "staff",
    RespondentGroup.SUPPORTER: "staff",
}
# The shares of people and comments that something holds for.
_WRITES = {"parent": 0.24, "child": 0.2, "youth": 0.22, "staff": 0.36}
_WRITES_TWICE = 0.3
_ODD = {"nothing": 0.04, "personal": 0.025, "worrying": 0.012}
_IN_OWN_VOICE = {"parent": 0.1, "child": 1, "youth": 0.8, "staff": 0.5}
_HAS_TWO_SENTENCES, _HAS_CLOSING = 0.45, 0.1
_MISSPELT, _CARELESS = 0.15, {"parent": 0.15, "child": 0.4, "youth": 0.45, "staff": 0.05}
_TURKISH_CAPITALS = str.maketrans("İI", "iı")


@dataclass(frozen=True)
class Writing:
    """The parts that comments are made of."""

    parts: Mapping[str, Any]

    @classmethod
    def load(cls) -> Self:
        """Read comments.toml."""
        return cls(tomllib.loads(_FILE.read_text(encoding="utf-8")))

    def comments(self, group: RespondentGroup, language: str, dice: Random) -> dict[str, str]:
        """Give what somebody writes, by item; most people write nothing."""
        voice = _VOICES[group]
        if dice.random() >= _WRITES[voice]:
            return {}
        twice = dice.random() < _WRITES_TWICE
        items = ITEMS if twice else dice.choices(ITEMS, [2, 3])
        return {item: self._comment(item, voice, language, dice) for item in items}

    def _comment(self, item: str, voice: str, language: str, dice: Random) -> str:
        child, time = (
            dice.choice(self.parts["slots"][slot][language]) for slot in ("child", "time")
        )
        thoughts = [
            _capitalised(sentence.format(child=child, time=time))
            for sentence in self._sentences(item, voice, language, dice)
        ]
        text = " ".join(_ended(thoughts))
        if dice.random() < _MISSPELT:
            for right, wrong in self.parts["misspelt"][language].items():
                text = text.replace(right, wrong)
        if dice.random() < _CARELESS[voice]:
            text = text.translate(_TURKISH_CAPITALS) if language == "tr" else text
            text = text.lower().rstrip(".")
        return text

    def _sentences(self, item: str, voice: str, language: str, dice: Random) -> Sequence[str]:
        odd = self._odd_sentences(voice, language, dice)
        if odd:
            return [dice.choice(odd)]
        themes = [
            theme
            for theme in self.parts["theme"].values()
            if theme["question"] == item and (voice != "child" or voice in theme[language])
        ]
        theme = dice.choices(themes, [theme["weight"] for theme in themes])[0][language]
        own = theme.get(voice, [])
        fitting = own if own and dice.random() < _IN_OWN_VOICE[voice] else [*own, *theme["any"]]
        n = 2 if dice.random() < _HAS_TWO_SENTENCES else 1
        sentences: list[str] = dice.sample(fitting, min(n, len(fitting)))
        if item == "beter" and dice.random() < _HAS_CLOSING:
            sentences.append(dice.choice(self.parts["closings"][language]))
        return sentences

    def _odd_sentences(self, voice: str, language: str, dice: Random) -> Sequence[str]:
        """Give the sentences of an odd kind, now and then; mostly none."""
        luck = dice.random()
        for odd, share in _ODD.items():
            luck -= share
            if luck < 0:
                of_kind: Mapping[str, list[str]] = self.parts[odd][language]
                return of_kind.get(voice, of_kind.get("any", []))
        return []


def _capitalised(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _ended(sentences: Sequence[str]) -> Sequence[str]:
    """Give sentences of which all but the last certainly end."""
    *others, last = sentences
    return [*(one if one[-1] in ".?!" else f"{one}." for one in others), last]
