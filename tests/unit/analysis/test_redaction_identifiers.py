"""Forms of numbers, accounts, addresses, classes and towns that people write."""

import pytest

from analysis.redaction import redact

TAKEN_OUT = [
    ("nl", "Bel 06.12.34.56.78 aub", "Bel [telefoon] aub"),
    ("nl", "Bel +31 (0)6 1234 5678 aub", "Bel [telefoon] aub"),
    ("nl", "bel me op nul zes 12 34 56 78", "bel me op [telefoon]"),
    ("nl", "bel nul zes een twee drie vier vijf zes zeven acht", "bel [telefoon]"),
    ("nl", "mail lisa @ voorbeeld . nl maar", "mail [e-mail] maar"),
    ("nl", "insta lot.van.zes voor meer", "insta [account] voor meer"),
    ("en", "my snap is k1tty.cat ok", "my snap is [account] ok"),
    ("pl", "mam snapa wilk_88 od roku", "mam snapa [account] od roku"),
    ("tr", "Snap'im kedi_07 ekle", "Snap'im [account] ekle"),
    ("uk", "її снап kit.ua2012 там", "її снап [account] там"),
    ("ar", "سناب zahra.q_12 عندي", "سناب [account] عندي"),
    ("de", "mein snap wolf_xd3 geht", "mein snap [account] geht"),
    ("fr", "ajoute mon snap lulu-gare vite", "ajoute mon snap [account] vite"),
    ("nl", "vraag xx_zoef_xx maar", "vraag [account] maar"),
    ("nl", "de bus stopt daar (8011-KL)", "de bus stopt daar ([postcode])"),
    ("nl", "Dorpsstraat 5, 8011 in Zwolle", "[adres], [postcode] [plaats]"),
    ("nl", "wij wonen Kerkwerf 8 en wachten", "wij wonen [adres] en wachten"),
    ("nl", "wij wonen aan de Zilverhof 12b", "wij wonen aan de [adres]"),
    ("de", "Aktenzeichen 24-1234-XY fehlt", "Aktenzeichen [nummer] fehlt"),
    ("uk", "справа ОП-1234/24 лежить", "справа [nummer] лежить"),
    ("nl", "er is plek in 3hv2", "er is plek in [klas]"),
    ("nl", "dat was in m3c", "dat was in [klas]"),
    ("nl", "onze schakelklas C1 zingt", "onze [klas] zingt"),
    ("uk", "друг із групи ISK 3b", "друг із групи [klas]"),
    ("de", "Lied aus der 6b", "Lied aus der [klas]"),
    ("pl", "koncert z 4b trwa", "koncert z [klas] trwa"),
    ("fr", "Le Lycée Victor-Blanc a un jardin", "Le [school] a un jardin"),
    ("de", "Die Europaschule Rheinblick hat einen Garten", "Die [school] hat einen Garten"),
    ("uk", "Ми з Полтави, тут добре", "Ми з [plaats], тут добре"),
    ("ar", "نحنا من حمص", "نحنا من [plaats]"),
    ("nl", "we vlogen naar paramaribo", "we vlogen naar [plaats]"),
    ("nl", "we kwamen uit Aleppo hierheen", "we kwamen uit [plaats] hierheen"),
]
LEFT = [
    ("nl", "In schooljaar 2024-2025 ging het goed"),
    ("nl", "Dat kost 1500 in totaal"),
    ("nl", "van een twee drie vier hadden we genoeg"),
    ("nl", "op snapchat pesten ze elkaar"),
    ("nl", "we wonen al 12 jaar hier"),
    ("nl", "de les duurt 2 uur en daarna 3 b-taken"),
    ("de", "wir essen um 12 Uhr"),
    ("tr", "batman filmi izledik"),
]


@pytest.mark.parametrize(("language", "text", "redacted"), TAKEN_OUT)
def test_a_form_that_points_at_somebody_is_taken_out(language, text, redacted):
    assert redact(text, language).text == redacted


@pytest.mark.parametrize(("language", "text"), LEFT)
def test_numbers_and_words_that_say_nothing_of_anybody_stay(language, text):
    assert redact(text, language).text == text
