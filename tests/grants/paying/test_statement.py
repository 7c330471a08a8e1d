"""A bank's statement settles what was sent, once; what does not fit is listed. And the papers of an order."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from xlsxwriter import Workbook

from accounts.models import User
from grants.flows import paying
from grants.forms.statement import examined_statement, lines_of
from grants.models import BankStatement, Payment
from grants.queries.ledger import Balances, balances_of_grant
from projects.models import Project
from tests.grants.paying import cases
from tests.grants.paying.cases import NOW, NUMBER, Crew
from tests.reviews.decide_factories import WAN
from venture.audit.models import AuditEntry
from venture.files import flows as files
from venture.files.models import StoredFile
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
HEADS = ("交易日期", "借方金额", "贷方金额", "附言", "对方户名", "对方账号", "凭证号", "交易状态")


def sheet(*rows: tuple[Any, ...], heads: tuple[str, ...] = HEADS) -> SimpleUploadedFile:
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate([("账户明细",), heads, *rows]):
        for column, value in enumerate(row):
            page.write(number, column, value)
    book.close()
    return SimpleUploadedFile("明细.xlsx", out.getvalue())


def csv_of(*rows: tuple[Any, ...], encoding: str = "gb18030") -> SimpleUploadedFile:
    text = StringIO()
    csv.writer(text).writerows([HEADS, *rows])
    return SimpleUploadedFile("明细.csv", text.getvalue().encode(encoding))


def kept(upload: SimpleUploadedFile, actor: User) -> StoredFile:
    with clock.at(NOW):
        return files.keep(examined_statement(upload), actor=actor)


def load(payment: Payment, upload: SimpleUploadedFile, crew: Crew) -> BankStatement:
    file = kept(upload, crew.maker)
    with clock.at(NOW):
        return paying.load_statement(
            round_id=payment.grant.round_id, file_key=file.key, lines=lines_of(file), actor=crew.maker
        )


def sent(crew: Crew) -> Payment:
    payment = cases.approved(cases.ready(), crew)
    cases.sent([payment], crew)
    return payment


def paid_row(payment: Payment, voucher: str = "L001", amount: str = "50,000.00") -> tuple[Any, ...]:
    return (NOW.date().isoformat(), amount, "", f"项目款 {payment.number}", "机构", NUMBER, voucher, "交易成功")


@pytest.mark.parametrize("build", [sheet, csv_of])
def test_a_statement_pays_what_was_sent_in_a_dry_run_first(build: Any) -> None:
    crew = Crew()
    payment = sent(crew)
    other = (NOW.date().isoformat(), "88.00", "", "水电费", "供电公司", "1", "L002", "")
    file = kept(build(paid_row(payment), other), crew.maker)
    tried = paying.try_statement(payment.grant.round_id, lines_of(file))

    assert [(each.outcome.value, each.act, each.fault) for each in tried.matches] == [
        ("paid", "confirm", ""),
        ("strange", "", "number"),
    ]
    payment.refresh_from_db()
    assert payment.state == "sent"
    with clock.at(NOW):
        statement = paying.load_statement(
            round_id=payment.grant.round_id, file_key=file.key, lines=lines_of(file), actor=crew.maker
        )
    payment.refresh_from_db()
    assert (payment.state, payment.voucher, payment.settled_on) == ("paid", "L001", NOW.date())
    assert payment.bank_receipt == statement.file
    assert list(statement.lines.values_list("outcome", "payment")) == [("paid", payment.pk), ("strange", None)]


def test_the_same_file_is_loaded_once_and_another_sheet_pays_nothing_again() -> None:
    crew = Crew()
    payment = sent(crew)
    load(payment, csv_of(paid_row(payment)), crew)
    with pytest.raises(RuleRefusal) as told:
        load(payment, csv_of(paid_row(payment)), crew)
    assert told.value.code == "statement_loaded_already"

    again = load(payment, csv_of(paid_row(payment), paid_row(payment, "L009")), crew)
    assert list(again.lines.values_list("outcome", flat=True)) == ["paid", "strange"]
    assert balances_of_grant(payment.grant) == Balances(committed=5 * WAN, paid=5 * WAN, given=5 * WAN, special=5 * WAN)


def test_an_unknown_outcome_is_settled_as_failed_and_money_that_comes_back_is_committed_again() -> None:
    crew = Crew()
    payment = sent(crew)
    with clock.at(NOW):
        paying.lose_payment(payment_id=payment.pk, reason="无回执", actor=crew.maker)
    row = (NOW.date().isoformat(), "50000", "", payment.number, "机构", NUMBER, "", "交易失败：账号不符")
    load(payment, csv_of(row), crew)
    payment.refresh_from_db()
    assert (payment.state, payment.reason) == ("failed", "交易失败：账号不符")

    second = cases.ask(payment.grant)
    with clock.at(NOW):
        paying.approve_request(payment_id=second.pk, actor=crew.clerk)
    cases.sent([second], crew)
    back = (NOW.date().isoformat(), "", "50000", f"退汇 {second.number}", "机构", NUMBER, "L3", "")
    load(second, csv_of(paid_row(second, "L2"), back), crew)
    second.refresh_from_db()
    assert second.state == "returned"
    assert balances_of_grant(second.grant) == Balances(committed=10 * WAN)


def test_what_a_payment_itself_refuses_becomes_a_difference() -> None:
    crew = Crew()
    payment = sent(crew)
    early = (date(2020, 1, 1).isoformat(), "50000", "", payment.number, "机构", NUMBER, "L1", "")
    statement = load(payment, csv_of(early), crew)
    payment.refresh_from_db()
    assert payment.state == "sent"
    assert list(statement.lines.values_list("outcome", "words")) == [("strange", "payment_day_unknown")]


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (lambda: sheet(heads=("甲", "乙")), "statement_foreign"),
        (lambda: sheet(heads=("交易日期", "借方金额")), "statement_foreign"),
        (sheet, "statement_empty"),
        (lambda: csv_of(("昨天", "5", "", "ZF-1", "", "", "", "")), "statement_line"),
        (lambda: sheet(("2026-01-01", "=1+1", "", "ZF-1")), "statement_formula"),
        (lambda: SimpleUploadedFile("明细.csv", b"\xff\xfe\xff\xff"), "statement_unreadable"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_what_to_mend(upload: Any, code: str) -> None:
    crew = Crew()
    with pytest.raises(RuleRefusal) as told:
        lines_of(kept(upload(), crew.maker))
    assert told.value.code == code


def test_the_papers_tell_sums_in_figures_and_capitals_and_no_formula_lives() -> None:
    crew, grant = Crew(), cases.ready()
    Project.objects.filter(pk=grant.project_id).update(title="=HYPERLINK(1)")
    payment = cases.approved(grant, crew)
    order = cases.ordered([payment], crew)
    payment.refresh_from_db()

    words = "\n".join(line.text for line in docx.Document(BytesIO(paying.request_paper(order))).paragraphs)
    assert "50,000.00" in words
    assert "伍万元整" in words
    page = load_workbook(BytesIO(paying.summary_sheet(order))).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row]
    texts = {str(cell.value) for cell in cells}
    assert all(cell.data_type != "f" for cell in cells)
    assert {"=HYPERLINK(1)", payment.number, "伍万元整"} <= texts
    assert NUMBER not in " ".join(texts)
    assert f"**** {payment.account.tail}" in texts  # type: ignore[union-attr]


def test_whole_numbers_leave_with_the_finance_only_and_the_log_keeps_who_took_them() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    order = cases.ordered([payment], crew)
    with clock.at(NOW), pytest.raises(RuleRefusal) as told:
        paying.reveal_papers(order_id=order.pk, what="bank", actor=crew.maker)
    assert told.value.code == "payment_order_not_checked"
    with clock.at(NOW):
        paying.check_order(order_id=order.pk, document_number="1号", actor=crew.checker)
        content = paying.reveal_papers(order_id=order.pk, what="bank", actor=crew.maker)
    page = load_workbook(BytesIO(content)).worksheets[0]
    told = [cell.value for cell in page[2]]
    assert told[:3] == [NUMBER, grant.organization.name, "云溪银行城东支行"]
    assert told[4:6] == [50_000, payment.number]
    entry = AuditEntry.objects.get(verb="payment_order.reveal")
    assert (entry.actor, entry.facts["what"]) == (crew.maker, "bank")
    assert NUMBER not in str(list(AuditEntry.objects.values_list("facts", "before", "after")))
