import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from surveys.qr import qr_svg

URL = "HTTPS://KLANKBORD.EXAMPLE/V/7KQ2M9XP"


def drawn(svg, *, pixels_per_module=8):
    """Paint the horizontal strokes of the SVG, so that a reader can look at them."""
    root = ElementTree.fromstring(svg)
    side = int(root.get("viewBox").split()[2])
    image = Image.new("L", (side, side), "white")
    x, y = 0, 0.0
    for step, dx, dy, length in re.findall(r"([Mm])(-?[\d.]+) (-?[\d.]+)h(\d+)", root[-1].get("d")):
        x, y = (int(dx), float(dy)) if step == "M" else (x + int(dx), y + float(dy))
        image.paste("black", (x, int(y), x + int(length), int(y) + 1))
        x += int(length)
    return image.resize((side * pixels_per_module,) * 2, Image.Resampling.NEAREST)


def test_a_reader_gets_the_address_back():
    assert [code.text for code in zxingcpp.read_barcodes(drawn(qr_svg(URL)))] == [URL]


def test_a_lower_case_address_is_drawn_in_upper_case():
    assert qr_svg(URL.lower()) == qr_svg(URL)


def test_a_link_takes_the_second_smallest_code_with_four_modules_around_it():
    assert ElementTree.fromstring(qr_svg(URL)).get("viewBox") == "0 0 33 33"


def test_the_error_level_is_m_even_where_a_higher_one_would_fit():
    codes = zxingcpp.read_barcodes(drawn(qr_svg("HTTPS://A.NL")))

    assert [code.ec_level for code in codes] == ["M"]


def test_the_code_is_one_svg_element_without_a_declaration_or_inline_style():
    svg = qr_svg(URL)

    assert svg.startswith("<svg ")
    assert "style" not in svg


def test_the_code_is_black_on_white_whatever_the_page_is():
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', qr_svg(URL))) == {"#fff", "#000"}


@pytest.mark.parametrize("end", ["?W=1", "#K", "A_B", "A B", "~A", "ß", "ı", "\n"])
def test_an_address_that_would_leave_the_alphanumeric_mode_is_refused(end):
    with pytest.raises(ValueError, match="not alphanumeric"):
        qr_svg(f"HTTPS://A.NL/{end}")
