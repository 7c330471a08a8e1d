"""What an act of money does to the books, and what the database refuses whoever asks."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from grants.flows.holding import holding
from grants.flows.ledger import (
    allot,
    approve_payment,
    bounce_payment,
    cancel_payment,
    carry_over,
    commit_grant,
    release_grant,
    reverse,
    withdraw,
)
from grants.models import Account, Grant, JournalEntry, Posting
from grants.queries.ledger import Balances, balances_of_grant, envelope_overview, money_of_sources
from rounds.models import FundSource
from tests.grants.factories import GRANTED, make_grant, make_payment
from tests.reviews.decide_factories import WAN
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def counters(grant: Grant) -> tuple[int, int, int]:
    grant.refresh_from_db()
    return grant.committed_fen, grant.paid_fen, grant.returned_fen


def test_a_tranche_goes_from_the_source_to_the_special_account_and_every_counter_follows() -> None:
    grant = make_grant(10 * WAN, "agreed")
    make_payment(grant, 1, "paid")
    make_payment(grant, 2, "approved")

    assert balances_of_grant(grant) == Balances(
        committed=1 * WAN, payable=4 * WAN, paid=5 * WAN, given=5 * WAN, special=5 * WAN
    )
    assert counters(grant) == (10 * WAN, 5 * WAN, 0)
    whole = envelope_overview(grant.round_id).whole
    assert (whole.source_in, whole.free, whole.committed, whole.payable, whole.paid) == (
        40 * WAN, 30 * WAN, 1 * WAN, 4 * WAN, 5 * WAN,
    )  # fmt: skip
    [source] = money_of_sources()
    assert (source.source_in, source.free, source.bound) == (40 * WAN, 30 * WAN, 10 * WAN)


def test_the_same_act_twice_is_one_entry_and_its_reference_is_no_other_acts() -> None:
    grant = make_grant(10 * WAN, "agreed")
    payment = make_payment(grant, 1, "approved")
    before = JournalEntry.objects.count()
    with clock.at(GRANTED), holding(grant.pk):
        again = approve_payment(payment, actor=None)
        assert JournalEntry.objects.count() == before
        assert again.reference == f"payment:{payment.key}:approve"
    source = FundSource.objects.get(pk=grant.shares.get().source_id)
    with pytest.raises(RuleRefusal) as refused, clock.at(GRANTED):
        allot(
            round_id=grant.round_id, category_id=grant.project.category_id or 0, source=source, year=2025, amount_fen=5,
            document="x", actor=None, reference=again.reference,
        )  # fmt: skip
    assert refused.value.code == "ledger_reference_taken"
    assert JournalEntry.objects.count() == before


def test_a_payment_that_bounces_is_bound_again_and_one_that_never_left_too() -> None:
    grant = make_grant(10 * WAN, "agreed")
    paid, approved = make_payment(grant, 1, "paid"), make_payment(grant, 2, "approved")
    with clock.at(GRANTED), holding(grant.pk):
        bounce_payment(paid, on=GRANTED.date(), voucher="T1", file=None, actor=None)
        cancel_payment(approved, actor=None, document="退回说明")
    assert balances_of_grant(grant) == Balances(committed=10 * WAN)
    assert counters(grant) == (10 * WAN, 0, 0)


def test_an_award_above_its_field_s_free_money_is_not_bound_and_nothing_moves() -> None:
    grant = make_grant(10 * WAN, envelope=10 * WAN)
    share = grant.shares.get()
    with clock.at(GRANTED):
        withdraw(
            round_id=grant.round_id, category_id=grant.project.category_id or 0, source=share.source, year=share.year,
            amount_fen=1, document="收回", actor=None, reference="w1",
        )  # fmt: skip
    entries = JournalEntry.objects.count()
    with pytest.raises(RuleRefusal) as refused, clock.at(GRANTED), holding(grant.pk) as held:
        commit_grant(held, document="协议", document_pk=1, actor=None)
    assert (refused.value.code, refused.value.details["left"]) == ("ledger_short", "99,999.99")
    assert (JournalEntry.objects.count(), counters(grant)) == (entries, (0, 0, 0))


def test_what_is_bound_and_not_approved_can_be_released() -> None:
    grant = make_grant(10 * WAN, "agreed")
    make_payment(grant, 1, "paid")
    with clock.at(GRANTED), holding(grant.pk) as held:
        release_grant(held, document="终止决定", document_pk=1, actor=None)
        assert release_grant(held, document="终止决定", document_pk=2, actor=None) is None
    assert balances_of_grant(grant) == Balances(paid=5 * WAN, given=5 * WAN, special=5 * WAN)
    assert counters(grant) == (5 * WAN, 5 * WAN, 0)


def test_free_money_is_carried_into_the_next_year_and_carried_back() -> None:
    grant = make_grant(10 * WAN, "agreed")
    share = grant.shares.get()
    with clock.at(GRANTED):
        entry = carry_over(
            round_id=grant.round_id, category_id=grant.project.category_id or 0, source=share.source, year=share.year,
            amount_fen=30 * WAN, document="结转通知", actor=None, reference="c1",
        )  # fmt: skip
        assert [(m.year, m.source_in, m.free) for m in money_of_sources()] == [
            (share.year + 1, 30 * WAN, 30 * WAN), (share.year, 10 * WAN, 0),
        ]  # fmt: skip
        reverse(entry, document="更正", actor=None)
    assert [(m.year, m.source_in, m.free) for m in money_of_sources()] == [
        (share.year + 1, 0, 0), (share.year, 40 * WAN, 30 * WAN),
    ]  # fmt: skip


def test_a_payment_is_not_reversed_behind_the_back_of_its_state() -> None:
    grant = make_grant(10 * WAN, "agreed")
    payment = make_payment(grant, 1, "paid")
    entry = JournalEntry.objects.get(reference=f"payment:{payment.key}:pay")
    with pytest.raises(RuleRefusal) as refused, clock.at(GRANTED), holding(grant.pk):
        reverse(entry, document="x", actor=None)
    assert refused.value.code == "ledger_not_reversible"


def refused_by_the_database(sql: str, *values: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def test_no_statement_changes_what_was_booked_or_what_it_sums_up_to() -> None:
    grant = make_grant(10 * WAN, "agreed")
    make_payment(grant, 1, "paid")
    other = make_grant(10 * WAN, "agreed")
    posting = Posting.objects.order_by("pk").last()
    assert posting is not None
    accounts = {row.kind: row.pk for row in Account.objects.filter(grant=grant)}
    strange = Account.objects.get(grant=other, kind="committed").pk
    entry = JournalEntry.objects.filter(grant=grant).order_by("-pk")[0].pk
    fresh = Account.objects.create(kind="payable", grant=other, source_id=posting.debit.source_id, year=1999).pk
    insert = "INSERT INTO grants_posting (entry_id, debit_id, credit_id, amount_fen) VALUES (%s, %s, %s, %s)"
    before = list(Account.objects.order_by("pk").values_list("pk", "debit_fen", "credit_fen"))
    statements: list[tuple[str, tuple[Any, ...]]] = [
        ("UPDATE grants_posting SET amount_fen = amount_fen + 1", ()),
        ("DELETE FROM grants_posting", ()),
        ("UPDATE grants_journalentry SET document = 'x'", ()),
        ("DELETE FROM grants_journalentry", ()),
        ("UPDATE grants_account SET debit_fen = debit_fen + 1 WHERE id = %s", (accounts["paid"],)),
        ("UPDATE grants_account SET year = 1999", ()),
        ("DELETE FROM grants_account", ()),
        ("UPDATE grants_grant SET paid_fen = paid_fen - 1 WHERE id = %s", (grant.pk,)),
        ("UPDATE grants_grant SET committed_fen = 0 WHERE id = %s", (grant.pk,)),
        ("UPDATE grants_ledgercounter SET last_number = last_number + 2", ()),
        ("UPDATE grants_grantshare SET amount_fen = 1", ()),
        # over the cap, negative, nothing, to itself, into another year, into another grant, across the books
        (insert, (entry, accounts["payable"], accounts["committed"], 6 * WAN)),
        (insert, (entry, accounts["payable"], accounts["committed"], -1)),
        (insert, (entry, accounts["payable"], accounts["committed"], 0)),
        (insert, (entry, accounts["payable"], accounts["payable"], 1)),
        (insert, (entry, fresh, accounts["committed"], 1)),
        (insert, (entry, strange, accounts["committed"], 1)),
        (insert, (entry, accounts["special"], accounts["committed"], 1)),
        (insert, (entry, accounts["payable"], None, 1)),
    ]
    passed = [(sql, values) for sql, values in statements if not refused_by_the_database(sql, *values)]
    assert passed == []
    assert list(Account.objects.order_by("pk").values_list("pk", "debit_fen", "credit_fen")) == before


def test_nothing_of_a_closed_grant_changes() -> None:
    grant = make_grant(10 * WAN, "active")
    payment = make_payment(grant, 1, "paid")
    Grant.objects.filter(pk=grant.pk).update(state="closed")
    with pytest.raises(DatabaseError), transaction.atomic(), clock.at(GRANTED), holding(grant.pk) as held:
        release_grant(held, document="x", document_pk=1, actor=None)
    assert refused_by_the_database("UPDATE grants_payment SET reason = 'x' WHERE id = %s", payment.pk)
    assert refused_by_the_database("UPDATE grants_grant SET reason = 'x' WHERE id = %s", grant.pk)
    assert refused_by_the_database("DELETE FROM grants_granttranche WHERE grant_id = %s", grant.pk)
    assert counters(grant) == (10 * WAN, 5 * WAN, 0)


def test_shares_never_exceed_the_award() -> None:
    grant = make_grant(10 * WAN)
    source = FundSource.objects.create(slug="own", name="区级配套资金")
    with pytest.raises(DatabaseError), transaction.atomic():
        grant.shares.create(source=source, year=2025, amount_fen=1)
    assert grant.shares.count() == 1


def test_a_grant_of_two_sources_keeps_them_apart() -> None:
    one, two = FundSource.objects.create(slug="one", name="福彩"), FundSource.objects.create(slug="two", name="慈善")
    grant = make_grant(10 * WAN, "agreed", shares=[(one, 2025, 7 * WAN), (two, 2025, 3 * WAN)])
    make_payment(grant, 1, "paid")
    assert [(m.paid, m.committed) for m in sorted(money_of_sources(), key=lambda m: m.source_id)] == [
        (35 * WAN // 10, 35 * WAN // 10), (15 * WAN // 10, 15 * WAN // 10),
    ]  # fmt: skip
