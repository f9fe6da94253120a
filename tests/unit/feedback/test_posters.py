from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from feedback.campaigns.posters import Poster, PosterText, UnprintablePosterError, sheets_pdf

TEXTS = {
    text.language: text
    for text in (
        PosterText(
            language="nl",
            title="Helpt de hulp op school?",
            invitation="Vertel het ons. Het duurt 3 minuten. U kiest zelf uw taal.",
            scan="Scan de code met uw telefoon.",
            type_in="Of typ in uw telefoon:",
            anonymous="Niemand ziet wie u bent.",
        ),
        PosterText(
            language="en",
            title="Does the help at school really help?",
            invitation="Tell us. It takes 3 minutes. You choose your own language.",
            scan="Scan the code with your phone.",
            type_in="Or type on your phone:",
            anonymous="Nobody sees who you are.",
        ),
        PosterText(
            language="tr",
            title="Okuldaki yardım işe yarıyor mu?",
            invitation="Bize anlatın. 3 dakika sürer. Dilinizi kendiniz seçersiniz.",
            scan="Kodu telefonunuzla okutun.",
            type_in="Ya da telefonunuza yazın:",
            anonymous="Kim olduğunuzu kimse görmez.",
        ),
        PosterText(
            language="ar",
            title="هل تنفع المساعدة في المدرسة؟",
            invitation="أخبرونا برأيكم. يستغرق ذلك 3 دقائق. تختارون لغتكم بأنفسكم.",
            scan="امسحوا الرمز بهاتفكم.",
            type_in="أو اكتبوا في هاتفكم:",
            anonymous="لا أحد يرى من أنتم.",
        ),
        PosterText(
            language="pl",
            title="Czy pomoc w szkole naprawdę pomaga?",
            invitation="Powiedz nam. To trwa 3 minuty. Sam wybierasz swój język.",
            scan="Zeskanuj kod telefonem.",
            type_in="Albo wpisz w telefonie:",
            anonymous="Nikt nie widzi, kim jesteś.",
        ),
        PosterText(
            language="uk",
            title="Чи корисна допомога у школі?",
            invitation="Розкажіть нам. Це займе 3 хвилини. Ви самі обираєте мову.",
            scan="Відскануйте код телефоном.",
            type_in="Або введіть у телефоні:",
            anonymous="Ніхто не бачить, хто ви.",
        ),
        PosterText(
            language="fr",
            title="L’aide à l’école aide-t-elle vraiment ?",
            invitation="Dites-le-nous. Cela prend 3 minutes. Vous choisissez votre langue.",
            scan="Scannez le code avec votre téléphone.",
            type_in="Ou tapez sur votre téléphone :",
            anonymous="Personne ne voit qui vous êtes.",
        ),
        PosterText(
            language="de",
            title="Hilft die Unterstützung in der Schule wirklich?",
            invitation="Sagen Sie es uns. Es dauert 3 Minuten. Sie wählen Ihre Sprache selbst.",
            scan="Scannen Sie den Code mit Ihrem Telefon.",
            type_in="Oder geben Sie am Telefon ein:",
            anonymous="Niemand sieht, wer Sie sind.",
        ),
    )
}


def a_poster(*languages, code="7KQ2M9XP", school="Basisschool De Brug", **kwargs):
    return Poster(
        school=school,
        url=f"HTTPS://KLANKBORD.EXAMPLE/V/{code}",
        code=code,
        texts=tuple(TEXTS[language] for language in languages or ("nl", "en", "tr", "ar")),
        footer="Samenwerkingsverband Zwolle · klankbord.example/privacy",
        **kwargs,
    )


def in_arabic(title):
    """Only the title has letters, so that they can be found on the page."""
    return PosterText("ar", title, invitation="3", scan="1", type_in="2", anonymous="4")


def pages(pdf):
    return list(pypdfium2.PdfDocument(pdf))


def words(page):
    return " ".join(page.get_textpage().get_text_range().split())


def characters(page):
    """The characters of a page with the box each is drawn in: (character, (left, ..., top))."""
    text = page.get_textpage()
    return [(text.get_text_range(i, 1), text.get_charbox(i)) for i in range(text.count_chars())]


def languages_in_tags(pdf):
    with pikepdf.open(BytesIO(pdf)) as document:
        structure = [o for o in document.objects if isinstance(o, pikepdf.Dictionary)]
        return {str(document.Root.Lang)} | {
            str(o.Lang) for o in structure if o.get("/Type") == "/StructElem" and "/Lang" in o
        }


def test_every_poster_has_a_page_of_its_own():
    assert len(pages(sheets_pdf([a_poster(), a_poster("nl"), a_poster("ar", "nl")]))) == 3


def test_every_code_on_paper_leads_to_its_own_link():
    posters = [a_poster(code=f"7KQ2M9X{letter}") for letter in "ABCDEFGH"]

    read = [
        [code.text for code in zxingcpp.read_barcodes(page.render(scale=1).to_pil())]
        for page in pages(sheets_pdf(posters))
    ]

    assert read == [[poster.url] for poster in posters]


def test_the_code_is_140_mm_wide_with_its_quiet_zone_kept_blank():
    page = pages(sheets_pdf([a_poster(*TEXTS)]))[0].render(scale=2).to_pil()
    [code] = zxingcpp.read_barcodes(page)
    module = (code.position.top_right.x - code.position.top_left.x) / 25
    left, top = code.position.top_left.x, code.position.top_left.y
    around = [left - 3.5 * module, top - 3.5 * module, left + 28.5 * module, top + 28.5 * module]
    dark = page.convert("L").crop([round(edge) for edge in around]).point(lambda v: v < 128 and 255)
    box = dark.getbbox()

    assert module * 33 / page.width * 210 == pytest.approx(140, abs=2)
    assert box[2] - box[0] == pytest.approx(25 * module, abs=3)
    assert box[3] - box[1] == pytest.approx(25 * module, abs=3)


def test_a_poster_names_the_school_the_address_and_the_grouped_code():
    text = words(pages(sheets_pdf([a_poster("nl")]))[0])

    assert "Basisschool De Brug" in text
    assert "KLANKBORD.EXAMPLE/ V/7KQ2M9XP" in text
    assert "7KQ2 M9XP" in text


@pytest.mark.parametrize("language", sorted(TEXTS.keys() - {"ar"}))
def test_a_poster_in_eight_languages_has_the_title_in_each(language):
    text = words(pages(sheets_pdf([a_poster(*TEXTS)]))[0])

    assert TEXTS[language].title in text


@pytest.mark.parametrize("texts", [("ar", "nl"), ("nl", "ar")])
def test_arabic_runs_from_right_to_left(texts):
    texts = tuple(in_arabic("سمعوا") if text == "ar" else TEXTS[text] for text in texts)

    drawn = characters(pages(sheets_pdf([replace(a_poster(), texts=texts)]))[0])
    word = [(box[0], character) for character, box in drawn if character in "سمعوا"]

    assert "".join(character for _, character in sorted(word, reverse=True)) == "سمعوا"


def test_arabic_letters_are_joined():
    poster = replace(a_poster(), texts=(in_arabic("ععع"),))

    drawn = characters(pages(sheets_pdf([poster]))[0])
    shapes = {round(box[3] - box[1], 1) for character, box in drawn if character == "ع"}

    assert len(shapes) == 3


def test_the_groups_of_a_code_keep_their_order_on_an_arabic_poster():
    drawn = characters(pages(sheets_pdf([a_poster("ar", code="2345678W")]))[0])
    tallest = max(box[3] - box[1] for character, box in drawn if character in "2345678W")
    code = [(box[0], c) for c, box in drawn if c in "2345678W" and box[3] - box[1] > 0.9 * tallest]

    assert "".join(character for _, character in sorted(code)) == "2345678W"


def test_eight_languages_with_long_texts_still_take_one_page():
    long = [
        replace(text, title=f"{text.title} {text.title}", anonymous=f"{text.anonymous} " * 3)
        for text in TEXTS.values()
    ]
    pdf = sheets_pdf([replace(a_poster(), texts=tuple(long), school="Basisschool De Brug " * 3)])

    assert len(pages(pdf)) == 1


def test_nothing_is_drawn_outside_the_margins_or_over_the_footer():
    page = pages(sheets_pdf([a_poster(*TEXTS)]))[0]
    boxes = [box for character, box in characters(page) if character.strip()]
    footer_top = max(box[3] for box in boxes if box[3] < 40)

    assert min(box[0] for box in boxes) > 45
    assert max(box[2] for box in boxes) < 595 - 45
    assert not [box for box in boxes if box[1] < footer_top < box[3] - 0.1]


def test_a_text_too_long_for_the_page_is_refused_with_its_place():
    poster = replace(a_poster(), texts=(replace(TEXTS["nl"], invitation="Vertel het ons. " * 150),))

    with pytest.raises(UnprintablePosterError, match="too long for a poster: title or invitation"):
        sheets_pdf([poster])


def test_a_word_too_long_for_its_column_is_refused_rather_than_broken():
    poster = replace(a_poster(), texts=(replace(TEXTS["nl"], scan="Scan" * 20),))

    with pytest.raises(UnprintablePosterError, match="scan, type_in or anonymous"):
        sheets_pdf([poster])


def test_a_script_without_a_font_is_refused_rather_than_printed_as_boxes():
    poster = replace(a_poster(), texts=(replace(TEXTS["en"], title="學校的幫助有用嗎"),))

    with pytest.raises(UnprintablePosterError):
        sheets_pdf([poster])


def test_markup_in_a_text_is_printed_as_it_was_typed():
    poster = replace(a_poster("nl"), school="#panic() *De* $Brug$ _1_")

    assert "#panic() *De* $Brug$ _1_" in words(pages(sheets_pdf([poster]))[0])


def test_the_pdf_says_that_it_is_tagged_and_meets_pdf_ua():
    with pikepdf.open(BytesIO(sheets_pdf([a_poster()]))) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert document.open_metadata()["pdfuaid:part"] == "1"


def test_the_pdf_carries_the_title_and_language_of_the_first_text():
    with pikepdf.open(BytesIO(sheets_pdf([a_poster("tr", "nl")]))) as document:
        assert str(document.docinfo["/Title"]) == TEXTS["tr"].title
        assert str(document.Root.Lang) == "tr"


def test_every_language_is_marked_for_a_screen_reader():
    assert languages_in_tags(sheets_pdf([a_poster("nl", "en", "tr", "ar")])) >= {
        "nl",
        "en",
        "tr",
        "ar",
    }


def test_the_code_has_a_text_for_who_cannot_see_it():
    with pikepdf.open(BytesIO(sheets_pdf([a_poster()]))) as document:
        figures = [
            str(o.Alt)
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        ]

    assert figures == ["Scan de code met uw telefoon. KLANKBORD.EXAMPLE/V/7KQ2M9XP"]


def test_the_same_posters_give_the_same_bytes():
    assert sheets_pdf([a_poster()]) == sheets_pdf([a_poster()])


@pytest.mark.parametrize("posters", [[], [replace(a_poster(), texts=())]])
def test_a_poster_without_a_text_is_refused(posters):
    with pytest.raises(ValueError, match="at least one text"):
        sheets_pdf(posters)
