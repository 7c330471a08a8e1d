"""What stands in a cell of a workbook that somebody filled in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

LONGEST: Final = 500


def text_of(cell: Any) -> str:
    """Return a cell as text: a day as ``2026-03-05``, a number with two places."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value).replace("\x00", "").strip()[:LONGEST]


def day_of(text: str) -> date | None:
    """Return the day that a person or a bank wrote: ``2026-03-05``, ``2026/3/5``, ``2026年3月5日``, ``20260305``."""
    clean = text.strip()[:10].replace("/", "-").replace(".", "-").replace("年", "-").replace("月", "-").rstrip("日")
    for form in ("%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime(clean[:8] if form == "%Y%m%d" else clean, form).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    return None


def formula_in(cells: Sequence[Any]) -> Any:
    """Return the first cell that holds a formula: what it comes to is not written in the file."""
    return next((cell for cell in cells if getattr(cell, "data_type", "") == "f"), None)
