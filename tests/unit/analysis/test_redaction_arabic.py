"""Names in Arabic script, and words that only look like one."""

import pytest

from analysis.arabic_script import plain, skeleton
from analysis.redaction import redact

TAKEN_OUT = {
    "after a title": ("المعلمة هويدا لا تهتم بنا", "هويدا"),
    "after a title and its subject": ("معلمة الرياضة يوديت تصرخ دائما", "يوديت"),
    "a name in no list after a title": ("الأستاذة زغمولا تشرح جيدا", "زغمولا"),
    "after kin": ("بنتي شهد ما بتحب الأكل", "شهد"),
    "after kin, a quality that then does something": ("صديقي سعيد انتقل بعيدا", "سعيد"),
    "after a naming": ("أنا اسمي تيماء وعمري كثير", "تيماء"),
    "of oneself": ("أنا أمل وأحب الرسم", "أمل"),
    "with a conjunction on it": ("تشاجر ياسر وأنور في الملعب", "أنور"),
    "with a preposition on it": ("شكرا لنسرين من المكتب", "نسرين"),
    "a thing that does something": ("نور تضحك علي كل يوم", "نور"),
    "two things beside each other": ("أمل ونور تلعبان وحدهما", "أمل"),
    "with its family name": ("ضربني ياسر الحموي أمس", "ياسر الحموي"),
    "a mother called after her child": ("لولا أم ياسر ما نجحنا", "أم ياسر"),
    "a Dutch first name": ("زميلي كيفن يسخر من لغتي", "كيفن"),
    "a Dutch name in another spelling": ("السيدة ماريكة ساعدتنا", "ماريكة"),
    "a Dutch name with van": ("السيدة فان دير بيرغ لم تتصل", "فان دير بيرغ"),
    "Abd and what follows": ("جلس عبد الباسط وحده", "عبد الباسط"),
    "in Latin letters after a title": ("الموظفة Wigbolda وعدتنا", "Wigbolda"),
    "without hamza": ("ابني اسامه يبكي", "اسامه"),
}
LEFT = [
    "المعلمة سعيدة بعملنا",
    "ابني سعيد في المدرسة",
    "ابني كريم جدا",
    "المعلمة متعاونة ولطيفة",
    "عندي أمل أن تتحسن الأمور",
    "النور ضعيف في الصف",
    "المرشدة شرحت لنا كل شيء",
    "حصل طفلي على المساعدة",
    "كلما تأخر الباص لما ننتظر نبرد",
    "أسماء الألعاب صعبة",
    "الدرس ممل والواجبات كتيرة",
    "حصة اللغة العربية مفيدة",
    "علي أن أذهب مبكرا",
    "المعلم الجديد شاطر",
    "باسم جميع الأهالي نشكركم",
    "أم ثلاثة أولاد",
    "جارتنا بتاخد بنتي عالمدرسة",
]


@pytest.mark.parametrize(("text", "name"), TAKEN_OUT.values(), ids=TAKEN_OUT)
def test_a_name_in_arabic_script_is_taken_out(text, name):
    redacted = redact(text, "ar").text

    assert "[naam]" in redacted
    assert name not in redacted


def test_a_conjunction_that_is_written_onto_a_name_stays():
    assert redact("جلس ياسر ومازن معا", "ar").text == "جلس [naam] و[naam] معا"


@pytest.mark.parametrize("text", LEFT)
def test_an_arabic_word_that_is_only_like_a_name_stays(text):
    assert redact(text, "ar").text == text


def test_spellings_of_a_name_are_one():
    assert plain("أُسامة") == plain("اسامه")
    assert skeleton("ماريكا") == skeleton("مارييكه")
