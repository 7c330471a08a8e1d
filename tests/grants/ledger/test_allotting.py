"""Money is allotted, carried over, and a year closed by two persons, and never twice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from xlsxwriter import Workbook

from grants.enums import AllotmentKind, AskState
from grants.flows.holding import holding
from grants.flows.ledger import (
    Opening,
    confirm_allotment,
    confirm_year_closing,
    open_balance,
    propose_allotment,
    propose_carry_over,
    propose_envelopes,
    propose_year_closing,
    refuse_allotment,
    release_grant,
    withdraw_allotment,
)
from grants.management.commands.load_balances import COLUMNS
from grants.models import Allotment, JournalEntry, Payment
from grants.queries.invariants import findings
from grants.queries.ledger import Balances, balances_of_grant, envelope_overview, money_of_sources
from rounds.models import Envelope
from tests.grants.factories import GRANTED, make_finance, make_grant, make_payment
from tests.reviews.decide_factories import WAN
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
NEXT_YEAR = datetime(2026, 1, 5, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(GRANTED):
        yield


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(RuleRefusal) as refusal:
        yield
    assert refusal.value.code == code


def test_the_money_of_every_envelope_is_proposed_once_and_booked_by_another() -> None:
    grant = make_grant()
    maker, checker = make_finance()
    round_id, before = grant.round_id, JournalEntry.objects.count()
    envelopes = Envelope.objects.filter(category__round=round_id).count()
    made = propose_envelopes(round_id=round_id, document_number="财社〔2025〕1号", key="k", actor=maker)
    assert len(made) == envelopes
    with refused("allotment_nothing_left"):
        propose_envelopes(round_id=round_id, document_number="财社〔2025〕1号", key="other", actor=maker)
    with refused("allotment_by_two"):
        confirm_allotment(allotment_id=made[0].pk, actor=maker)
    assert JournalEntry.objects.count() == before
    for each in made:
        confirm_allotment(allotment_id=each.pk, actor=checker)
    with refused("request_illegal_move"):
        confirm_allotment(allotment_id=made[0].pk, actor=checker)
    assert JournalEntry.objects.count() == before + envelopes
    assert envelope_overview(round_id).whole.source_in == 40 * WAN * (envelopes + 1)
    assert findings() == []


def test_a_proposal_sent_twice_is_one_and_is_refused_or_taken_back_without_a_booking() -> None:
    grant = make_grant()
    maker, checker = make_finance()
    share = grant.shares.get()
    facts = {
        "category_id": grant.project.category_id or 0, "source_id": share.source_id, "year": 2025, "amount_fen": WAN,
        "document_number": "财社〔2025〕2号", "actor": maker,
    }  # fmt: skip
    before = JournalEntry.objects.count()
    one = propose_allotment(**facts, key="a")
    assert propose_allotment(**facts, key="a").pk == one.pk
    with refused("allotment_key_taken"):
        propose_allotment(**{**facts, "amount_fen": 2}, key="a")
    with refused("allotment_answer_missing"):
        refuse_allotment(allotment_id=one.pk, answer=" ", actor=checker)
    refuse_allotment(allotment_id=one.pk, answer="文号不符", actor=checker)
    two = propose_allotment(**facts, key="b")
    with refused("allotment_not_yours"):
        withdraw_allotment(allotment_id=two.pk, actor=checker)
    withdraw_allotment(allotment_id=two.pk, actor=maker)
    back = propose_allotment(**{**facts, "amount_fen": 99 * WAN}, key="c", kind=AllotmentKind.WITHDRAW)
    with refused("ledger_short"):
        confirm_allotment(allotment_id=back.pk, actor=checker)
    assert list(Allotment.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "withdrawn", "asked"]
    assert JournalEntry.objects.count() == before


def test_the_year_ends_with_a_carry_over_and_takes_no_entry_afterwards() -> None:
    grant = make_grant(10 * WAN, "agreed")
    maker, checker = make_finance()
    with refused("year_not_over"):
        propose_year_closing(year=2025, document_number="结账1号", actor=maker)
    with clock.at(NEXT_YEAR):
        carries = propose_carry_over(year=2025, document_number="结转1号", key="k", actor=maker)
        with refused("year_carry_open"):
            propose_year_closing(year=2025, document_number="结账1号", actor=maker)
        for each in carries:
            confirm_allotment(allotment_id=each.pk, actor=checker)
        closing = propose_year_closing(year=2025, document_number="结账1号", actor=maker)
        with refused("year_closing_by_two"):
            confirm_year_closing(closing_id=closing.pk, actor=maker)
        confirm_year_closing(closing_id=closing.pk, actor=checker)
        assert [(m.year, m.free) for m in money_of_sources()] == [(2026, 30 * WAN), (2025, 0)]
        # What was bound in 2025 goes on under a day of the new year.
        payment = make_payment(grant, 1)
        with holding(grant.pk) as held:
            release_grant(held, amount_fen=WAN, document="x", document_pk=1, actor=None, kind="test")
        assert payment.state == "requested"
        assert JournalEntry.objects.order_by("-number")[0].fiscal_year == 2026
        assert findings() == []
    with refused("ledger_year_closed"), holding(grant.pk) as held:
        release_grant(held, amount_fen=WAN, document="y", document_pk=2, actor=None, kind="test")
    last = JournalEntry.objects.order_by("-number")[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        JournalEntry.objects.create(
            number=last.number + 1, kind="allot", reference="z", on=GRANTED.date(), fiscal_year=2025, at=GRANTED,
            document="z", document_kind="z",
        )  # fmt: skip


def test_a_year_does_not_close_over_a_payment_without_an_answer_or_a_ledger_in_disorder() -> None:
    grant = make_grant(10 * WAN, "agreed")
    maker, checker = make_finance()
    payment = make_payment(grant, 1, "sent")
    Payment.objects.filter(pk=payment.pk).update(sent_at=GRANTED)
    with clock.at(NEXT_YEAR):
        with refused("year_payments_open"):
            propose_year_closing(year=2025, document_number="结账", actor=maker)
        Payment.objects.filter(pk=payment.pk).update(sent_at=NEXT_YEAR)
        closing = propose_year_closing(year=2025, document_number="结账", actor=maker)
        Payment.objects.filter(pk=payment.pk).update(state="failed")
        with refused("ledger_in_disorder"):
            confirm_year_closing(closing_id=closing.pk, actor=checker)
    closing.refresh_from_db()
    assert closing.state == AskState.ASKED


def test_a_grant_begun_elsewhere_is_opened_with_its_balances_at_once() -> None:
    grant = make_grant(10 * WAN)
    share = grant.shares.get()
    strange = Opening(bound_fen=WAN, paid_fen=2 * WAN)
    whole = Opening(bound_fen=10 * WAN, paid_fen=8 * WAN, spent_fen=5 * WAN, returned_fen=WAN)
    with holding(grant.pk) as held:
        facts = {"source": share.source, "year": 2025, "document": "移交表", "on": GRANTED.date(), "actor": None}
        with refused("opening_does_not_add_up"):
            open_balance(held, opening=strange, **facts)  # type: ignore[arg-type]
        entry = open_balance(held, opening=whole, **facts)  # type: ignore[arg-type]
        assert open_balance(held, opening=whole, **facts).pk == entry.pk  # type: ignore[arg-type]
    assert balances_of_grant(grant) == Balances(
        committed=2 * WAN, paid=8 * WAN, returned=WAN, given=8 * WAN, special=2 * WAN, spent=5 * WAN, sent_back=WAN
    )
    assert findings() == []


def test_the_check_says_in_words_what_is_wrong_and_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    grant = make_grant(10 * WAN, "agreed")
    payment = make_payment(grant, 1, "paid")
    call_command("check_invariants")
    assert "台账无误" in capsys.readouterr().out
    Payment.objects.filter(pk=payment.pk).update(state="returned")
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert payment.number in said
    assert [(each.code, each.facts["bounced"]) for each in findings()] == [("payment_differs", 0)]


def workbook(path: Path, *rows: Sequence[Any]) -> Path:
    book = Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate([COLUMNS, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def test_balances_come_from_a_workbook_all_or_none_and_a_dry_run_books_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grant = make_grant(10 * WAN)
    maker, _checker = make_finance()
    slug, code, before = grant.shares.get().source.slug, grant.project.code, JournalEntry.objects.count()
    good = (code, slug, 2025, 100_000, "80000", 50_000, 0, "移交表")
    path = workbook(tmp_path / "a.xlsx", good)
    call_command("load_balances", path)
    assert JournalEntry.objects.count() == before
    bad = workbook(tmp_path / "b.xlsx", good, ("GY0000", slug, 2025, 1, 0, 0, 0, "移交表"))
    with pytest.raises(CommandError):
        call_command("load_balances", bad, book=True, actor=maker.email)
    assert "第3行" in capsys.readouterr().err
    assert JournalEntry.objects.count() == before
    call_command("load_balances", path, book=True, actor=maker.email)
    held = balances_of_grant(grant)
    assert (held.committed, held.paid, held.spent, held.special) == (2 * WAN, 8 * WAN, 5 * WAN, 3 * WAN)
    assert findings() == []
