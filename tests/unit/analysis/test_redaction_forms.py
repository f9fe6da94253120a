"""Names in their forms, names without capitals, and the capitals that are nobody."""

import pytest

from analysis.name_forms import all_forms_of_names, forms_of_names
from analysis.named_things import is_named_thing
from analysis.redaction import redact

TAKEN_OUT = [
    ("uk", "Вчора Стефаньчука покликав Остапко", "Остапко"),
    ("uk", "Дякуємо нашій Одарчуковій Мирославі", "Мирославі"),
    ("uk", "Олено Гнатівно, послухайте нас", "Олено Гнатівно"),
    ("uk", "Ковальчишина сміється з мене", "Ковальчишина"),
    ("uk", "Гворрус штовхає усіх", "Гворрус"),
    ("uk", "зоряна мовчить на уроках", "зоряна"),
    ("uk", "ми граємо з дариною щодня", "дариною"),
    ("uk", "пан де Гроот запізнився", "де Гроот"),
    ("uk", "Вчора Ван дер Вельде дзвонила нам", "Ван дер Вельде"),
    ("uk", "Зворонка вчителька Надія добра", "Надія"),
    ("pl", "nie siedzę już z bartusiem", "bartusiem"),
    ("pl", "dorotka i kaja robią plakat", "kaja"),
    ("pl", "Gworrek kopie wszystkich", "Gworrek"),
    ("pl", "Wczoraj pielęgniarka Grażka pomogła", "Grażka"),
    ("tr", "tuğçeye kimse inanmıyor", "tuğçeye"),
    ("tr", "tuğçe ve deniz kavga etti", "deniz"),
    ("tr", "Bulut sürekli itiyor", "Bulut"),
    ("tr", "Çiçek Hanım yardım etti", "Çiçek"),
    ("tr", "Yağmur'a hep gülüyorlar", "Yağmur"),
    ("tr", "Zwierrul'un çantası kayıp", "Zwierrul"),
    ("tr", "Bugün Van Zwiebel bey gelmedi", "Van Zwiebel"),
    ("de", "Der Trainer heißt de Groot", "de Groot"),
    ("fr", "Hier De Zwiebel a crié", "De Zwiebel"),
    ("en", "Hope kicks the door", "Hope"),
    ("nl", "mevrouw el zwarrati belt terug", "el zwarrati"),
    ("nl", "bij hoekstra is het stil", "hoekstra"),
    ("nl", "gisteren zei van der zwart niets", "van der zwart"),
    ("nl", "lotte en merel lachen", "merel"),
    ("nl", "de moeder van roos kwam ook", "roos"),
    ("nl", "meester Frans zingt", "Frans"),
    ("nl", "Gisteren was Van Leeuwen ziek", "Van Leeuwen"),
    ("nl", "Van Dijk legt goed uit", "Van Dijk"),
    ("nl", "Qin Zui begrijpt alles", "Qin Zui"),
    ("nl", "deniz lacht altijd mee", "deniz"),
]
LEFT = [
    ("nl", "Duits en Frans zijn lastig"),
    ("nl", "De leraar Frans is streng"),
    ("nl", "Een project over Egypte en de Italiaanse keuken"),
    ("nl", "Een prent van een Oost-Indisch schip"),
    ("nl", "Broodjes van Albert Heijn op Koningsdag"),
    ("nl", "we zochten de vos in het bos"),
    ("nl", "een gedicht over de merel"),
    ("nl", "er zit een knoop erin"),
    ("nl", "Van school krijg je een boek, De school is groot"),
    ("nl", "Hierbij kregen wij een beker"),
    ("pl", "Byliśmy w Kanadzie w Czerwcu"),
    ("pl", "Dziecko płacze po lekcjach"),
    ("pl", "mają marzenie o nowej szkole"),
    ("pl", "Mało czasu na przerwie"),
    ("uk", "Ми були в Німеччині на Різдво"),
    ("uk", "Коли будуть канікули"),
    ("uk", "Фотовиставка цікава"),
    ("tr", "Ramazan Bayramı güzeldi"),
    ("tr", "Bahar geldi, Sevgi ve saygı arttı"),
    ("tr", "Anne babalar geldi"),
    ("de", "Der Hund bellt, im August war Pause"),
    ("en", "Autumn was cold"),
    ("fr", "Le marché de Noël était joli"),
]


@pytest.mark.parametrize(("language", "text", "name"), TAKEN_OUT)
def test_a_name_in_a_form_or_a_place_of_its_own_is_taken_out(language, text, name):
    redacted = redact(text, language).text

    assert "[naam]" in redacted
    assert name not in redacted


@pytest.mark.parametrize(("language", "text"), LEFT)
def test_a_word_with_a_capital_that_is_nobody_stays(language, text):
    assert redact(text, language).text == text


@pytest.mark.parametrize(
    ("language", "form"),
    [
        ("pl", "agnieszce"),
        ("pl", "pawłowi"),
        ("uk", "марійці"),
        ("uk", "андрієві"),
        ("tr", "kadire"),
    ],
)
def test_a_name_has_its_forms(language, form):
    assert form in forms_of_names(language)


def test_a_form_that_is_a_word_is_known_only_with_a_capital():
    assert "maja" in all_forms_of_names("pl")
    assert "maja" not in forms_of_names("pl")
    assert not all_forms_of_names("nl")


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("nl", "Egyptische"),
        ("pl", "Polsce"),
        ("uk", "Польщі"),
        ("tr", "Suriyeli"),
        ("de", "Dienstag"),
    ],
)
def test_a_country_or_a_day_is_told_in_any_form(language, word):
    assert is_named_thing(word, language)


def test_a_name_is_no_country():
    assert not is_named_thing("Marieke", "nl")
    assert not is_named_thing("Marieke", "und")
