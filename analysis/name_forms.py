"""The forms that first names take in Polish, Ukrainian and Turkish: Марійка becomes Марійці."""

import re
from collections.abc import Iterator
from functools import cache

from analysis import bending_name_lists as lists

# An ending of the name, and what may stand in its place; the first that fits counts.
_POLISH = (
    ("ia", "ia i ii ię ią io ie iu"),
    ("ja", "ja i ji ję ją jo ju"),
    ("ka", "ka ki ce kę ką ko"),
    ("ga", "ga gi dze gę gą go"),
    ("la", "la li lę lą lo"),
    ("ta", "ta ty cie tę tą to"),
    ("da", "da dy dzie dę dą do"),
    ("ra", "ra ry rze rę rą ro"),
    ("ła", "ła ły le łę łą ło"),
    ("za", "za zy zie zę zą zo"),
    ("a", "a y ie ę ą o i"),
    ("ek", "ek ka kowi kiem ku"),
    ("eł", "eł ła łowi łem le"),
    ("ni", "ni niego niemu nim"),
    ("y", "y ego emu ym"),
    ("ś", "ś sia siowi siem siu"),
    ("t", "t ta towi tem cie"),
    ("d", "d da dowi dem dzie"),
    ("r", "r ra rowi rem rze"),
    ("ł", "ł ła łowi łem le"),
    ("k", "k ka kowi kiem ku"),
    ("g", "g ga gowi giem gu"),
    ("o", "o a owi em ie"),
    ("", " a owi em ie u"),
)
_UKRAINIAN = (
    ("ія", "ія ії ію ією іє"),
    ("ка", "ка ки ці ку кою ко"),
    ("га", "га ги зі гу гою го"),
    ("а", "а и і у ою о"),
    ("я", "я і ї ю ею єю е є"),
    ("ій", "ій ія ію ієві ієм ії"),
    ("й", "й я ю єві єм ї"),
    ("ок", "ок ка ку кові ком"),
    ("о", "о а у ові ом і е"),
    ("ь", "ь я ю еві ем і"),
    ("к", "к ка ку кові ком че"),
    ("г", "г га гу гові гом же"),
    ("р", "р ра ру рові ром рі ре ря рю рем реві"),
    ("", " а у ові ом і е"),
)
_LISTS = {
    "pl": (lists.POLISH, lists.POLISH_WORDS),
    "uk": (lists.UKRAINIAN, lists.UKRAINIAN_WORDS),
    "tr": (lists.TURKISH, lists.TURKISH_WORDS),
}
_BACK, _FRONT = "aıou", "eiöü"
# Turkish endings as they come after a back vowel; what hangs on a vowel has a letter between.
_TURKISH_AFTER_VOWEL = "ya yı yu yla nın nun da dan nınki cım cığım lar larla gil cum cuğum m mız"
_TURKISH_AFTER_CONSONANT = (
    "a ı u la ın un da dan ta tan ınki çım çığım cım cığım lar larla gil cum ım ımız çum"
)
_TO_FRONT = str.maketrans("aıu", "eiü")
_MARKS = str.maketrans("ąćęłńóśźż", "acelnoszz")


@cache
def forms_of_names(language: str) -> frozenset[str]:
    """Give the forms of names that are seldom words, in lower case; none for other languages."""
    if language == "pl":
        proper = set(_bent(lists.POLISH, _POLISH)) - set(lists.POLISH_WORDS.split())
        bare = {form.translate(_MARKS) for form in proper}
        return frozenset(proper | bare) - frozenset(lists.POLISH_WORDS.split())
    if language == "uk":
        return frozenset(_bent(lists.UKRAINIAN, _UKRAINIAN)) - set(lists.UKRAINIAN_WORDS.split())
    if language == "tr":
        words = lists.TURKISH_WORDS.split()
        names = (name for name in lists.TURKISH.split() if name not in words)
        return frozenset(form for name in names for form in _turkish_forms(name))
    return frozenset()


@cache
def names_themselves(language: str) -> frozenset[str]:
    """Give the names that are seldom words, unbent."""
    names, words = _LISTS.get(language, ("", ""))
    return frozenset(names.split()) - frozenset(words.split())


@cache
def all_forms_of_names(language: str) -> frozenset[str]:
    """Give the forms of all names, also of those that are words: for where a capital tells."""
    if language == "pl":
        return frozenset(_bent(lists.POLISH, _POLISH))
    if language == "uk":
        return frozenset(_bent(lists.UKRAINIAN, _UKRAINIAN))
    if language == "tr":
        names = {*lists.TURKISH.split(), *lists.TURKISH_WORDS.split()}
        return frozenset(form for name in names for form in _turkish_forms(name))
    return frozenset()


def _bent(names: str, endings: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for name in names.split():
        yield name
        ending, others = next(pair for pair in endings if name.endswith(pair[0]))
        stem = name[: len(name) - len(ending)]
        yield from (stem + other for other in others.split() if stem)
        if not ending:
            yield name


def _turkish_forms(name: str) -> Iterator[str]:
    """Give a name and it with each ending, whose vowels follow the last of the name."""
    yield name
    vowels = re.findall(rf"[{_BACK}{_FRONT}]", name)
    if not vowels:
        return
    is_vowel_last = name[-1] in _BACK + _FRONT
    is_front = vowels[-1] in _FRONT
    for ending in (_TURKISH_AFTER_VOWEL if is_vowel_last else _TURKISH_AFTER_CONSONANT).split():
        yield name + (ending.translate(_TO_FRONT) if is_front else ending)
