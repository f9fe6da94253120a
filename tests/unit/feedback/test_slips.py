from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from feedback.campaigns.posters import UnprintablePosterError
from feedback.campaigns.slips import Slips, slips_pdf
from surveys.access_codes import grouped
from surveys.distribution import draw_code

URL = "HTTPS://KLANKBORD.EXAMPLE/V/7KQ2M9XP"
TEXTS = {
    "nl": "Scan het vierkant, of typ het adres en de code. De code werkt één keer.",
    "en": "Scan the square, or type the address and the code. The code works once.",
    "tr": "Kareyi okutun ya da adresi ve kodu yazın. Kod bir kez çalışır.",
    "ar": "وجّهوا الكاميرا نحو المربع، أو اكتبوا العنوان والرمز. يعمل الرمز مرة واحدة فقط.",
    "pl": "Zeskanuj kwadrat albo wpisz adres i kod. Kod działa jeden raz.",
    "uk": "Відскануйте квадрат або введіть адресу та код. Код діє один раз.",
    "fr": "Scannez le carré, ou tapez l’adresse et le code. Le code ne marche qu’une fois.",
    "de": "Scannen Sie das Quadrat oder tippen Sie Adresse und Code ein. Der Code gilt nur einmal.",
}
CODES = tuple(draw_code(10) for _ in range(23))


def some_slips(*languages, school="Basisschool De Brug"):
    return Slips(
        title="Laat je horen",
        school=school,
        url=URL,
        texts=tuple((language, TEXTS[language]) for language in languages or TEXTS),
        until="U kunt antwoorden tot en met 31 januari 2027.",
        codes=CODES,
    )


def pages(pdf):
    return list(pypdfium2.PdfDocument(pdf))


def test_every_square_on_paper_holds_the_address_and_its_own_code():
    read = [
        square.text
        for page in pages(slips_pdf(some_slips()))
        for square in zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    ]

    assert sorted(read) == sorted(f"{URL}#{code}" for code in CODES)


def test_every_code_is_printed_in_letters_in_the_order_given():
    text = "".join(page.get_textpage().get_text_range() for page in pages(slips_pdf(some_slips())))
    text = text.replace("\u2011", "-").replace("\ufffe", "-")

    places = [text.find(grouped(code)) for code in CODES]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("languages", [("nl",), ("ar", "nl"), tuple(TEXTS)])
def test_ten_slips_fit_on_a_page_and_are_tagged(languages):
    pdf = slips_pdf(some_slips(*languages))

    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 3
        assert "/StructTreeRoot" in document.Root


def test_a_school_of_which_the_name_does_not_fit_is_told():
    with pytest.raises(UnprintablePosterError):
        slips_pdf(some_slips(school="Zeer lange naam " * 60))
