"""Expenses kept in a workbook: its columns, how a filled-in one is read, how a trial travels until it is entered."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.domain.plans import lines_of_plan
from grants.enums import PayMethod
from grants.forms.cells import day_of, formula_in, text_of
from grants.models import EXPENSE_BOOK_PURPOSE, Expense, Grant
from venture.doors import trial
from venture.files.examining import examine
from venture.files.registry import purpose_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import parse_yuan

MOST_LINES: Final = 300
MOST_COLUMNS: Final = 40
SALT: Final = "grants.expense_book"
HEADS: Final[dict[str, Any]] = {
    "on": gettext_lazy("Paid on"),
    "amount_fen": gettext_lazy("Amount (yuan)"),
    "line": gettext_lazy("Line of the budget"),
    "purpose": gettext_lazy("What for"),
    "payee": gettext_lazy("Payee"),
    "voucher_number": gettext_lazy("Number of the voucher"),
    "method": gettext_lazy("Paid by"),
}
SOURCE: Final = gettext_lazy("Fund source")
LENGTHS: Final = {"purpose": 120, "payee": 80, "voucher_number": 40}


@dataclass
class BookLine:
    """A line of the workbook: what it enters, what is wrong with it as (code, details), whether it stands already."""

    number: int
    given: dict[str, Any]
    faults: list[tuple[str, dict[str, Any]]]
    stands: bool = False


@dataclass(frozen=True)
class Choices:
    """What may stand in the columns of a grant's workbook, by the words that a person reads."""

    lines: Mapping[str, str]
    methods: Mapping[str, str]
    sources: Mapping[str, str]

    @property
    def heads(self) -> dict[str, str]:
        """Return the heads by name; the source is asked only where a grant has more than one."""
        heads = {name: str(words) for name, words in HEADS.items()}
        return heads | ({"source_slug": str(SOURCE)} if len(self.sources) > 1 else {})


class BookForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Filled-in workbook"), widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "input"})
    )

    def content(self) -> Any:
        """Return the workbook's bytes once they are examined. Raise ``RuleRefusal`` for a file that is none."""
        content: Any = examine(self.cleaned_data["file"], purpose_of(EXPENSE_BOOK_PURPOSE)).content.file
        content.seek(0)
        return content


def choices_of(grant: Grant) -> Choices:
    """Return what a grant's lines may name. One query. Two lines of one name are told apart by a number."""
    lines: dict[str, str] = {}
    for line in lines_of_plan(grant.plan):
        name = line.item if line.item not in lines else f"{line.item}（{len(lines) + 1}）"
        lines[name] = line.key
    lines[_("Not in the budget")] = ""
    found = grant.shares.order_by("pk").values_list("source__name", "source__slug").distinct()
    return Choices(lines, {str(label): value for value, label in PayMethod.choices}, dict(found))


def read_book(content: Any, grant: Grant) -> list[BookLine]:
    """Return the lines that say something, each with what is wrong with it. Two queries.

    Raise ``RuleRefusal``: ``expense_book_unreadable``, ``expense_book_foreign`` (``head``), ``expense_book_empty``,
    ``expense_book_long`` (``most``).
    """
    choices = choices_of(grant)
    with trial.first_sheet(content, unreadable="expense_book_unreadable") as sheet:
        rows = sheet.iter_rows(max_row=MOST_LINES + 2, max_col=MOST_COLUMNS)
        heads = [text_of(cell) for cell in next(rows, ())]
        missing = next((head for head in choices.heads.values() if head not in heads), None)
        if missing is not None:
            raise RuleRefusal("expense_book_foreign", head=missing)
        places = {name: heads.index(head) for name, head in choices.heads.items()}
        found = list(_lines(rows, places, choices))
    if not found:
        raise RuleRefusal("expense_book_empty")
    if len(found) > MOST_LINES:
        raise RuleRefusal("expense_book_long", most=MOST_LINES)
    _name(grant, found)
    return found


def _lines(rows: Any, places: Mapping[str, int], choices: Choices) -> Iterator[BookLine]:
    for number, cells in enumerate(rows, start=2):
        texts = {name: text_of(cells[place]) if place < len(cells) else "" for name, place in places.items()}
        formula = formula_in(cells)
        if not any(texts.values()) and formula is None:
            continue
        given, faults = _given(texts, choices)
        if formula is not None:
            faults.append(("formula", {"cell": f"{formula.column_letter}{number}"}))
        yield BookLine(number, given, faults)


def _given(texts: Mapping[str, str], choices: Choices) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    given: dict[str, Any] = {name: texts[name][:most] for name, most in LENGTHS.items()}
    faults: list[tuple[str, dict[str, Any]]] = []
    for name in LENGTHS:
        if not texts[name]:
            faults.append(("missing", {"head": str(HEADS[name])}))
        elif len(texts[name]) > LENGTHS[name]:
            faults.append(("long", {"head": str(HEADS[name]), "most": LENGTHS[name]}))
    day = day_of(texts["on"])
    if day is None or day > clock.today():
        faults.append(("day", {}))
    else:
        given["on"] = day.isoformat()
    try:
        given["amount_fen"] = parse_yuan(texts["amount_fen"])
    except RuleRefusal as refusal:
        faults.append(("amount", {"why": sentence_of(refusal)}))
    else:
        if given["amount_fen"] <= 0:
            faults.append(("nothing", {}))
    for name, known in (("line", choices.lines), ("method", choices.methods), ("source_slug", choices.sources)):
        if name not in texts:
            continue
        if texts[name] in known:
            given[name] = known[texts[name]]
        else:
            faults.append(("unknown", {"head": str(SOURCE if name == "source_slug" else HEADS[name])}))
    return given, faults


def _name(grant: Grant, lines: Sequence[BookLine]) -> None:
    """Give each line its key: brought again it is the same expense, the second of two equal lines is another."""
    seen: Counter[str] = Counter()
    for line in lines:
        told = json.dumps([grant.pk, line.given], sort_keys=True, ensure_ascii=False)
        seen[told] += 1
        line.given["key"] = "book-" + hashlib.sha256(f"{seen[told]}:{told}".encode()).hexdigest()[:40]
    keys = [line.given["key"] for line in lines]
    standing = set(Expense.objects.filter(grant=grant, key__in=keys).values_list("key", flat=True))
    for line in lines:
        line.stands = line.given["key"] in standing


def packed(grant: Grant, lines: Sequence[BookLine]) -> str:
    """Return a trial as the text that its page carries, signed for this grant."""
    return trial.packed([(line.number, line.given) for line in lines], salt=f"{SALT}:{grant.pk}")


def unpacked(grant: Grant, kept: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of a trial. Raise ``RuleRefusal("expense_book_gone")``."""
    rows = trial.unpacked(kept, salt=f"{SALT}:{grant.pk}", gone="expense_book_gone")
    return [(number, given | {"on": day_of(given["on"])}) for number, given in rows]
