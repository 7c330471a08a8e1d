"""Reading a bank's statement: a workbook, or a CSV that is kept as a workbook with the same cells."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from xlsxwriter import Workbook

from grants.domain.statement import Line
from grants.forms.cells import LONGEST, day_of, formula_in, text_of
from grants.models import STATEMENT_PURPOSE
from venture.doors import trial
from venture.files.examining import Examined, examine
from venture.files.models import StoredFile
from venture.files.registry import purpose_of
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import parse_yuan

MOST_LINES: Final = 5000
MOST_COLUMNS: Final = 40
MOST_CSV: Final = 5_000_000
TAIL: Final = 4
HEADS: Final[dict[str, tuple[Any, ...]]] = {
    "on": (_("Day"), "交易日期", "记账日期", "日期", "date"),
    "out": (
        _("Amount out (yuan)"),
        "借方金额",
        "借方发生额",
        "支出金额",
        "支出",
        "付款金额",
        "交易金额",
        "金额",
        "amount",
    ),
    "into": (_("Amount in (yuan)"), "贷方金额", "贷方发生额", "收入金额", "收入"),
    "reference": (pgettext_lazy("bank", "Reference"), "附言", "用途", "备注", "摘要附言", "交易附言", "reference"),
    "payee": (_("Payee"), "对方户名", "收款人", "收款人名称", "收款户名", "payee"),
    "account": (_("Account number of the payee"), "对方账号", "收款账号", "收款人账号", "account"),
    "voucher": (_("Voucher number"), "凭证号", "流水号", "交易流水号", "凭证号码", "voucher"),
    "words": (_("What the bank says"), "交易状态", "状态", "处理结果", "结果", "摘要", "status"),
}
NEEDED: Final = ("on", "reference")
# Built the same each time: the same CSV is the same file.
MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001 -- a workbook's own stamp has no zone


def examined_statement(upload: Any) -> Examined:
    """Return what was brought as an examined workbook. Raise ``RuleRefusal``: what is wrong with the file."""
    if str(upload.name).lower().endswith(".csv"):
        if upload.size > MOST_CSV:
            raise RuleRefusal("statement_unreadable")
        content = _as_workbook(_decoded(upload.read()))
        upload = ContentFile(content, name=f"{str(upload.name)[:-4]}.xlsx")
    return examine(upload, purpose_of(STATEMENT_PURPOSE))


def lines_of(file: StoredFile) -> list[Line]:
    """Return the lines of a kept statement.

    Raise ``RuleRefusal``: ``statement_unreadable``, ``statement_foreign`` (``head``), ``statement_too_long``,
    ``statement_line`` (``row``), ``statement_formula`` (``cell``), ``statement_empty``.
    """
    with (
        default_storage.open(file.place) as content,
        trial.first_sheet(content, unreadable="statement_unreadable") as sheet,
    ):
        return _lines(sheet.iter_rows(max_row=MOST_LINES + 60, max_col=MOST_COLUMNS))


def _lines(rows: Iterable[Sequence[Any]]) -> list[Line]:
    """Return the lines below the row of heads; what a bank prints above it is passed over."""
    places: dict[str, int] = {}
    found: list[Line] = []
    for number, cells in enumerate(rows, start=1):
        if not places:
            places = _places(cells)
            continue
        line = _line(number, cells, places)
        if line is not None:
            found.append(line)
        if len(found) > MOST_LINES:
            raise RuleRefusal("statement_too_long", most=MOST_LINES)
    if not places:
        raise RuleRefusal("statement_foreign", head=str(HEADS["on"][0]))
    if not found:
        raise RuleRefusal("statement_empty")
    return found


def _places(cells: Sequence[Any]) -> dict[str, int]:
    """Return which column holds what; nothing where this is not the row of heads."""
    heads = {text_of(cell).casefold(): place for place, cell in reversed(list(enumerate(cells)))}
    found: dict[str, int] = {}
    for name, known in HEADS.items():
        place = next((heads[each] for each in map(_plain, known) if each in heads), None)
        if place is not None and place not in found.values():
            found[name] = place
    if "on" not in found:
        return {}
    for name in NEEDED:
        if name not in found:
            raise RuleRefusal("statement_foreign", head=str(HEADS[name][0]))
    if "out" not in found and "into" not in found:
        raise RuleRefusal("statement_foreign", head=str(HEADS["out"][0]))
    return found


def _line(row: int, cells: Sequence[Any], places: dict[str, int]) -> Line | None:
    told = {name: _cell(cells, place, row) for name, place in places.items()}
    if not any(told.get(name) for name in ("on", "out", "into", "reference")):
        return None
    day, fen = day_of(told["on"]), _fen(told)
    if not fen and not told.get("reference"):
        return None
    if day is None or fen is None:
        if not told.get("reference"):
            return None
        raise RuleRefusal("statement_line", row=row)
    digits = "".join(each for each in told.get("account", "") if each.isdigit())
    return Line(
        row=row, on=day, fen=fen, reference=told["reference"], payee=told.get("payee", ""), tail=digits[-TAIL:],
        voucher=told.get("voucher", ""), words=told.get("words", ""),
    )  # fmt: skip


def _fen(told: dict[str, str]) -> int | None:
    """Return what went out, or with a minus what came in; ``None`` where neither can be read."""
    try:
        out = _signed(told.get("out", ""))
        into = _signed(told.get("into", ""))
    except RuleRefusal:
        return None
    return (out - into) or None


def _signed(text: str) -> int:
    clean = text.strip()
    minus = clean.startswith(("-", "−"))
    amount = parse_yuan(clean.lstrip("-−")) if clean else 0
    return -amount if minus else amount


def _cell(cells: Sequence[Any], place: int, row: int) -> str:
    cell = cells[place] if place < len(cells) else None
    if cell is None:
        return ""
    if formula_in((cell,)) is not None:
        raise RuleRefusal("statement_formula", cell=f"{cell.column_letter}{row}")
    return text_of(cell)


def _plain(head: Any) -> str:
    return str(head).strip().casefold()


def _decoded(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [row[:MOST_COLUMNS] for row in csv.reader(io.StringIO(text))]
    raise RuleRefusal("statement_unreadable")


def _as_workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet()
    for number, cells in enumerate(rows[: MOST_LINES + 60]):
        for column, value in enumerate(cells):
            sheet.write_string(number, column, value.strip()[:LONGEST])
    book.close()
    return out.getvalue()
