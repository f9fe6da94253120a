"""What a published figure says, in a sentence."""

from collections.abc import Sequence
from math import ceil, floor

from analysis.precision import HIGH, LOW, MIDDLE
from analysis.publications import Cell
from feedback.charts import as_number
from feedback.i18n import format_mean, format_number
from feedback.i18n import gettext as _
from surveys.items import Option


def sentence_of(cell: Cell, options: Sequence[Option]) -> str:
    """Say what a shown cell says, in the language that is spoken now."""
    favourable = " / ".join(option.text for option in options if option.favourable)
    averages = {
        HIGH: _("On average the answers were positive."),
        MIDDLE: _("On average the answers were in the middle."),
        LOW: _("On average the answers were not positive."),
    }
    numbers = [option for option in options if option.text == option.code]
    if cell.mean and cell.mean not in averages and (numbers or not options):
        return _("On average people gave: %(mean)s", mean=format_mean(float(cell.mean)))
    if cell.favourable and favourable:
        return _in_ten(cell.favourable, favourable)
    if cell.mean in averages and favourable:
        return averages[cell.mean]
    if cell.shares:
        texts = {option.code: option.text for option in options}
        most = max(cell.shares, key=lambda code: as_number(cell.shares[code]))
        return _("Most often people answered: %(answer)s", answer=texts.get(most, most))
    return _("Too few people answered to say more.")


def _in_ten(share: str, answer: str) -> str:
    """Say a shown share as people do: "About 7 in 10"."""
    n = _tenths(share)
    if n == 0:
        return _("Fewer than 1 in 10 people answered: %(answer)s", answer=answer)
    if n == 10:
        return _("More than 9 in 10 people answered: %(answer)s", answer=answer)
    number = format_number(n)
    if share.startswith("≤"):
        return _("At most %(n)s in 10 people answered: %(answer)s", n=number, answer=answer)
    if share.startswith("≥"):
        return _("At least %(n)s in 10 people answered: %(answer)s", n=number, answer=answer)
    return _("About %(n)s in 10 people answered: %(answer)s", n=number, answer=answer)


def _tenths(share: str) -> int:
    """Round a shown share to tenths, half up; at most 5 % is none, as at least 95 % is all."""
    tenths = as_number(share) / 10
    return ceil(tenths - 0.5) if share.startswith("≤") else floor(tenths + 0.5)
