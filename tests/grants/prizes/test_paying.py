"""A creative prize from the money set aside for it to the payee and the tax office; the books agree at every step."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from grants.flows import annual, ledger, prizes
from grants.models import Allotment, JournalEntry, PrizePayment
from grants.queries.annual import account_content
from grants.queries.invariants import findings
from grants.queries.ledger import money_of_sources
from grants.queries.prizes import money_of, unpaid
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED
from tests.grants.prizes.cases import FIRST, TAX, YUAN, Prizes, add_prize, approved, asked, make_prizes, paid, set_aside
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db

ASIDE = 10_000 * YUAN


@pytest.fixture
def case() -> Prizes:
    return make_prizes(aside=ASIDE)


def refused(code: str, act: Callable[..., Any], **given: Any) -> None:
    """Expect a refusal, after which nothing has moved."""
    before = (list(PrizePayment.objects.order_by("pk").values()), JournalEntry.objects.count())
    with clock.at(GRANTED), pytest.raises(RuleRefusal) as caught:
        act(**given)
    assert caught.value.code == code
    assert (list(PrizePayment.objects.order_by("pk").values()), JournalEntry.objects.count()) == before


def stands(case: Prizes) -> tuple[int, ...]:
    """Return what is set aside, bound, paid out, owed as tax and handed in."""
    held = money_of(case.round.pk)
    return tuple(held[kind] for kind in ("prizes", "prize_due", "prize_paid", "tax_due", "tax_paid"))


def doing(act: Callable[..., PrizePayment], payment: PrizePayment, actor: Any, **given: Any) -> PrizePayment:
    with clock.at(GRANTED):
        return act(payment_id=payment.pk, actor=actor, **given)


# --- Money set aside --------------------------------------------------------------------------------------------------


def test_money_for_prizes_is_set_aside_by_two_and_taken_back_as_far_as_it_is_unused(case: Prizes) -> None:
    entry = JournalEntry.objects.get()
    assert (entry.kind, entry.document_kind, stands(case)) == ("reserve", "allotment", (ASIDE, 0, 0, 0, 0))
    (money,) = [each for each in money_of_sources() if each.source_id == case.source.pk]
    assert (money.source_in, money.prizes, money.free) == (ASIDE, ASIDE, 0)

    set_aside(case, 4_000 * YUAN, "unreserve")
    assert stands(case)[0] == 6_000 * YUAN
    with pytest.raises(RuleRefusal) as caught:
        set_aside(case, 7_000 * YUAN, "unreserve")
    assert caught.value.code == "ledger_short"
    assert (stands(case)[0], findings()) == (6_000 * YUAN, [])


def test_money_of_fields_and_of_prizes_is_proposed_each_at_its_place(case: Prizes) -> None:
    given = {"year": 2025, "amount_fen": 1, "document_number": "x", "key": "k", "actor": case.maker}
    category = case.round.categories.order_by("pk")[0]
    for code, act, more in (
        ("allotment_of_prizes", ledger.propose_prize_money, {"round_id": case.round.pk, "kind": "allot"}),
        ("allotment_of_prizes", ledger.propose_allotment, {"category_id": category.pk, "kind": "reserve"}),
    ):
        refused(code, act, source_id=case.source.pk, **given, **more)
    Round.objects.filter(pk=case.round.pk).update(advanced=[])
    refused("prizes_not_used", ledger.propose_prize_money, round_id=case.round.pk, source_id=case.source.pk, **given)
    assert Allotment.objects.count() == 1
    with pytest.raises(IntegrityError, match="of_a_field_or_of_prizes"), transaction.atomic():
        Allotment.objects.create(
            round=case.round, source=case.source, year=2025, kind="allot", amount_fen=1, document_number="x",
            key="past", asked_by=case.maker, asked_at=GRANTED,
        )  # fmt: skip


# --- The way of a prize -----------------------------------------------------------------------------------------------


def test_a_prize_is_bound_paid_net_of_its_tax_and_the_tax_handed_in(case: Prizes) -> None:
    payment = asked(case, account_tail="6217")
    assert (payment.state, payment.amount_fen, payment.tax_fen, payment.net_fen) == ("asked", FIRST, TAX, FIRST - TAX)
    assert stands(case) == (ASIDE, 0, 0, 0, 0)

    doing(prizes.approve_prize, payment, case.checker)
    assert stands(case) == (ASIDE - FIRST, FIRST, 0, 0, 0)
    doing(prizes.pay_prize, payment, case.maker, voucher=" V-1 ", on=GRANTED.date())
    assert stands(case) == (ASIDE - FIRST, 0, FIRST - TAX, TAX, 0)
    done = doing(prizes.remit_prize, payment, case.maker, voucher="T-1", on=GRANTED.date())

    assert stands(case) == (ASIDE - FIRST, 0, FIRST - TAX, 0, TAX)
    assert (done.state, done.voucher, done.tax_voucher, done.paid_on) == ("paid", "V-1", "T-1", GRANTED.date())
    told = JournalEntry.objects.filter(document_kind="prize").order_by("number")
    assert [(each.kind, each.voucher) for each in told] == [("award", ""), ("reward", "V-1"), ("remit", "T-1")]
    assert set(AuditEntry.objects.filter(verb__startswith="prize.").values_list("verb", "actor")) == {
        ("prize.ask", case.maker.pk), ("prize.approve", case.checker.pk), ("prize.pay", case.maker.pk),
        ("prize.remit", case.maker.pk),
    }  # fmt: skip
    assert (findings(), list(unpaid())) == ([], [])


def test_a_prize_without_tax_is_one_posting_and_nothing_is_handed_in(case: Prizes) -> None:
    unit = add_prize(case.contest, 1_000 * YUAN, 0)
    payment = paid(case, unit)

    assert JournalEntry.objects.get(kind="reward").postings.count() == 1
    assert stands(case) == (ASIDE - 1_000 * YUAN, 0, 1_000 * YUAN, 0, 0)
    refused("prize_no_tax", prizes.remit_prize, payment_id=payment.pk, voucher="T", on=GRANTED.date(), actor=case.maker)
    assert findings() == []


def test_what_the_bank_did_not_pay_or_sent_back_is_set_aside_again_and_may_be_asked_for_anew(case: Prizes) -> None:
    failed = doing(prizes.fail_prize, approved(case), case.maker, reason="账号有误", on=GRANTED.date())
    assert (failed.state, stands(case)) == ("failed", (ASIDE, 0, 0, 0, 0))

    returned = doing(prizes.return_prize, paid(case), case.maker, reason="收款人销户", on=GRANTED.date())
    assert (returned.state, stands(case)) == ("returned", (ASIDE, 0, 0, 0, 0))

    assert list(unpaid()) == [case.prize]
    assert paid(case).state == "paid"
    assert (case.prize.payments.count(), findings()) == (3, [])


def test_once_the_tax_office_has_its_part_a_prize_does_not_come_back_whole(case: Prizes) -> None:
    payment = paid(case)
    doing(prizes.remit_prize, payment, case.maker, voucher="T-1", on=GRANTED.date())
    given = {"payment_id": payment.pk, "on": GRANTED.date(), "actor": case.maker}
    refused("prize_tax_handed_in", prizes.return_prize, reason="退回", **given)
    refused("prize_tax_handed_in", prizes.remit_prize, voucher="T-2", **given)


# --- Two persons, once, and never too much ----------------------------------------------------------------------------


def test_who_asked_never_decides_superusers_included_and_the_database_says_so_too(case: Prizes) -> None:
    boss = make_user(Role.FINANCE_MAKER, Role.FINANCE_CHECKER, is_superuser=True)
    payment = asked(case, actor=boss)
    refused("prize_by_two", prizes.approve_prize, payment_id=payment.pk, actor=boss)
    refused("prize_by_two", prizes.refuse_prize, payment_id=payment.pk, answer="不", actor=boss)
    refused("prize_not_yours", prizes.withdraw_prize, payment_id=payment.pk, actor=case.maker)

    with pytest.raises(IntegrityError, match="by_two"), transaction.atomic():
        PrizePayment.objects.filter(pk=payment.pk).update(state="approved", decided_by=boss, decided_at=GRANTED)
    assert doing(prizes.withdraw_prize, payment, boss).state == "withdrawn"


def test_nobody_handles_the_prize_for_an_idea_of_their_own(case: Prizes) -> None:
    for number, role in enumerate((Role.FINANCE_MAKER, Role.FINANCE_CHECKER)):
        own = add_prize(case.contest, owner=make_user(role))
        given = {"source_id": case.source.pk, "key": f"own-{number}"}
        refused("prize_own", prizes.ask_prize, prize_id=own.pk, actor=own.idea.owner, **given)
        payment = asked(case, own)
        refused("prize_own", prizes.approve_prize, payment_id=payment.pk, actor=own.idea.owner)


def test_the_same_form_is_one_payment_and_one_prize_is_paid_once(case: Prizes) -> None:
    first, again = asked(case, key="form"), asked(case, key="form")
    assert first.pk == again.pk
    given = {"source_id": case.source.pk, "actor": case.maker}
    refused("prize_payment_stands", prizes.ask_prize, prize_id=case.prize.pk, key="other", **given)
    other = add_prize(case.contest)
    refused("prize_key_taken", prizes.ask_prize, prize_id=other.pk, key="form", **given)
    with pytest.raises(IntegrityError, match=r"prize_paid_once|UNIQUE"), transaction.atomic():
        PrizePayment.objects.create(
            prize=case.prize, source=case.source, year=2025, amount_fen=FIRST, tax_fen=TAX, key="past",
            asked_by=case.maker, asked_at=GRANTED,
        )  # fmt: skip


def test_no_prize_is_paid_above_what_is_set_aside_and_of_two_that_wait_the_first_gets_it(case: Prizes) -> None:
    large, second, third = (add_prize(case.contest, fen, 0) for fen in (ASIDE + 1, 6_000 * YUAN, 5_000 * YUAN))
    given = {"source_id": case.source.pk, "actor": case.maker}
    refused("prize_money_short", prizes.ask_prize, prize_id=large.pk, key="large", **given)
    nothing = add_prize(case.contest, 0, 0)
    refused("prize_nothing", prizes.ask_prize, prize_id=nothing.pk, key="nothing", **given)

    waiting = asked(case, third)
    approved(case, second)
    refused("ledger_short", prizes.approve_prize, payment_id=waiting.pk, actor=case.checker)
    assert (stands(case), findings()) == ((4_000 * YUAN, 6_000 * YUAN, 0, 0, 0), [])


def test_the_oldest_year_that_holds_the_prize_pays_it(case: Prizes) -> None:
    set_aside(case, 2_000 * YUAN, year=case.round.year - 1)
    small = add_prize(case.contest, 2_000 * YUAN, 400 * YUAN)

    assert asked(case).year == case.round.year
    assert asked(case, small).year == case.round.year - 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"amount_fen": FIRST + 1}, "of its prize"), ({"tax_fen": 0}, "of its prize"),
        ({"state": "asked", "amount_fen": FIRST + 1}, "of its prize"),
    ],
)  # fmt: skip
def test_the_database_keeps_a_payment_to_its_prize(case: Prizes, changed: dict[str, Any], words: str) -> None:
    payment = asked(case)
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        PrizePayment.objects.filter(pk=payment.pk).update(**changed)


@pytest.mark.parametrize("changed", [{"year": 2031}, {"voucher": "V-2"}, {"state": "asked"}, {"key": "another"}])
def test_what_was_decided_and_paid_stays_as_it_is(case: Prizes, changed: dict[str, Any]) -> None:
    payment = paid(case)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        PrizePayment.objects.filter(pk=payment.pk).update(**changed)
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("DELETE FROM grants_prizepayment")


def test_words_days_and_slips_are_asked_for(case: Prizes) -> None:
    payment = asked(case)
    refused("prize_reason_missing", prizes.refuse_prize, payment_id=payment.pk, answer=" ", actor=case.checker)
    doing(prizes.approve_prize, payment, case.checker)
    given = {"payment_id": payment.pk, "actor": case.maker}
    today, soon = GRANTED.date(), GRANTED.date() + timedelta(days=1)
    refused("prize_voucher_missing", prizes.pay_prize, voucher=" ", on=today, **given)
    refused("prize_day_wrong", prizes.pay_prize, voucher="V", on=soon, **given)
    refused("prize_day_wrong", prizes.pay_prize, voucher="V", on=today - timedelta(days=1), **given)
    refused("prize_reason_missing", prizes.fail_prize, reason="", on=today, **given)
    refused("prize_illegal_move", prizes.return_prize, reason="退回", on=today, **given)
    refused("prize_illegal_move", prizes.remit_prize, voucher="T", on=today, **given)


# --- What the check finds, and the annual account ---------------------------------------------------------------------


def test_the_check_finds_a_payment_whose_state_the_books_do_not_know(case: Prizes) -> None:
    payment = asked(case)
    PrizePayment.objects.filter(pk=payment.pk).update(state="approved", decided_by=case.checker, decided_at=GRANTED)

    (found,) = findings()
    assert (found.code, found.facts) == (
        "prize_steps_differ",
        {"prize": case.prize.idea.code, "state": "approved", "awarded": 0, "failed": 0, "paid": 0, "back": 0},
    )


def test_the_annual_account_tells_prizes_and_tax_and_no_person(case: Prizes) -> None:
    payment = paid(case)
    second = paid(case, add_prize(case.contest, 1_000 * YUAN, 200 * YUAN))
    doing(prizes.return_prize, second, case.maker, reason="退回", on=GRANTED.date())
    content = account_content(case.source.pk, GRANTED.year)

    assert content["prizes"] == {"count": 1, "gross_fen": FIRST, "net_fen": FIRST - TAX, "tax_fen": TAX}
    figures = content["figures"]
    assert (figures["given_fen"], figures["paid_fen"], figures["left_fen"]) == (ASIDE, FIRST - TAX, ASIDE - FIRST + TAX)
    assert (figures["free_fen"], figures["bound_fen"]) == (ASIDE - FIRST, TAX)
    doing(prizes.remit_prize, payment, case.maker, voucher="T-1", on=GRANTED.date())
    assert account_content(case.source.pk, GRANTED.year)["figures"]["paid_fen"] == FIRST

    with clock.at(GRANTED):
        account = annual.make_account(source_id=case.source.pk, year=GRANTED.year, actor=make_user(Role.CLERK))
        notice = annual.check_account(account_id=account.pk, actor=make_user(Role.HEAD))
    text = str(notice.body)
    assert [each for each in ("创意奖励", "3,000", "600", "2,400") if each not in text] == [], text
    assert case.prize.payee not in text

    client = Client()
    client.force_login(make_user(Role.CLERK))
    sheet = client.get(reverse("admin:annual_account_sheet", args=[account.pk]))
    rows = list(load_workbook(BytesIO(sheet.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[-1] == (1, "", "创意奖励", "", "", 3_000, 2_400, "", "", "")


def test_a_source_that_paid_no_prize_has_the_account_it_always_had(case: Prizes) -> None:
    assert "prizes" not in account_content(case.source.pk, GRANTED.year)
