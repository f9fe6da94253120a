"""Names of people in Arabic script, which has no capitals: by cue, by list, beside another name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis import arabic_name_lists as lists
from analysis.arabic_script import has_foreign_letters, is_arabic, plain, skeleton
from analysis.name_cues import FUNCTION_WORDS
from analysis.spans import HIDDEN, Kind, Span
from analysis.vocabulary import REMEMBERED, is_word

_WORD = re.compile("[\u0621-\u064a\u0671-\u06d3][\u0621-\u0652\u0670-\u06d3]*")
_SENTENCE_START = re.compile(rf"(?:^|[.!?؟:،؛\n{HIDDEN}])[\s\"'«»()\-]*$")
_GAP = re.compile(r"[\s\-]|\s?[(\"«]")
_AFTER_CUE = re.compile(r"\s|\s?[:،(\"«-]\s?")
_LATIN_NAME = re.compile(
    r"\s(?:ال\w+\s)?(?P<name>(?:(?:[Vv]an|[Dd]er?|[Dd]en|[Ee]l|[Tt]en|[Tt]er)\s){0,2}[A-ZÀ-Þ][a-zà-ÿ][\w\-]*"
    r"(?:\s[A-ZÀ-Þ][a-zà-ÿ][\w\-]*)?)"
)
_NEAR = 8
_LONGEST_NAME = 5


def _words(block: str) -> frozenset[str]:
    return frozenset(map(plain, block.split()))


_TITLES = _words(
    """
    معلم معلمة معلمتي معلمتنا مدرس أستاذ أستاذة أستاز آنسة أنسة سيد سيدة ست أبلة أبله مس
    ميس مستر مسيو مدام مدموزيل دكتور دكتورة طبيب طبيبة مرشد مرشدة موجه موجهة مشرف مشرفة
    أخصائي أخصائية اخصائي اختصاصي اختصاصية مدير مديرة ناظر ناظرة وكيل وكيلة مربي مربية
    حاضنة منسق منسقة موظف موظفة مسؤول مسؤولة مترجم مترجمة مدرب مدربة كوتش كابتن سائق سواق
    حارس بواب عم عمو عمي خال خالو خالي خالة خالتي عمة عمتي طنط جد جدي جدة جدتي تيتا جار
    جارة نائب نائبة عامل عاملة باحث باحثة وصي وصية حاج حاجة شيخ منتور يوف ميستر مينير
    ميفراو مفراو يوفراو معالج معالجة نفساني عائلة عيلة
    """
)
_KIN = _words(
    """
    ابن ابنة ابني ابنتي ابنا ابننا ابنتنا ابنه ابنها بنتي بنتنا بنته بنتها بناتي بناتنا
    ولدي ولدنا أولادي أولادنا طفلي طفلتي طفلنا طفلتنا أخي أخوي أخوه أخوها أخيه أخيها أختي
    أخته أختها إخوتي صديق صديقة صديقي صديقتي صديقه صديقته صديقها صديقتها صاحبي صاحبتي
    صاحبه صاحبته صاحبها رفيقي رفيقتي رفيقه رفيقته رفيقها رفيقتها زميل زميلة زميلي زميلتي
    زميله زميلته زميلها زميلتها زميلنا زميلتنا طليقي طليقتي زوجي زوجتي حفيدي حفيدتي خطيبي
    تلميذ تلميذة طالب طالبة التلميذ التلميذة الطالب الطالبة الولد البنت الطفل الطفلة الصبي
    ابنك بنتك تؤام توأمي كنتي قريبي قريبتي زوجها زوجته أخونا اختنا صديقنا صديقتنا رفيقنا
    """
)
_NAMINGS = _words(
    """
    اسمي اسمه اسمها اسمو اسما إسمي إسمه يدعى تدعى المدعو المدعوة يسمى تسمى اسمك باسم
    تحياتي تحيات المرسل المرسلة ينادونه ينادونها وأسمه وأسمها
    """
)
_PARENT_OF = _words("أم أبو أبي أبا بو")
_I_AM = _words("أنا انا اني أني معكم هنا")
_JOINERS = _words(
    """
    فان ڤان دي دير دن ده تير تن بن ابن بنت آل أبو أم ولد بو الدين فون لا
    """
)
_OWNS = _words("عبد")
# What only people do, now and in the past: by these "hope" can only be a girl.
_DOES = """
    ضرب لعب شتم سب بكي ضحك صرخ زعج ضايق دفع سرق خاف كره حب ساعد قول حكي اخذ رسم تنمر سخر
    غش كذب عاني شرح عامل درس علم هتم رد جلس قعد مشي ركض اتي جي روح ذهب كتب قرا عرف فهم
    سمع تكلم حتاج ستحق غيب نام اكل شارك مزح هدد عيط زعل رمي كسر تحدث عطي ترك نادي تاخر
    قلد بهدل ترجم نظر وقف قوم عمل نتظر شوف سوي سال جاوب غني كمل نجح رسب
    """
_DID = """
    ضرب شتم دفع سرق ساعد اخذ كسر قال حكا صرخ ضحك بكا زعج عض هدد رما ترك رفض نادا صار كان
    انتقل راح اجا جاء جا وقع غاب مرض بقا ضل ظل سافر نسي فقد وعد شرح عمل سال رد فهم حاول
    """
_PERSON_VERB = re.compile(
    rf"(?:ب|س)?[يت](?:{'|'.join(_DOES.split())})"
    rf"|(?:{'|'.join(_DID.split())})(?:ت|ني|تني|نا|تنا|ها|ه)?$"
    "|(?:دايما|من|ب?صفي|عنده|عندها|معلم|معلمه|زميل|زميله|زميلي|زميلتي|و?عمري|عمره|عمرها)$"
)
_INTENSIFIERS = _words(
    """
    جدا كثيرا كتير جدًا للغاية حقا فعلا معنا معي معه معها مع و في على مثل جداً اكتر أكثر
    """
)
_ADDRESSED = _words("يا")
_CONTACTS = _words("كلموا اسألوا كلمت سألت قابلت أشكر اشكر نشكر شكرت شكر")
_AFTER_THANKS = _words("شكرا بفضل بسبب مساعدة قبل جانب جنب وبين بين خلف حضن دعم")
_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")
_ENDINGS = tuple(
    "تني تنا تهم تها ونا وني هما كما كم هم هن ها نا ني ات ين ون ان وا تي ته تك ية ه ك ي ت ا".split()  # noqa: SIM905
)
_VERB_STARTS = ("بي", "بت", "بن", "عم", "سي", "ست", "ي", "ت", "ن", "ا", "م")
_SEEMS_NO_NAME = re.compile(
    "(?:ال|بال|وال|عال|هال|لل|فال|ي|ت|ن|بي|بت|بن|م[^اوي]|مو|مي[^سشلر]|است|و|ب|ل|ف|ك|س[يت])"
)
_SEEMS_A_FORM = re.compile(".+(?:ًا?|ني|وا|نا|هم|تها|ته|كم|ات|ون|ين|يه|تي)")
_SHORTEST = 3


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str
    is_first: bool


def find_arabic_names(text: str) -> Iterator[Span]:
    """Give the names of people that are written in Arabic script."""
    if not is_arabic(text):
        return
    tokens = [
        _Token(*match.span(), plain(match[0]), _is_first(text, match.start()))
        for match in _WORD.finditer(text)
    ]
    for index, token in enumerate(tokens):
        if (latin := _LATIN_NAME.match(text, token.end)) and _announces(token.word):
            yield Span(*latin.span("name"), Kind.NAME)
        for first in (_after_cue(text, tokens, index), _alone(text, tokens, index)):
            if first is not None:
                yield _whole_name(text, tokens, first)


def _announces(word: str) -> bool:
    return any(_is_among(word, cues) for cues in (_TITLES, _KIN, _NAMINGS))


def _is_first(text: str, place: int) -> bool:
    return _SENTENCE_START.search(text, max(0, place - _NEAR), place) is not None


# --- After a cue -----------------------------------------------------------------------------


def _after_cue(text: str, tokens: list[_Token], index: int) -> int | None:
    """Give the place of the name that the word at `index` announces."""
    ahead = index + 1
    if ahead >= len(tokens) or not _AFTER_CUE.fullmatch(
        text, tokens[index].end, tokens[ahead].start
    ):
        return None
    cue = tokens[index].word
    if _is_among(cue, _NAMINGS):
        return ahead if _may_follow_naming(tokens, ahead) else None
    if _is_among(cue, _PARENT_OF):
        return index if _is_some_name(tokens[ahead].word) else None
    if _is_among(cue, _I_AM) or _is_among(cue, _ADDRESSED):
        return ahead if _is_named_self(tokens, ahead) else None
    is_title = _is_among(cue, _TITLES)
    if not is_title and not _is_among(cue, _KIN):
        return None
    for place in (ahead, ahead + 1, ahead + 2):
        if place >= len(tokens) or not _GAP.match(text, tokens[place - 1].end):
            return None
        if _may_follow_person(tokens, place):
            return place
        if not is_title or not tokens[place].word.startswith(("ال", "لل")):
            return None
    return None


def _is_among(word: str, cues: frozenset[str]) -> bool:
    """Tell whether a word is a cue, without "and", "to" and the article before it."""
    if word in cues:
        return True
    return any(
        word.startswith(prefix) and word[len(prefix) :] in cues and len(word) > len(prefix) + 1
        for prefix in (*_PREFIXES, "ولل", "وب", "ول", "فل")
    )


def _may_follow_naming(tokens: list[_Token], index: int) -> bool:
    word = tokens[index].word
    if word in _function_words() or len(word) < _SHORTEST - 1:
        return False
    if _is_some_name(word) or word in _OWNS:
        return True
    return not word.startswith(("ال", "و", "ل")) and not is_word(word, "ar")


def _may_follow_person(tokens: list[_Token], index: int) -> bool:
    word = tokens[index].word
    if word in lists.also_qualities():
        return _is_not_said_of(tokens, index)
    if word in _function_words():
        return False
    if _is_some_name(word) or (word in _OWNS and _word_at(tokens, index + 1).startswith("ال")):
        return True
    if _is_joiner(word):
        return any(_word_at(tokens, index + far) in lists.surnames() for far in (1, 2))
    return len(word) >= _SHORTEST and _is_strange(word)


def _is_not_said_of(tokens: list[_Token], index: int) -> bool:
    """Tell whether a quality is a name: "the teacher Said explains", not "is happy with it"."""
    after = _word_at(tokens, index + 1)
    if not after or after in _INTENSIFIERS or after in lists.also_qualities():
        return False
    return _PERSON_VERB.match(after) is not None or after in lists.surnames()


def _is_named_self(tokens: list[_Token], index: int) -> bool:
    word = tokens[index].word
    if word in lists.also_qualities():
        return _word_at(tokens, index + 1).startswith(("عمري", "وعمري", "من", "طالب", "تلميذ"))
    return _is_some_name(word)


# --- Without a cue ---------------------------------------------------------------------------


def _alone(text: str, tokens: list[_Token], index: int) -> int | None:
    token = tokens[index]
    word = token.word
    if word in _function_words():
        return None
    if _is_clear_name(word) or any(map(_is_clear_name, _without_prefix(word))):
        return index
    if word.lstrip("ولبف") in _OWNS and _word_at(tokens, index + 1).startswith("ال"):
        return index
    bare = [word, *_without_prefix(word)]
    if any(form in lists.also_nouns() for form in bare) and _is_noun_a_name(tokens, index):
        return index
    if word in lists.also_qualities() and token.is_first and _does_something(tokens, index):
        return index
    if _is_beside_hidden_name(text, tokens, index) and any(map(_is_some_name, bare)):
        return index
    return None


def _is_clear_name(word: str) -> bool:
    if word in lists.first_names():
        return True
    if (
        len(word) < 4
        or "\u064b" in word
        or word in lists.also_nouns()
        or word in lists.also_qualities()
    ):
        return False
    if word in lists.foreign_names():
        return not is_word(word, "ar")
    consonants = skeleton(word)
    return len(consonants) > 2 and consonants in lists.foreign_skeletons() and _is_strange(word)


def _is_noun_a_name(tokens: list[_Token], index: int) -> bool:
    """Tell whether a thing is somebody: it does something, or stands beside another name."""
    token = tokens[index]
    if token.word in lists.also_nouns() and token.is_first and _does_something(tokens, index):
        return True
    before, after = _word_at(tokens, index - 1), _word_at(tokens, index + 1)
    if before in _CONTACTS and token.word in lists.also_nouns():
        return True
    if _is_among(before, _AFTER_THANKS) and token.word.startswith(("ل", "ول")):
        return token.word.lstrip("ول") in lists.also_nouns()
    if token.is_first and after.startswith("و") and after[1:] in _pairable():
        return token.word in _pairable()
    return False


@lru_cache(1)
def _pairable() -> frozenset[str]:
    return lists.first_names() | lists.also_nouns()


def _does_something(tokens: list[_Token], index: int) -> bool:
    return _PERSON_VERB.match(_word_at(tokens, index + 1)) is not None


def _is_beside_hidden_name(text: str, tokens: list[_Token], index: int) -> bool:
    """Tell whether a name that was found stands before "and", or after it."""
    token = tokens[index]
    before = text[max(0, token.start - 2) : token.start]
    if token.word.startswith("و") and before.endswith(f"{HIDDEN} "):
        return True
    return text.startswith(f" و{HIDDEN}", token.end)


# --- The whole name --------------------------------------------------------------------------


def _whole_name(text: str, tokens: list[_Token], first: int) -> Span:
    last, place = first, first + 1
    while place < len(tokens) and place - first < _LONGEST_NAME:
        if not _GAP.fullmatch(text, tokens[place - 1].end, tokens[place].start):
            break
        if _continues(tokens, first, place):
            last = place
        elif not _is_joiner(tokens[place].word):
            break
        place += 1
    start = tokens[first].start + _prefix_length(tokens[first].word)
    return Span(start, tokens[last].end, Kind.NAME)


def _prefix_length(word: str) -> int:
    """Give how many letters before a name are no part of it: "and", "for", "with", "like"."""
    if _is_some_name(word) or word in lists.also_qualities():
        return 0
    names = (form for form in _without_prefix(word) if _is_some_name(form))
    return len(word) - len(next(names, word))


def _continues(tokens: list[_Token], first: int, index: int) -> bool:
    word, before = tokens[index].word, tokens[index - 1].word
    if before.lstrip("ولبفك") in _OWNS or before in _JOINERS - _words("ده دي لا"):
        return True
    if _is_joiner(before):
        return word in lists.surnames() or not _is_known(word)
    if before in _PARENT_OF:
        return index == first + 1
    if word in _function_words() or _is_joiner(word):
        return False
    if word in lists.surnames() or _is_clear_name(word):
        return word not in lists.also_qualities() or word.startswith("ال")
    return word.startswith("ال") and word.endswith("ي") and len(word) > 5


def _is_joiner(word: str) -> bool:
    return word in _JOINERS


# --- Words and lists -------------------------------------------------------------------------


@lru_cache(1)
def _function_words() -> frozenset[str]:
    arabic = (word for word in FUNCTION_WORDS if is_arabic(word))
    return frozenset(map(plain, arabic)) - lists.also_qualities()


def _word_at(tokens: list[_Token], index: int) -> str:
    return tokens[index].word if 0 <= index < len(tokens) else ""


def _is_some_name(word: str) -> bool:
    """Tell whether a word is on one of the lists, or a foreign name in some spelling."""
    if word in lists.first_names() or word in lists.also_nouns() or word in lists.foreign_names():
        return True
    if word in _TITLES or "\u064b" in word:
        return False
    if word[-1] in "اه" and {word[:-1] + "ا", word[:-1] + "ه"} & lists.foreign_names():
        return True
    if word in lists.packaged():
        return not word.startswith("ال")
    return (
        len(skeleton(word)) > 2
        and skeleton(word) in lists.foreign_skeletons()
        and not _is_known(word)
    )


def _without_prefix(word: str) -> list[str]:
    """Give a word without "and", "for", "with" or "like" written onto it."""
    if word[0] not in "وفبلك" or len(word) < 4 or is_word(word, "ar"):
        return []
    rest = [word[1:]]
    if is_word(word[1:], "ar"):
        return rest if word[1:] in lists.first_names() | lists.also_nouns() else []
    if word[0] in "وف" and word[1] in "بلك" and len(word) > 4:
        rest.append(word[2:])
    return rest


def _is_strange(word: str) -> bool:
    """Tell whether a word is no form of any Arabic word, as far as a dictionary can tell."""
    if has_foreign_letters(word):
        return True
    if _SEEMS_NO_NAME.match(word) or _SEEMS_A_FORM.fullmatch(word):
        return False
    return not _is_known(word)


@lru_cache(REMEMBERED)
def _is_known(word: str) -> bool:
    """Tell whether Arabic has a word, in some spelling, without what is written onto it."""
    return any(is_word(spelling, "ar") for form in _forms(word) for spelling in _spellings(form))


def _forms(word: str) -> set[str]:
    bare = {word, *(word[len(p) :] for p in _PREFIXES if word.startswith(p))}
    bare |= {form[len(s) :] for form in bare for s in _VERB_STARTS if form.startswith(s)}
    ended = {form[: -len(e)] for form in bare for e in _ENDINGS if form.endswith(e)}
    ended |= {
        form[: -len(e)] + "ه" for form in bare for e in ("تي", "ته", "تنا") if form.endswith(e)
    }
    return {form for form in bare | ended if len(form) >= _SHORTEST} | {word}


def _spellings(word: str) -> set[str]:
    """Give the ways in which a plain word is spelt in full."""
    spelt = {word}
    if word.startswith("ا"):
        spelt |= {f"{alif}{word[1:]}" for alif in "أإآ"}
    for place in range(1, len(word)):
        for written, full in (("ا", "أ"), ("و", "ؤ"), ("ي", "ئ")):
            if word[place] == written:
                spelt.add(word[:place] + full + word[place + 1 :])
    ends = {"ه": "ة", "ا": "ى"}
    if word[-1] in ends:
        spelt |= {form[:-1] + ends[word[-1]] for form in spelt}
    return spelt
