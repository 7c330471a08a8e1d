"""A donation from its intention to the grant that holds it, or back to its donor; the books agree at every step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from grants.enums import AccountKind
from grants.flows import agreements, giving, ledger
from grants.flows.ending_rounds import archive_round
from grants.models import Account, Donation, Gift, GrantShare, Improvement, JournalEntry, NamedFund, Refund, Support
from grants.queries import giving as queries
from grants.queries.invariants import findings
from organizations.models import Membership
from reviews.models import Award
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.grants.agreements.cases import ASKED, OFFERED, make_case, offered, signed
from tests.grants.giving.cases import (
    EARLY,
    UNTIL,
    Giving,
    agreed,
    make_giving,
    received,
    recorded,
    registered,
    sent_back,
)
from tests.reviews.decide_factories import REVIEWED, WAN, make_scored_round
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def refused(code: str, act: Callable[..., Any], **given: Any) -> None:
    """Expect a refusal, after which nothing has moved."""
    before = (_states(), JournalEntry.objects.count())
    with clock.at(REVIEWED + timedelta(days=30)), pytest.raises(RuleRefusal) as caught:
        act(**given)
    assert caught.value.code == code
    assert (_states(), JournalEntry.objects.count()) == before


def _states() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Donation, Gift, Refund, Support)]  # type: ignore[attr-defined]


def free(source_id: int) -> int:
    return sum(row.balance_fen for row in Account.objects.filter(kind=AccountKind.FREE, source=source_id))


@pytest.fixture
def case() -> Giving:
    return make_giving(make_scored_round().round)


# --- Intentions -------------------------------------------------------------------------------------------------------


def test_an_intention_is_taken_once_and_binds_no_money(case: Giving) -> None:
    first = registered(case, fund=True, key="k", shown=True)
    again = registered(case, fund=True, key="k")

    assert first.pk == again.pk
    assert (first.state, first.category.slug, first.fund) == ("intended", case.fund.field, case.fund)
    assert first.receipt.startswith(f"JZ{case.round.year}-")
    assert first.shown_at is not None
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"donor_name": " "}, "donation_name_missing"), ({"mobile": "12"}, "mobile_shape"),
        ({"amount_fen": 0}, "donation_nothing"), ({"category_slug": "none"}, "donation_target_unknown"),
        ({"target": "fund", "fund_slug": "none"}, "donation_target_unknown"),
        ({"target": "project", "project_code": "none"}, "donation_target_unknown"),
    ],
)  # fmt: skip
def test_an_intention_that_lacks_something_is_refused(case: Giving, change: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleRefusal) as caught:
        registered(case, **change)
    assert caught.value.code == code
    assert not Donation.objects.exists()


def test_goods_and_small_amounts_are_refused_where_the_round_says_so() -> None:
    case = make_giving(make_scored_round().round, takes_goods=False, least_fen=WAN)
    for change, code in (({"goods": "轮椅"}, "donation_goods_not_taken"), ({"amount_fen": 5}, "donation_below_least")):
        with pytest.raises(RuleRefusal) as caught:
            registered(case, **change)
        assert caught.value.code == code


def test_the_public_gives_to_a_project_only_when_a_shortlist_names_it_and_in_time(case: Giving) -> None:
    project = case.round.projects.order_by("pk")[0]
    with pytest.raises(RuleRefusal) as caught:
        registered(case, project=project, actor=None)
    assert caught.value.code == "donation_target_unknown"
    refused(
        "donation_too_late", giving.register_donation, round_id=case.round.pk, key="late", target="fund",
        fund_slug=case.fund.slug, donor_kind="person", donor_name="某", mobile="13900000002", amount_fen=WAN,
    )  # fmt: skip


def test_a_round_that_does_not_name_donations_among_its_means_takes_none(case: Giving) -> None:
    Round.objects.filter(pk=case.round.pk).update(advanced=[])
    with pytest.raises(RuleRefusal) as caught:
        registered(case)
    assert caught.value.code == "donations_not_taken"


# --- What arrives -----------------------------------------------------------------------------------------------------


def test_money_stands_in_the_ledger_once_a_second_person_confirmed_it(case: Giving) -> None:
    donation = agreed(case, fund=True)
    gift = recorded(case, donation, 3 * WAN)
    assert free(case.fund.source_id) == 0
    refused("gift_by_two", giving.confirm_gift, gift_id=gift.pk, actor=case.maker)
    refused("gift_by_two", giving.refuse_gift, gift_id=gift.pk, answer="错", actor=case.maker)

    with clock.at(EARLY):
        giving.confirm_gift(gift_id=gift.pk, actor=case.checker)

    donation.refresh_from_db()
    entry = JournalEntry.objects.get()
    assert (donation.state, free(case.fund.source_id)) == ("received", 3 * WAN)
    assert (entry.kind, entry.on, entry.voucher, entry.document) == (
        "allot", EARLY.date(), gift.voucher, gift.receipt_number,
    )  # fmt: skip
    assert findings() == []
    refused("gift_illegal_move", giving.confirm_gift, gift_id=gift.pk, actor=case.checker)


def test_what_is_not_described_or_not_agreed_is_not_recorded(case: Giving) -> None:
    early = registered(case)
    ready = {"kind": "money", "amount_fen": WAN, "on": UNTIL, "receipt_number": "P", "voucher": "V", "key": "g"}
    act = {"actor": case.maker, "donation_id": early.pk}
    refused("donation_illegal_move", giving.record_gift, **ready | act)
    act["donation_id"] = agreed(case).pk
    for change, code in (
        ({"voucher": ""}, "gift_voucher_missing"), ({"receipt_number": " "}, "gift_receipt_missing"),
        ({"amount_fen": 0}, "gift_nothing"), ({"on": UNTIL.replace(year=2100)}, "gift_in_future"),
        ({"kind": "goods"}, "gift_value_unexplained"),
    ):  # fmt: skip
        refused(code, giving.record_gift, **ready | act | change)
    recorded(case, Donation.objects.get(pk=act["donation_id"]), voucher="V")
    refused("gift_voucher_taken", giving.record_gift, **ready | act)


def test_goods_are_valued_by_two_and_stand_beside_the_books(case: Giving) -> None:
    project = case.round.projects.order_by("pk")[0]
    donation = agreed(case, project=project, goods="轮椅十辆")
    gift = recorded(case, donation, 2 * WAN, kind="goods", voucher="", what="轮椅十辆，按采购发票计")
    refused("gift_by_two", giving.confirm_gift, gift_id=gift.pk, actor=case.maker)

    with clock.at(EARLY):
        giving.confirm_gift(gift_id=gift.pk, actor=case.clerk)

    assert not JournalEntry.objects.exists()
    ((found, earned, late),) = queries.earned_by(case.round, case.rules)
    assert (found, earned.counted_fen, earned.matched_fen, late) == (project, 2 * WAN, 0, 0)
    assert findings() == []


def test_what_comes_after_the_last_day_counts_for_nothing(case: Giving) -> None:
    donation = agreed(case, project=case.round.projects.order_by("pk")[0])
    received(case, donation, 3 * WAN, on=UNTIL + timedelta(days=1))
    received(case, donation, 1 * WAN, on=UNTIL)

    ((_project, earned, late),) = queries.earned_by(case.round, case.rules)
    assert (earned.counted_fen, late) == (WAN, 3 * WAN)


def test_nobody_handles_gifts_for_a_project_of_the_own_organisation(case: Giving) -> None:
    project = case.round.projects.order_by("pk")[0]
    gift = recorded(case, agreed(case, project=project))
    Membership.objects.create(organization=project.organization, user=case.checker, role="editor", since=EARLY)
    refused("own_organization", giving.confirm_gift, gift_id=gift.pk, actor=case.checker)


def test_money_of_donors_is_allotted_by_gifts_only(case: Giving) -> None:
    category = case.round.categories.order_by("order", "pk")[0]
    refused(
        "allotment_of_donations", ledger.propose_allotment, category_id=category.pk, source_id=case.fund.source_id,
        year=2026, amount_fen=5, document_number="1", key="x", actor=case.maker,
    )  # fmt: skip


# --- Into grants ------------------------------------------------------------------------------------------------------


def test_a_selected_project_gets_its_gifts_on_top_and_a_fund_pays_a_part() -> None:
    whole = make_case()
    case = make_giving(whole.scored.round)
    gift = received(case, agreed(case, project=whole.award.project), 2 * WAN)
    received(case, agreed(case, fund=True), 3 * WAN)
    with clock.at(OFFERED):
        support = giving.ask_support(
            project_id=whole.award.project_id, source_id=case.fund.source_id, amount_fen=3 * WAN, reason="对口支持",
            actor=case.clerk,
        )  # fmt: skip
    refused("support_by_two", giving.approve_support, support_id=support.pk, actor=case.clerk)
    with clock.at(OFFERED):
        giving.approve_support(support_id=support.pk, actor=case.head)

    grant = offered(whole)

    assert grant.amount_fen == ASKED + 2 * WAN
    assert whole.award.envelope is not None
    assert dict(GrantShare.objects.filter(grant=grant).values_list("source", "amount_fen")) == {
        whole.award.envelope.source_id: ASKED - 3 * WAN, case.rules.source_id: 2 * WAN, case.fund.source_id: 3 * WAN,
    }  # fmt: skip
    gift.refresh_from_db()
    assert gift.grant == grant
    assert sum(grant.tranches.values_list("amount_fen", flat=True)) == grant.amount_fen
    assert "20,000元" in Improvement.objects.get(grant=grant).wishes
    refused("gift_bound", giving.ask_refund, gift_id=gift.pk, reason="反悔", actor=case.clerk)
    assert findings() == []


def test_a_grant_that_only_a_fund_pays_in_part_is_signed_and_bound_without_a_revision() -> None:
    whole = make_case()
    case = make_giving(whole.scored.round)
    received(case, agreed(case, fund=True), 3 * WAN)
    with clock.at(OFFERED):
        support = giving.ask_support(
            project_id=whole.award.project_id, source_id=case.fund.source_id, amount_fen=3 * WAN, reason="对口",
            actor=case.clerk,
        )  # fmt: skip
        giving.approve_support(support_id=support.pk, actor=case.head)
    agreement = signed(whole)
    with clock.at(OFFERED):
        agreements.countersign_agreement(agreement_id=agreement.pk, actor=whole.head)

    assert whole.grant.amount_fen == whole.grant.committed_fen == ASKED
    assert free(case.fund.source_id) == 0
    money = queries.money_of_fund(case.fund)
    assert (money["money_fen"], money["used_fen"], money["left_fen"]) == (3 * WAN, 3 * WAN, 0)
    assert findings() == []


def test_a_support_asks_for_its_money_its_field_and_an_award() -> None:
    whole = make_case()
    case = make_giving(whole.scored.round)
    received(case, agreed(case, fund=True), 3 * WAN)
    ask = {
        "project_id": whole.award.project_id,
        "source_id": case.fund.source_id,
        "reason": "对口",
        "actor": case.clerk,
    }
    refused("support_short", giving.ask_support, **ask, amount_fen=4 * WAN)
    refused("support_above_award", giving.ask_support, **ask, amount_fen=9 * WAN)
    assert whole.award.envelope is not None
    public = {"source_id": whole.award.envelope.source_id}
    refused("support_source_foreign", giving.ask_support, **ask | public, amount_fen=WAN)
    NamedFund.objects.filter(pk=case.fund.pk).update(field="other")
    refused("support_source_foreign", giving.ask_support, **ask, amount_fen=WAN)
    NamedFund.objects.filter(pk=case.fund.pk).update(field=case.fund.field)
    with clock.at(OFFERED):
        support = giving.ask_support(**ask, amount_fen=WAN)  # type: ignore[arg-type]
    refused("support_stands", giving.ask_support, **ask, amount_fen=WAN)
    refused("support_not_yours", giving.withdraw_support, support_id=support.pk, actor=case.head)
    with clock.at(OFFERED):
        giving.withdraw_support(support_id=support.pk, actor=case.clerk)
        offered(whole)
    refused("support_too_late", giving.ask_support, **ask, amount_fen=WAN)


# --- Back to the donor ------------------------------------------------------------------------------------------------


def test_a_project_that_was_not_selected_leaves_nothing_unreturned() -> None:
    whole = make_case(others=1)
    case = make_giving(whole.scored.round)
    lost = whole.scored.projects[1]
    Award.objects.filter(project=lost).update(state="none", reserve_no=None)
    Round.objects.filter(pk=case.round.pk).update(state="decided")
    kept = received(case, agreed(case, project=whole.award.project), 2 * WAN)
    gone = received(case, agreed(case, project=lost), 1 * WAN)
    goods = received(case, agreed(case, project=lost, goods="米"), WAN, kind="goods", voucher="", what="米，按市价")
    refused("gift_project_running", giving.ask_refund, gift_id=kept.pk, reason="反悔", actor=case.clerk)

    assert set(queries.returnable(case.round.pk)) == {gone, goods}
    assert sent_back(case) == 2

    assert not queries.returnable(case.round.pk).exists()
    assert free(case.rules.source_id) == 2 * WAN
    assert JournalEntry.objects.filter(kind="withdraw", document_kind="refund").count() == 1
    assert findings() == []
    refused("refunds_nothing_left", giving.ask_refunds, round_id=case.round.pk, actor=case.clerk)
    refused("refund_stands", giving.ask_refund, gift_id=gone.pk, reason="再退", actor=case.clerk)


def test_who_waits_on_the_reserve_list_keeps_its_gifts_until_the_projects_run() -> None:
    whole = make_case(others=1)
    case = make_giving(whole.scored.round)
    waiting = whole.scored.projects[1]
    Award.objects.filter(project=waiting).update(state="reserve", reserve_no=1)
    gift = received(case, agreed(case, project=waiting), WAN)
    Round.objects.filter(pk=case.round.pk).update(state="decided")
    assert not queries.returnable(case.round.pk).exists()

    Round.objects.filter(pk=case.round.pk).update(state="implementing")

    assert queries.returnable(case.round.pk).get() == gift
    assert sent_back(case) == 1
    assert findings() == []


def test_a_round_is_archived_once_no_donation_is_left_that_nobody_used() -> None:
    case = make_giving(make_scored_round().round)
    project = case.round.projects.order_by("pk")[0]
    goods = received(case, agreed(case, project=project, goods="米"), WAN, kind="goods", voucher="", what="米，按市价")
    Round.objects.filter(pk=case.round.pk).update(state="implementing")
    refused("round_gifts_open", archive_round, round_id=case.round.pk, actor=case.head)
    assert Round.objects.get(pk=case.round.pk).state == "implementing"

    assert (sent_back(case), goods.refunds.get().state) == (1, "paid")
    archive_round(round_id=case.round.pk, actor=case.head)

    assert Round.objects.get(pk=case.round.pk).state == "archived"
    assert findings() == []


def test_a_refund_takes_two_and_is_owed_when_the_project_is_out() -> None:
    case = make_giving(make_scored_round().round)
    project = case.round.projects.order_by("pk")[0]
    gift = received(case, agreed(case, project=project))
    type(project).objects.filter(pk=project.pk).update(state="rejected")
    with clock.at(OFFERED):
        (refund,) = giving.ask_refunds(round_id=case.round.pk, actor=case.clerk)
    refused("refund_by_two", giving.approve_refund, refund_id=refund.pk, actor=case.clerk)
    refused("refund_owed", giving.refuse_refund, refund_id=refund.pk, answer="不退", actor=case.head)
    refused("refund_illegal_move", giving.pay_refund, refund_id=refund.pk, voucher="T", on=UNTIL, actor=case.maker)
    with clock.at(OFFERED):
        giving.approve_refund(refund_id=refund.pk, actor=case.head)
    refused("gift_voucher_missing", giving.pay_refund, refund_id=refund.pk, voucher=" ", on=UNTIL, actor=case.maker)
    with clock.at(OFFERED):
        giving.pay_refund(refund_id=refund.pk, voucher="T1", on=OFFERED.date(), actor=case.maker)
    assert (free(case.rules.source_id), gift.refunds.get().state) == (0, "paid")
    assert findings() == []


def test_an_archived_round_with_a_gift_that_did_not_go_back_is_found() -> None:
    case = make_giving(make_scored_round().round)
    gift = received(case, agreed(case, project=case.round.projects.order_by("pk")[0]))
    Round.objects.filter(pk=case.round.pk).update(state="archived")
    assert [each.code for each in findings()] == ["donation_unreturned"]
    assert gift.receipt_number == findings()[0].facts["receipt"]


def test_the_rules_stay_once_gifts_rest_on_them(case: Giving) -> None:
    received(case, agreed(case))
    case.rules.bank = "云溪农商行"
    giving.save_donation_rules(case.rules, actor=case.clerk)
    case.rules.points = 90
    with pytest.raises(RuleRefusal) as caught:
        giving.save_donation_rules(case.rules, actor=case.clerk)
    assert caught.value.code == "donation_rules_used"


def test_a_fund_is_shown_with_its_donors_consent_only(case: Giving) -> None:
    fund = case.fund
    NamedFund.objects.filter(pk=fund.pk).update(state="draft", consent="")
    with pytest.raises(RuleRefusal) as caught:
        giving.open_fund(fund_id=fund.pk, actor=make_user(Role.HEAD))
    assert caught.value.code == "fund_consent_missing"
    assert queries.one_fund(fund.slug) is None
