"""Threads on PostgreSQL: one reserve is called once, an award is confirmed or lost but never both."""

from datetime import timedelta

import pytest

from reviews.flows.awards import call_reserve, confirm_award, lose_award
from reviews.flows.deciding import confirm_decision
from reviews.flows.ranking import compute_ranking
from reviews.models import Award, Decision, Ranking
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import REVIEWED, WAN, decided, make_scored_round, noticed, recorded
from tests.together import outcomes
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATER = REVIEWED + timedelta(days=10)


def test_one_reserve_is_called_once_and_an_award_is_confirmed_or_lost_never_both() -> None:
    scored = make_scored_round(((9, 9, 9), (8, 8, 8), (7, 7, 7), (6, 6, 6)), envelope=20 * WAN)
    decided(scored)
    noticed(scored)
    first, second = Award.objects.filter(state="proposed").order_by("pk")
    with clock.at(LATER):
        lose_award(award_id=first.pk, reason="异议成立。", actor=scored.head)
        told = outcomes([lambda: call_reserve(award_id=first.pk, actor=scored.clerk)] * 4)
        assert sorted(told) == [*["award_replaced_already"] * 3, "done"]
        assert Award.objects.filter(replaces=first).count() == 1
        assert AuditEntry.objects.filter(verb="award.call").count() == 1

        told = outcomes([
            lambda: confirm_award(award_id=second.pk, actor=scored.head),
            lambda: lose_award(award_id=second.pk, reason="自愿放弃。", actor=scored.head),
            lambda: confirm_award(award_id=second.pk, actor=scored.clerk),
        ])  # fmt: skip
    assert told.count("award_illegal_move") >= 1
    second.refresh_from_db()
    acts = list(
        AuditEntry.objects.filter(verb__in=["award.confirm", "award.lose"], subject_pk=str(second.pk))
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert (second.state, acts) in [
        ("lost", ["award.confirm", "award.lose"]), ("lost", ["award.lose"]), ("confirmed", ["award.confirm"]),
    ]  # fmt: skip


def test_a_decision_is_confirmed_once_and_rankings_computed_at_once_stand_one_after_the_other() -> None:
    scored = make_scored_round(envelope=20 * WAN)
    with clock.at(REVIEWED):
        outcomes([lambda: compute_ranking(round_id=scored.round.pk, actor=scored.clerk)] * 3)
    assert sorted(Ranking.objects.values_list("version", "state")) == [
        (1, "replaced"), (2, "replaced"), (3, "draft"),
    ]  # fmt: skip
    decision = recorded(scored)
    other = make_user()
    with clock.at(REVIEWED):
        told = outcomes([
            lambda: confirm_decision(decision_id=decision.pk, actor=scored.head),
            lambda: confirm_decision(decision_id=decision.pk, actor=other),
        ])  # fmt: skip
    assert sorted(told) == ["decision_illegal_move", "done"]
    assert Decision.objects.get().state == "decided"
    assert Award.objects.count() == len(scored.projects)
