"""Expenses from a workbook: tried line by line without writing, entered whole or not at all, never twice."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from grants.flows import running as flows
from grants.forms.expense_book import HEADS, choices_of, packed, read_book, unpacked
from grants.models import Expense, Grant
from grants.views.running.sheets import expense_template
from tests.grants.running.factories import START, TODAY, expense, make_running, member, owner_of
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
DAY = (START + timedelta(days=30)).isoformat()


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(TODAY), translation.override("zh-hans"):
        yield


def lines_of(grant: Grant) -> list[str]:
    return list(choices_of(grant).lines)


def book(grant: Grant, *rows: Sequence[Any]) -> BytesIO:
    """Return the template of the project with these lines; the third cell is the number of a line of its budget."""
    filled = load_workbook(BytesIO(expense_template(choices_of(grant))))
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            filled.worksheets[0].cell(number, column, value)
    out = BytesIO()
    filled.save(out)
    out.seek(0)
    return out


def line(number: int, grant: Grant, **other: Any) -> tuple[Any, ...]:
    """Return a good line of the workbook, with other values where they are named."""
    values: dict[str, Any] = {
        "on": DAY, "amount_fen": 280.5, "line": lines_of(grant)[0], "purpose": f"茶点{number}", "payee": "云溪茶叶店",
        "voucher_number": f"V-{number}", "method": "银行转账",
    }  # fmt: skip
    return tuple((values | other)[name] for name in HEADS)


def place(grant: Grant, name: str = "expense-book") -> str:
    return reverse(f"grants:{name}", args=[grant.project.code])


def as_owner(grant: Grant) -> Client:
    client = Client()
    client.force_login(owner_of(grant))
    return client


def bring(client: Client, grant: Grant, *rows: Sequence[Any]) -> Any:
    file = SimpleUploadedFile("expenses.xlsx", book(grant, *rows).read())
    return client.post(place(grant), {"file": file})


def test_the_template_holds_the_heads_and_the_choices_of_the_project() -> None:
    grant = make_running()
    answer = as_owner(grant).get(place(grant, "expense-book-template"))

    first, second = load_workbook(BytesIO(answer.content)).worksheets
    assert [cell.value for cell in first[1]] == [str(words) for words in HEADS.values()]
    assert [cell.value for cell in second["C"] if cell.value] == ["预算科目", *lines_of(grant)]
    assert [str(each.sqref) for each in first.data_validations.dataValidation] == ["C2:C301", "G2:G301"]


def test_a_workbook_is_tried_then_entered_and_brought_again_it_enters_nothing() -> None:
    grant = make_running()
    client, rows = as_owner(grant), [line(1, grant), line(2, grant, on=date.fromisoformat(DAY), method="现金")]

    tried = bring(client, grant, *rows)
    assert (tried.status_code, tried.context["new"], tried.context["sum_fen"]) == (200, 2, 56_100)
    assert Expense.objects.count() == 0

    assert client.post(place(grant, "expense-book-enter"), {"kept": tried.context["kept"]}).status_code == 302
    found = Expense.objects.order_by("voucher_number").values_list("on", "amount_fen", "line", "payee", "method")
    day, key = date.fromisoformat(DAY), choices_of(grant).lines[lines_of(grant)[0]]
    assert list(found) == [(day, 28_050, key, "云溪茶叶店", "transfer"), (day, 28_050, key, "云溪茶叶店", "cash")]

    again = bring(client, grant, *rows, line(3, grant))
    assert [each["stands"] for each in again.context["lines"]] == [True, True, False]
    client.post(place(grant, "expense-book-enter"), {"kept": again.context["kept"]})
    client.post(place(grant, "expense-book-enter"), {"kept": tried.context["kept"]})
    assert sorted(Expense.objects.values_list("voucher_number", flat=True)) == ["V-1", "V-2", "V-3"]


def test_two_equal_lines_are_two_expenses_and_the_second_strikes() -> None:
    grant = make_running()
    lines = read_book(book(grant, line(1, grant), line(1, grant)), grant)
    done = flows.enter_expenses(
        grant_id=grant.pk, rows=unpacked(grant, packed(grant, lines)), actor=owner_of(grant)
    )  # fmt: skip
    assert [[flag["code"] for flag in each.flags] for each in done] == [[], ["expense_voucher_twice"]]


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        ({"on": "昨天"}, ["day"]),
        ({"on": (TODAY + timedelta(days=2)).date().isoformat()}, ["day"]),
        ({"amount_fen": "一百"}, ["amount"]),
        ({"amount_fen": "-3"}, ["amount"]),
        ({"amount_fen": 0}, ["nothing"]),
        ({"line": "没有的科目"}, ["unknown"]),
        ({"method": "支票"}, ["unknown"]),
        ({"payee": ""}, ["missing"]),
        ({"voucher_number": "9" * 41}, ["long"]),
        ({"amount_fen": "=1+1"}, ["amount", "formula"]),
    ],
)
def test_a_line_says_what_is_wrong_with_it_and_none_is_entered(other: dict[str, Any], codes: list[str]) -> None:
    grant = make_running()
    tried = bring(as_owner(grant), grant, line(1, grant), line(2, grant, **other))

    assert (tried.context["faults"], tried.context["kept"]) == (1, "")
    lines = read_book(book(grant, line(1, grant), line(2, grant, **other)), grant)
    assert [[code for code, _details in each.faults] for each in lines] == [[], codes]
    assert all(fault in tried.content.decode() for fault in tried.context["lines"][1]["faults"])


def test_a_line_that_is_refused_takes_the_others_with_it() -> None:
    grant = make_running()
    lines = read_book(book(grant, line(1, grant), line(2, grant)), grant)
    rows = unpacked(grant, packed(grant, lines))
    rows[1][1]["on"] = TODAY.date() + timedelta(days=5)
    before = AuditEntry.objects.count()

    with pytest.raises(RuleRefusal) as refused:
        flows.enter_expenses(grant_id=grant.pk, rows=rows, actor=owner_of(grant))

    assert (refused.value.code, refused.value.details["row"]) == ("expense_book_line", 3)
    assert (Expense.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_a_trial_of_another_project_or_a_changed_one_is_refused() -> None:
    grant, other = make_running(), make_running()
    kept = packed(other, read_book(book(other, line(1, other)), other))
    client = as_owner(grant)
    for sent in (kept, kept[:-2], ""):
        client.post(place(grant, "expense-book-enter"), {"kept": sent})
        with pytest.raises(RuleRefusal) as refused:
            unpacked(grant, sent)
        assert refused.value.code == "expense_book_gone"
    assert Expense.objects.count() == 0


def test_what_is_no_workbook_of_the_project_is_refused_in_words() -> None:
    grant = make_running()
    client = as_owner(grant)
    empty = bring(client, grant)
    assert empty.status_code == 409
    assert "没有任何支出" in empty.content.decode()
    foreign = load_workbook(book(grant, line(1, grant)))
    foreign.worksheets[0]["B1"] = "数额"
    out = BytesIO()
    foreign.save(out)
    answer = client.post(place(grant), {"file": SimpleUploadedFile("expenses.xlsx", out.getvalue())})
    assert answer.status_code == 409
    assert "“金额（元）”" in answer.content.decode()
    text = client.post(place(grant), {"file": SimpleUploadedFile("expenses.xlsx", b"no workbook")})
    assert text.status_code == 409
    assert text.context["form"].errors["file"]


def test_only_who_may_spend_brings_a_workbook() -> None:
    grant = make_running()
    expense(grant)
    client = Client()
    client.force_login(member(grant, "viewer"))
    for name in ("expense-book", "expense-book-template"):
        assert client.get(place(grant, name)).status_code == 404
    assert client.post(place(grant, "expense-book-enter"), {"kept": ""}).status_code == 404
    assert Expense.objects.count() == 1


def test_a_grant_that_does_not_run_takes_no_workbook() -> None:
    grant = make_running()
    rows = unpacked(grant, packed(grant, read_book(book(grant, line(1, grant)), grant)))
    Grant.objects.filter(pk=grant.pk).update(state="terminated")
    with pytest.raises(RuleRefusal) as refused:
        flows.enter_expenses(grant_id=grant.pk, rows=rows, actor=owner_of(grant))
    assert (refused.value.code, Expense.objects.count()) == ("grant_not_running", 0)
