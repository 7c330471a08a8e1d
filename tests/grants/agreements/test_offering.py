"""A confirmed award becomes a grant with its money, its payments, its plan and a day to sign by."""

from datetime import date

import pytest

from grants.flows import agreements as flows
from grants.models import Grant, GrantShare, GrantTranche, Improvement, PaymentSettings
from notices.models import Hold
from reviews.models import Award
from tests.grants.agreements.cases import ASKED, OFFERED, make_case, offered
from tests.reviews.decide_factories import WAN
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


def test_a_grant_has_its_source_its_payments_to_the_fen_its_plan_and_a_day() -> None:
    case = make_case()
    PaymentSettings.objects.create(round=case.scored.round, sign_within_days=5)

    grant = offered(case)

    assert (grant.state, grant.amount_fen, grant.committed_fen) == ("offered", ASKED, 0)
    share = GrantShare.objects.get(grant=grant)
    assert (share.source, share.year, share.amount_fen) == (case.award.envelope.source, 2025, ASKED)
    parts = list(GrantTranche.objects.filter(grant=grant).values_list("order", "share", "amount_fen", "trigger"))
    assert parts == [
        (1, 5_000, 4_000_000, "signed"), (2, 4_000, 3_200_000, "midterm_passed"), (3, 1_000, 800_000, "final_passed"),
    ]  # fmt: skip
    assert grant.plan["sections"]["budget"]["lines"][0]["item"] == "巡访补贴"
    assert grant.sign_by is not None
    assert (grant.sign_by - OFFERED.date()).days >= 5
    assert not Improvement.objects.exists()
    assert Message.objects.filter(person=case.owner, event="grant_offered").count() == 1
    assert AuditEntry.objects.filter(verb="grant.offer").count() == 1


def test_another_amount_than_asked_for_asks_for_a_revision_by_itself() -> None:
    case = make_case(approved=6 * WAN)

    grant = offered(case)

    improvement = Improvement.objects.get(grant=grant)
    assert improvement.state == "open"
    assert "60,000元" in improvement.wishes
    assert "80,000元" in improvement.wishes


@pytest.mark.parametrize("way", ["again", "lost", "held", "own"])
def test_what_cannot_be_offered_is_refused_and_nothing_is_made(way: str) -> None:
    case = make_case()
    code, actor = "grant_offered_already", case.clerk
    if way == "again":
        offered(case)
    elif way == "lost":
        code = "grant_award_gone"
        Award.objects.filter(pk=case.award.pk).update(state="lost")
    elif way == "held":
        code = "grant_held"
        Hold.objects.create(project=case.award.project, reason="R-1", placed_by=case.head, placed_at=OFFERED)
    else:
        code, actor = "own_organization", case.owner
    before = Grant.objects.count()
    with clock.at(OFFERED), pytest.raises(RuleRefusal) as told:
        flows.offer_grant(award_id=case.award.pk, actor=actor)
    assert told.value.code == code
    assert Grant.objects.count() == before


def test_a_round_is_offered_in_one_act_and_a_second_press_offers_nothing() -> None:
    case = make_case()
    with clock.at(OFFERED):
        assert flows.offer_round(round_id=case.scored.round.pk, actor=case.clerk) == (1, 0)
        assert flows.offer_round(round_id=case.scored.round.pk, actor=case.clerk) == (0, 0)
    assert Grant.objects.count() == 1


def test_more_time_is_given_with_a_reason_to_a_later_day_only() -> None:
    case = make_case()
    grant = offered(case)
    assert grant.sign_by is not None
    later = date(grant.sign_by.year, 12, 31)
    with clock.at(OFFERED):
        for until, reason, code in (
            (later, " ", "agreement_reason_missing"), (grant.sign_by, "换届", "agreement_due_unknown"),
        ):  # fmt: skip
            with pytest.raises(RuleRefusal) as told:
                flows.prolong_signing(grant_id=grant.pk, until=until, reason=reason, actor=case.clerk)
            assert told.value.code == code
        assert Grant.objects.get().sign_by == grant.sign_by
        flows.prolong_signing(grant_id=grant.pk, until=later, reason="理事会换届", actor=case.clerk)
    assert Grant.objects.get().sign_by == later
