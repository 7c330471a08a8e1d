"""A grant that is given up: the agreement void, the money free, the award lost, the reserve called, or nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from grants.enums import GrantState
from grants.flows import agreements as flows
from grants.models import Abandonment, Agreement, Grant, JournalEntry
from reviews.models import Award
from tests.grants.agreements.cases import OFFERED, in_force, make_case, member, offered, sent, signed
from tests.grants.factories import make_payment
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
LATE = OFFERED + timedelta(days=60)


def refused(act: Callable[[], object], at: timedelta = timedelta()) -> str:
    with clock.at(OFFERED + at), pytest.raises(RuleRefusal) as told:
        act()
    return told.value.code


def test_an_organisation_gives_up_and_who_waits_is_called_in_the_same_act() -> None:
    case = make_case(others=1)
    sent(case)
    with clock.at(OFFERED):
        done = flows.give_up_grant(grant_id=case.grant.pk, reason="人员变动，无法实施。", actor=case.owner)

    waiting = Award.objects.exclude(pk=case.award.pk).get()
    case.award.refresh_from_db()
    assert (case.grant.state, case.award.state, waiting.state) == ("abandoned", "lost", "proposed")
    assert (done.state, done.by_organization, done.decided_by) == ("approved", True, None)
    assert done.effect == {"released_fen": 0, "called": waiting.project.code}
    assert Agreement.objects.get().state == "void"
    assert AuditEntry.objects.filter(verb__in=["grant.abandon", "award.lose", "award.call"]).count() == 3


def test_after_both_signed_the_committed_money_is_free_again() -> None:
    case = make_case()
    in_force(case)
    assert case.grant.committed_fen > 0
    with clock.at(OFFERED):
        flows.give_up_grant(grant_id=case.grant.pk, reason="理事会决定放弃。", actor=case.owner)
    assert (case.grant.state, case.grant.committed_fen) == ("abandoned", 0)
    assert list(JournalEntry.objects.order_by("number").values_list("kind", flat=True)) == [
        "allot", "commit", "release",
    ]  # fmt: skip
    assert Agreement.objects.get().state == "void"


def test_once_money_was_asked_for_it_is_ended_another_way() -> None:
    case = make_case()
    in_force(case)
    with clock.at(OFFERED):
        make_payment(case.grant)
    assert refused(lambda: flows.give_up_grant(grant_id=case.grant.pk, reason="放弃", actor=case.owner)) == (
        "abandonment_money_moved"
    )
    assert case.grant.state == "agreed"


def test_only_signers_give_up_and_only_with_a_reason() -> None:
    case = make_case()
    offered(case)
    assert refused(
        lambda: flows.give_up_grant(grant_id=case.grant.pk, reason="放弃", actor=member(case, "editor"))
    ) == ("signer_not_authorised")
    assert refused(lambda: flows.give_up_grant(grant_id=case.grant.pk, reason=" ", actor=case.owner)) == (
        "abandonment_reason_missing"
    )
    assert (case.grant.state, Abandonment.objects.count()) == ("offered", 0)


def test_staff_propose_it_after_the_due_day_and_another_person_confirms() -> None:
    case = make_case(others=1)
    sent(case)
    give = {"grant_id": case.grant.pk, "reason": "逾期未签", "actor": case.clerk}
    assert refused(lambda: flows.ask_abandonment(**give)) == "abandonment_too_early"
    with clock.at(LATE):
        asked = flows.ask_abandonment(**give)
    late = timedelta(days=60)
    assert refused(lambda: flows.ask_abandonment(**give), late) == "abandonment_asked_already"
    assert refused(lambda: flows.confirm_abandonment(abandonment_id=asked.pk, actor=case.clerk), late) == (
        "abandonment_by_two"
    )
    assert refused(lambda: flows.confirm_abandonment(abandonment_id=asked.pk, actor=case.owner), late) == (
        "own_organization"
    )
    assert case.grant.state == "offered"
    with clock.at(LATE):
        flows.confirm_abandonment(abandonment_id=asked.pk, actor=case.head)
    assert (case.grant.state, Award.objects.filter(state="proposed").count()) == ("abandoned", 1)
    assert refused(lambda: flows.confirm_abandonment(abandonment_id=asked.pk, actor=case.head), late) == (
        "request_illegal_move"
    )


def test_a_proposal_may_be_declined_and_the_database_knows_of_two_as_well() -> None:
    case = make_case()
    offered(case)
    with clock.at(LATE):
        asked = flows.ask_abandonment(grant_id=case.grant.pk, reason="逾期未签", actor=case.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Abandonment.objects.filter(pk=asked.pk).update(decided_by=case.clerk)
    with clock.at(LATE):
        flows.refuse_abandonment(abandonment_id=asked.pk, answer="已联系，下周签署", actor=case.head)
    asked.refresh_from_db()
    assert (asked.state, case.grant.state) == ("refused", "offered")


def test_who_signed_meanwhile_is_not_given_up() -> None:
    case = make_case()
    signed(case)
    with clock.at(LATE):
        asked = flows.ask_abandonment(grant_id=case.grant.pk, reason="逾期未签", actor=case.clerk)
    assert refused(lambda: flows.confirm_abandonment(abandonment_id=asked.pk, actor=case.head), timedelta(days=60)) == (
        "abandonment_signed_meanwhile"
    )
    assert case.grant.state == "offered"


def test_a_grant_whose_award_went_by_an_objection_is_given_up_at_any_time() -> None:
    case = make_case()
    signed(case)
    Award.objects.filter(pk=case.award.pk).update(state="lost", reason="异议成立")
    with clock.at(OFFERED):
        asked = flows.ask_abandonment(grant_id=case.grant.pk, reason="异议成立", actor=case.clerk)
        flows.confirm_abandonment(abandonment_id=asked.pk, actor=case.head)
    assert (case.grant.state, Agreement.objects.get().state) == ("abandoned", "void")


@pytest.mark.parametrize("state", GrantState.values)
def test_a_grant_is_given_up_before_it_runs_and_never_afterwards(state: str) -> None:
    case = make_case()
    offered(case)
    Grant.objects.filter(pk=case.grant.pk).update(state=state)
    act = lambda: flows.give_up_grant(grant_id=case.grant.pk, reason="放弃", actor=case.owner)  # noqa: E731
    if state in {"offered", "agreed"}:
        with clock.at(OFFERED):
            act()
        assert case.grant.state == "abandoned"
    else:
        assert refused(act) == "grant_illegal_move"
        assert (case.grant.state, Abandonment.objects.count()) == (state, 0)
