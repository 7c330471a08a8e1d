"""Plan and budget revised before signing: a difference that both sides accept, to the approved amount exactly."""

from collections.abc import Callable

import pytest

from accounts.models import User
from grants.domain.plans import grant_fen_of
from grants.enums import ImprovementState
from grants.flows import agreements as flows
from grants.flows.agreements.improving import mark_of, typed_now
from grants.models import Improvement
from grants.queries.agreements import changes_in
from tests.grants.agreements.cases import OFFERED, Case, drafted, make_case, member, offered
from tests.reviews.decide_factories import WAN
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
PRICE = "lines.b1.price"


def revise(case: Case, price: str, *, actor: User | None = None, seen: str = "") -> Improvement:
    """Type another price into the budget's only line."""
    improvement = Improvement.objects.get(grant=case.grant)
    before = typed_now(case.grant, improvement, "budget")
    with clock.at(OFFERED):
        return flows.save_improvement(
            improvement_id=improvement.pk, section="budget", typed={**before, PRICE: price},
            seen=seen or mark_of(before), actor=actor or case.owner,
        )  # fmt: skip


def refused(act: Callable[[], object]) -> str:
    with clock.at(OFFERED), pytest.raises(RuleRefusal) as told:
        act()
    return told.value.code


def test_a_lower_award_is_revised_handed_over_and_accepted_as_a_difference() -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    improvement = revise(case, "375")
    with clock.at(OFFERED):
        flows.offer_improvement(improvement_id=improvement.pk, answer="已按核定金额调整。", actor=case.owner)
        told = changes_in(case.grant, Improvement.objects.get())
        flows.agree_improvement(improvement_id=improvement.pk, actor=case.clerk)

    improvement.refresh_from_db()
    assert (improvement.state, improvement.offered_by, improvement.agreed_by) == ("agreed", case.owner, case.clerk)
    assert grant_fen_of(case.grant.plan) == 6 * WAN
    assert [each.path for each in told] == [PRICE]
    assert "".join(piece.text for piece in told[0].after) == "375 元"
    assert [each.path for each in changes_in(case.grant)] == [PRICE]
    assert AuditEntry.objects.filter(verb__startswith="improvement.").count() == 4


def test_a_budget_of_another_sum_is_not_handed_over() -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    improvement = Improvement.objects.get()
    assert refused(lambda: flows.offer_improvement(improvement_id=improvement.pk, actor=case.owner)) == (
        "improvement_wrong_sum"
    )
    revise(case, "")
    assert refused(lambda: flows.offer_improvement(improvement_id=improvement.pk, actor=case.owner)) == (
        "improvement_incomplete"
    )
    improvement.refresh_from_db()
    assert (improvement.state, improvement.offered_by) == ("open", None)


def test_a_revision_comes_back_with_a_reason_and_is_handed_over_again() -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    improvement = revise(case, "375")
    with clock.at(OFFERED):
        flows.offer_improvement(improvement_id=improvement.pk, actor=case.owner)
    assert refused(lambda: flows.return_improvement(improvement_id=improvement.pk, reason="", actor=case.clerk)) == (
        "improvement_reason_missing"
    )
    with clock.at(OFFERED):
        flows.return_improvement(improvement_id=improvement.pk, reason="请说明次数。", actor=case.clerk)
        flows.offer_improvement(improvement_id=improvement.pk, actor=case.owner)
    improvement.refresh_from_db()
    assert (improvement.state, improvement.changes["returned"]) == ("offered", "请说明次数。")


def test_parts_are_for_writers_handing_over_for_signers_and_nothing_for_members_on_the_other_side() -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    viewer, editor, signatory = (member(case, role) for role in ("viewer", "editor", "signatory"))
    assert refused(lambda: revise(case, "375", actor=viewer)) == "grant_not_yours_to_write"
    improvement = revise(case, "375", actor=editor)
    assert refused(lambda: flows.offer_improvement(improvement_id=improvement.pk, actor=editor)) == (
        "signer_not_authorised"
    )
    with clock.at(OFFERED):
        flows.offer_improvement(improvement_id=improvement.pk, actor=signatory)
    assert (
        refused(lambda: flows.agree_improvement(improvement_id=improvement.pk, actor=signatory)) == "own_organization"
    )
    improvement.refresh_from_db()
    assert improvement.state == "offered"


def test_two_who_edit_the_same_part_do_not_overwrite_each_other() -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    stale = mark_of(typed_now(case.grant, Improvement.objects.get(), "budget"))
    revise(case, "375")
    assert refused(lambda: revise(case, "400", seen=stale)) == "improvement_stale"
    assert Improvement.objects.get().changes["typed"]["budget"][PRICE] == "375"


def test_while_it_is_open_nothing_is_drafted_and_it_cannot_be_dropped() -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    improvement = Improvement.objects.get()
    assert refused(lambda: flows.draft_agreement(grant_id=case.grant.pk, actor=case.clerk)) == "improvement_under_way"
    assert refused(
        lambda: flows.drop_improvement(improvement_id=improvement.pk, reason="不再需要", actor=case.clerk)
    ) == ("improvement_needed")
    assert not case.grant.agreements.exists()


def test_wishes_of_the_panel_may_be_dropped_again_where_the_sum_is_right() -> None:
    case = make_case()
    grant = offered(case)
    with clock.at(OFFERED):
        improvement = flows.open_improvement(grant_id=grant.pk, wishes="请细化风险预案。", actor=case.clerk)
    assert refused(lambda: flows.open_improvement(grant_id=grant.pk, wishes="再改。", actor=case.clerk)) == (
        "improvement_one_already"
    )
    with clock.at(OFFERED):
        flows.drop_improvement(improvement_id=improvement.pk, reason="会议已同意原方案", actor=case.clerk)
    improvement.refresh_from_db()
    assert improvement.state == "dropped"


def test_after_the_draft_nothing_is_asked_for() -> None:
    case = make_case()
    drafted(case)
    assert refused(lambda: flows.open_improvement(grant_id=case.grant.pk, wishes="请改。", actor=case.clerk)) == (
        "improvement_too_late"
    )


@pytest.mark.parametrize("state", ImprovementState.values)
def test_every_verb_in_every_state_does_what_the_table_says(state: str) -> None:
    case = make_case(approved=6 * WAN)
    grant = offered(case)
    improvement = revise(case, "375")
    grant.plan = {**grant.plan, "sections": {**grant.plan["sections"], "budget": {"lines": []}}}
    grant.save(update_fields=["plan"])
    stamps = {"offered_by": case.owner, "offered_at": OFFERED, "agreed_by": case.clerk, "agreed_at": OFFERED}
    acts: dict[str, tuple[set[str], Callable[[], object]]] = {
        "offer": ({"open"}, lambda: flows.offer_improvement(improvement_id=improvement.pk, actor=case.owner)),
        "return": (
            {"offered"},
            lambda: flows.return_improvement(improvement_id=improvement.pk, reason="请改", actor=case.clerk),
        ),
        "agree": ({"offered"}, lambda: flows.agree_improvement(improvement_id=improvement.pk, actor=case.clerk)),
        "drop": (
            {"open", "offered"},
            lambda: flows.drop_improvement(improvement_id=improvement.pk, reason="免", actor=case.clerk),
        ),
    }
    for legal, act in acts.values():
        Improvement.objects.filter(pk=improvement.pk).update(state=state, **stamps)
        if state in legal:
            with clock.at(OFFERED):
                act()
        else:
            assert refused(act) == "improvement_illegal_move"
            assert Improvement.objects.get().state == state
