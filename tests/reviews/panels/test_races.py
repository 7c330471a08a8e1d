"""Threads on PostgreSQL: the secretary moves while experts save, a lock meets a save, two lock at once."""

from collections import Counter

import pytest

from reviews.flows import panels as flows
from reviews.models import PanelSlot, ScoreSheet
from tests.reviews.panels.factories import Sitting, make_sitting
from tests.reviews.scoring.factories import user_of, whole_marks
from tests.together import at_once, outcomes
from venture.audit.models import AuditEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def running() -> Sitting:
    sitting = make_sitting(started=True, projects=3, experts=3)
    flows.call_next(panel_id=sitting.panel.pk, actor=sitting.staff)
    return sitting


def test_the_secretary_goes_on_while_experts_save_and_no_mark_is_lost() -> None:
    sitting = running()
    marks = whole_marks(sitting.review.round, 7)
    keys = [(sitting.at(expert, 1).pk, user_of(sitting.experts[expert])) for expert in range(3)]
    given = outcomes(
        [
            lambda: flows.call_next(panel_id=sitting.panel.pk, actor=sitting.staff),
            *(
                lambda key=key, who=who: flows.save_live(assignment_id=key, marks=marks, actor=who)  # type: ignore[misc]
                for key, who in keys
            ),
        ]
    )
    assert given == ["done"] * 4
    assert ScoreSheet.objects.filter(state="draft", turn=1).count() == 3
    assert PanelSlot.objects.get(panel=sitting.panel, state="current").order == 2


def test_two_secretaries_call_once_each_and_one_project_is_on() -> None:
    sitting = running()
    at_once([lambda: flows.call_next(panel_id=sitting.panel.pk, actor=sitting.staff)] * 2)
    states = Counter(PanelSlot.objects.filter(panel=sitting.panel).values_list("state", flat=True))
    assert states == Counter({"heard": 2, "current": 1})


def test_a_save_that_meets_the_lock_is_sealed_whole_or_refused() -> None:
    sitting = running()
    for expert in range(3):
        sitting.save(expert, 1, 8)
    row, who = sitting.at(1, 1), user_of(sitting.experts[1])
    marks, chair = whole_marks(sitting.review.round, 3), user_of(sitting.experts[0])
    given = outcomes(
        [
            lambda: flows.save_live(assignment_id=row.pk, marks=marks, actor=who),
            lambda: flows.lock_project(panel_id=sitting.panel.pk, order=1, actor=chair),
        ]
    )
    sheet = ScoreSheet.objects.get(assignment=row)
    assert (sheet.state, given[1]) == ("sealed", "done")
    assert (given[0], sheet.total) in {("done", 30), ("panel_slot_locked", 80)}
    assert AuditEntry.objects.filter(verb="score.seal").count() == 3


def test_a_project_is_locked_once_however_often_it_is_sent() -> None:
    sitting = running()
    for expert in range(3):
        sitting.save(expert, 1)
    chair = user_of(sitting.experts[0])
    outcomes([lambda: flows.lock_project(panel_id=sitting.panel.pk, order=1, actor=chair)] * 4)
    assert AuditEntry.objects.filter(verb="slot.lock").count() == 1
    assert AuditEntry.objects.filter(verb="score.seal").count() == 3


def test_two_who_key_in_at_once_are_first_and_second() -> None:
    sitting = running()
    row, marks = sitting.at(1, 1), whole_marks(sitting.review.round, 7)
    given = at_once(
        [
            lambda: flows.key_sheet(assignment_id=row.pk, marks=marks, actor=sitting.staff).state,
            lambda: flows.key_sheet(assignment_id=row.pk, marks=marks, actor=sitting.other).state,
        ]
    )
    assert Counter(map(str, given)) == Counter({"waiting": 1, "panel_scan_missing": 1})
