"""Threads on PostgreSQL: one reserve is called once, an award is confirmed or lost but never both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from reviews.flows.awards import call_reserve, confirm_award, lose_award
from reviews.flows.deciding import confirm_decision
from reviews.flows.ranking import compute_ranking
from reviews.models import Award, Decision, Ranking
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import REVIEWED, WAN, decided, make_scored_round, noticed, recorded
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATER = REVIEWED + timedelta(days=10)


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """Run the acts in threads that start together; return the code of each refusal, empty for what was done."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait()
        try:
            act()
        except RuleRefusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_one_reserve_is_called_once_and_an_award_is_confirmed_or_lost_never_both() -> None:
    scored = make_scored_round(((9, 9, 9), (8, 8, 8), (7, 7, 7), (6, 6, 6)), envelope=20 * WAN)
    decided(scored)
    noticed(scored)
    first, second = Award.objects.filter(state="proposed").order_by("pk")
    with clock.at(LATER):
        lose_award(award_id=first.pk, reason="异议成立。", actor=scored.head)
        told = at_once([lambda: call_reserve(award_id=first.pk, actor=scored.clerk)] * 4)
        assert told == ["", *["award_replaced_already"] * 3]
        assert Award.objects.filter(replaces=first).count() == 1
        assert AuditEntry.objects.filter(verb="award.call").count() == 1

        told = at_once([
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
        at_once([lambda: compute_ranking(round_id=scored.round.pk, actor=scored.clerk)] * 3)
    assert sorted(Ranking.objects.values_list("version", "state")) == [
        (1, "replaced"), (2, "replaced"), (3, "draft"),
    ]  # fmt: skip
    decision = recorded(scored)
    other = make_user()
    with clock.at(REVIEWED):
        told = at_once([
            lambda: confirm_decision(decision_id=decision.pk, actor=scored.head),
            lambda: confirm_decision(decision_id=decision.pk, actor=other),
        ])  # fmt: skip
    assert told == ["", "decision_illegal_move"]
    assert Decision.objects.get().state == "decided"
    assert Award.objects.count() == len(scored.projects)
