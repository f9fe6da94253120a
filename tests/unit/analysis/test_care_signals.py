"""Which comments are shown to a moderator first because somebody may be in danger."""

from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled_comments import CARE_SIGNALS

from analysis.care_signals import SignalKind, find_signals

CASES = [line.split("|") for line in CARE_SIGNALS.strip().splitlines()]
LANGUAGES = ("nl", "en", "tr", "ar", "pl", "uk", "fr", "de")


def kinds(text: str, language: str) -> set[str]:
    return {signal.kind.value for signal in find_signals(text, language)}


@pytest.mark.parametrize(("language", "kind", "text"), [case for case in CASES if case[1]])
def test_a_cry_for_help_is_found(language, kind, text):
    assert kind in kinds(text, language)


@pytest.mark.parametrize(("language", "kind", "text"), [case for case in CASES if not case[1]])
def test_an_ordinary_complaint_is_no_signal(language, kind, text):
    assert kinds(text, language) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_case_in_every_language(language):
    assert {kind for code, kind, _ in CASES if code == language} >= set(SignalKind)


@pytest.mark.parametrize(
    "text", ["IK WIL DOOD", "ik wil dóód", "ik wil dooood", "ik wil... \n dood"]
)
def test_capitals_marks_and_stretched_letters_hide_nothing(text):
    assert "suicide" in kinds(text.replace("...", ","), "nl")


def test_a_signal_points_at_the_words_as_they_were_written():
    text = "Hallo, ik wil écht dood."

    (signal,) = find_signals(text, "nl")

    assert text[signal.start : signal.end] == "wil écht dood"


def test_dutch_danger_words_are_found_in_a_comment_in_another_language():
    assert "abuse" in kinds("oğlum okulda mishandeld", "tr")


def test_all_languages_are_read_when_the_language_is_unknown():
    assert "suicide" in kinds("nie chcę żyć", "und")


@given(st.text(max_size=80), st.sampled_from([*LANGUAGES, "und"]))
@settings(max_examples=100, deadline=None)
def test_signals_lie_within_any_text(text, language):
    assert all(0 <= s.start < s.end <= len(text) for s in find_signals(text, language))


INDIRECT = """
nl|Hij werd gisteren nog geslagen door zijn opa en zegt er niks over.
nl|Mijn tante wordt gestompt door mijn oom en wij zitten erbij.
nl|Mama werd door papa tegen de kast geduwd.
nl|Zij zetten mij op slot in de meterkast.
nl|In de vakantie moet ik met een neef van mijn vader trouwen.
nl|Hij dwingt haar tot seks, ze is vijftien.
nl|Ik kruip achter de bank als hij de trap op komt.
nl|Ik fiets rondjes tot pa slaapt, dan pas naar binnen thuis als hij slaapt.
nl|Kan er een slot op mijn slaapkamer? Dan ben ik gerust.
nl|Mijn zwemcoach heeft mij gekust in de bus en ik wilde dat niet.
nl|Heb gisteren een hele doos tabletten ingenomen.
nl|Dan gaat de schuurdeur op slot en zit ik daar tot morgen.
pl|Trener wkładał mi rękę w majtki, boję się treningu.
nl|Als ik nee zeg zet hij de filmpjes online.
nl|Sinds kort plast ze weer in bed en wil niet zeggen wat er gebeurd is.
nl|als hij gedronken heeft verstop ik me onder mijn bed
nl|Het jongetje van hiernaast staat 's nachts op het balkon te huilen
nl|ik heb paracetamol opgespaard
en|my uncle gets the belt out when i forget my chores
en|nobody would notice if i was gone
en|She flinches when a teacher raises a hand
de|mein onkel kommt nachts in mein zimmer
de|ohne mich wären alle glücklicher
de|Der Junge holt sein Essen aus dem Mülleimer
fr|mon oncle me touche et je dois le dire à personne
fr|je saute du pont un jour
fr|Le frigo est toujours vide chez nous
tr|amcam gece odama geliyor
tr|babam sarhoş olunca dolaba saklanıyorum
tr|bensiz herkes daha mutlu olur
pl|tata jest znowu pijany i chowam się w szafie
pl|beze mnie będzie im łatwiej
pl|Chłopiec zjada resztki wyjęte ze śmietnika
uk|дядько приходить до мене в кімнату вночі
uk|без мене всім буде легше
uk|Хлопчик шукає хліб у смітнику
uk|тато щодня п'яний і ми ховаємося у ванній
ar|عمي يدخل غرفتي بالليل
ar|الثلاجة فاضية من يومين
ar|بدوني رح يرتاحوا كلهم
nl|Haar konijn mag naar oma, want straks kan zij er niet meer voor zorgen
nl|ik doe het licht pas uit als de kast voor mijn deur staat
nl|Dit weekend was het bij ons weer niks te eten dus ik heb restjes mee naar huis genomen
nl|hij is eenendertig en wil dat ik mijn webcam aan doe
nl|Boven ons huilt een peuter tot diep in de nacht
en|Her rabbit can live with gran because soon she wont be able to look after it
en|i push the chest of drawers against my door before i go to sleep
en|He is thirty one and wants me to turn the webcam on
en|A toddler upstairs cries until late at night and nobody goes
en|My cousins watch me because of the honour of the family
de|Das Kaninchen soll zu Oma, weil sie es bald nicht mehr versorgen kann
de|ich schieb abends die kommode vor die tür
de|Er ist einunddreißig und will dass ich die Webcam anmache
de|Über uns weint ein Kleinkind bis tief in die Nacht
fr|je pousse la commode contre la porte avant de dormir
fr|Il a trente ans et veut que j'allume la webcam
fr|Au-dessus de chez nous un bébé pleure toute la nuit
fr|mes cousins me surveillent pour l'honneur de la famille
tr|yatmadan önce kapıya dolap dayıyorum
tr|Otuz yaşında bir adam oyunda tanıştık kameramı açmamı istiyor
tr|Üst katta bir bebek gece boyunca ağlıyor
tr|kuzenlerim namus yüzünden beni takip ediyor
pl|przed snem przysuwam komodę do drzwi
pl|Ma trzydzieści lat i chce żebym włączyła kamerkę
pl|Nad nami dziecko płacze do późnej nocy, to piętro wyżej
pl|kuzyni pilnują mnie bo honor rodziny
uk|перед сном підпираю двері комодом
uk|Йому тридцять і він хоче щоб я ввімкнула камеру
uk|Поверхом вище дитина плаче до пізньої ночі
uk|кузени стежать за мною бо честь родини
ar|قبل ما أنام بحط الخزانة ورا الباب
ar|عمره ثلاثين وبدو أشغل الكاميرا
ar|فوقنا طفل يبكي لنص الليل
ar|أولاد عمي يراقبوني عشان شرف العيلة
"""
TEMPTING = """
nl|De rekentoets vermoordt mij nog eens.
nl|Meester schiet snel uit zijn slof.
nl|Juf slaat de spijker op de kop.
nl|Onze hond heeft me gekrabd, nu zit er een streep op mijn hand vol strepen.
nl|Ik speelde de trol die iedereen opsluit, supergaaf.
nl|We hebben de buurschool geslagen met hockey
nl|mijn zus vermoordt me als ik haar trui kwijt ben haha
en|We beat year nine in the netball final
en|I cut my finger with scissors and got a plaster
de|Wir haben die Parallelklasse im Handball geschlagen
fr|ma sœur va me tuer mdr
tr|Maçta rakibi dövdük
pl|brat mnie zabije haha
uk|брат мене вб'є хаха
uk|Ми побили рекорд школи
uk|Цей урок цікавіший, ніж минулий
ar|جدول الضرب صعب
nl|De conciërge bewaart de sleutel van het fietsenhok
nl|We mogen een mes meenemen voor de kookles
nl|Oma komt op mijn kamer een verhaaltje voorlezen
en|My brother snores so I sleep badly
en|I was scared in the haunted house
en|Our cat hides when it thunders
de|Am Wochenende schauen wir bei Papa Filme
de|Ich hatte Angst in der Geisterbahn
fr|Le samedi je regarde des films chez papa
fr|J'ai eu peur dans la maison hantée
tr|Hafta sonu babamla film izliyoruz
tr|Korku tünelinde korktum
pl|W weekend oglądamy z tatą filmy
pl|Nożyczki w klasie są tępe
uk|На вихідних дивимось із татом фільми
uk|Кіт боїться грому
ar|نشاهد أفلاما مع بابا في العطلة
ar|خفت في بيت الرعب
"""
# What is said beside words that mostly are no danger: a match, a kitchen, a lesson, a trip.
REAL = """
nl|Na de wedstrijd slaat hij me in de auto
nl|Hij pakte in de keuken een mes en liep achter mama aan
nl|Op kamp zei ik dat ik niet naar huis wil omdat papa me slaat
en|When we lose the match dad hits me in the car
en|He took a knife from the kitchen and ran after mum
en|In the lesson a boy pulled a knife on me
en|In history he showed us a gun in his bag
de|Nach dem Training schlägt er mich im Auto
de|Papa hat in der Küche ein Messer genommen und ist auf Mama los
fr|Après le foot papa me tape dans la voiture
fr|Il a pris un couteau dans la cuisine et a couru après maman
tr|Maçı kaybedince babam beni dövüyor
tr|Oyun oynarken bıçak çekti
pl|Po meczu tata mnie bije w aucie
pl|W kuchni wziął nóż i gonił mamę
pl|Na historii wyciągnął nóż
uk|Після матчу тато мене б'є в машині
uk|На кухні він схопив ніж і побіг за мамою
uk|На історії він дістав ніж
ar|بعد المباراة بابا يضربني بالسيارة
ar|أخذ سكين من المطبخ ولحق ماما
nl|Ik heb zin om te gaan slapen en niet meer wakker te worden, ook al was de musical leuk
de|Meine Schwester hat alle Tabletten genommen, in der Schule weiß es keiner
pl|Koleżanka połknęła wszystkie tabletki w szkole
uk|Подруга випила всі таблетки в школі
ar|صديقتي بلعت كل الحبوب بالمدرسة
fr|Mon copain a avalé tous ses médicaments à l'infirmerie
tr|Arkadaşım okulda bütün hapları içti
"""


def _lines(block: str) -> list[list[str]]:
    return [line.split("|") for line in block.strip().splitlines()]


@pytest.mark.parametrize(("language", "text"), _lines(INDIRECT))
def test_what_is_said_indirectly_is_found(language, text):
    assert kinds(text, language)


@pytest.mark.parametrize(("language", "text"), _lines(TEMPTING))
def test_sport_and_hyperbole_are_no_signal(language, text):
    assert kinds(text, language) == set()


@pytest.mark.parametrize(("language", "text"), _lines(REAL))
def test_an_innocent_place_hides_no_danger(language, text):
    assert kinds(text, language)


@pytest.mark.parametrize("text", ["L'école lui dit d'appeler", "il est sous l'emprise de l'école"])
def test_what_is_written_onto_a_word_alone_is_no_signal(text):
    assert kinds(text, "fr") == set()


@pytest.mark.parametrize("text", ["elle coupe l'avant-bras", "je me coupe le bras"])
def test_french_words_are_read_with_what_is_written_onto_them(text):
    assert "self_harm" in kinds(text, "fr")


@pytest.mark.parametrize("text", ["بابا بيضربني", "بابا ضربني", "بابا سيضربني", "وبابا يضربني"])
def test_arabic_verbs_are_read_whoever_acts_and_when(text):
    assert "abuse" in kinds(text, "ar")


def test_a_joke_does_not_hide_a_beating_in_the_same_text():
    assert "abuse" in kinds("my sister will kill me lol. dad hits me with his belt", "en")


def test_a_group_of_words_may_hold_another_group():
    """In every language "he" is also each of the parents."""
    for language, text in {
        "nl": "zij wordt geslagen door haar stiefvader",
        "en": "someone keeps hitting him at home",
    }.items():
        assert "abuse" in kinds(text, language)


def test_a_phrase_does_not_reach_into_the_next_sentence():
    assert kinds("Ik wil taart. Dood hout ligt op het plein.", "nl") == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_thousand_letters_are_read_at_once(language):
    text = "ik wil niet naar huis papa mama dad mum " * 250

    started = monotonic()
    find_signals(text, language)

    assert monotonic() - started < 2
