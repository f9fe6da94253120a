"""The names of Dutch places: from the register's capitals to what people write."""

import re
import unicodedata
from functools import lru_cache

# Spellings of the register from which accents, hyphens or signs cannot be read back.
_OFFICIAL_NAMES = {
    "bergen lb": "Bergen (L.)",
    "bergen nh": "Bergen (NH.)",
    "noardeast fryslan": "Noardeast-Fryslân",
    "nuenen ca": "Nuenen, Gerwen en Nederwetten",
    "s gravenhage": "'s-Gravenhage",
    "s hertogenbosch": "'s-Hertogenbosch",
    "sudwest fryslan": "Súdwest-Fryslân",
}
_PARTICLES = frozenset(
    {"'s", "'t", "a/d", "aan", "bij", "ca", "de", "den", "der", "en", "het", "in", "op"}
    | {"over", "te", "ten", "ter", "tot", "van"}
)
_PROVINCES_IN_LETTERS = frozenset({"NB", "NH", "ZH"})


@lru_cache(maxsize=4096)
def readable(name: str) -> str:
    """Give a place name that is all in capitals as people write it; others stay as they are.

    `BERG EN DAL` becomes `Berg en Dal`, `OUDE IJSSELSTREEK` becomes `Oude IJsselstreek`.
    """
    if not name.isupper():
        return name
    apostrophised = re.sub(r"^'?([ST])(?=[ -])", r"'\1", name)
    return re.sub(r"[^ -]+", _readable_word, apostrophised)


@lru_cache(maxsize=4096)
def municipality_name(name: str) -> str:
    """Give a municipality's name as people write it, with the accents the register drops."""
    if not name.isupper():
        return name
    return _OFFICIAL_NAMES.get(spelling(name)) or readable(name)


@lru_cache(maxsize=4096)
def spelling(name: str) -> str:
    """Give what all spellings of one name share: no capitals, accents, hyphens or signs."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("-", " "))
    return " ".join(re.sub(r"[^\w ]", "", letters).split())


def _readable_word(match: re.Match[str]) -> str:
    word, before = match[0], match.string[: match.start()]
    if word.strip("().") in _PROVINCES_IN_LETTERS:
        return word
    lower = word.lower()
    is_first = not before or before.endswith("-")
    if lower in _PARTICLES and (not is_first or lower.startswith("'")):
        return lower
    return re.sub(r"^\W*(?:ij|.)", lambda start: start[0].upper(), lower)
