import gzip
import re
from pathlib import Path

SHEET = Path("feedback/static/staff.css").read_text(encoding="utf-8")
PHYSICAL = re.compile(r"(?<![\w-])(?:(?:margin|padding|border)-)?(?:left|right|top|bottom)\s*:")


def test_the_sheet_weighs_no_more_than_eight_kilobytes():
    assert len(gzip.compress(SHEET.encode(), 9)) <= 8 * 1024


def test_the_sheet_mirrors_by_itself_in_arabic():
    assert not PHYSICAL.findall(SHEET)


def test_the_sheet_loads_nothing():
    assert "url(" not in SHEET
    assert "@import" not in SHEET
