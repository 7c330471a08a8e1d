"""The lock: what is sealed, what is missing, that nobody changes anything afterwards; the composite that follows."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from reviews.flows import panels as flows
from reviews.flows.ranking import compute_ranking
from reviews.flows.sealing import reopen, seal
from reviews.models import Panel, PanelSlot, ScoreSheet
from reviews.queries.verifying import faults
from rounds.models import Round, Stage
from tests.reviews.panels.factories import Sitting, make_sitting
from tests.reviews.scoring.factories import assign, scored, user_of, whole_marks
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting(started=True)


def heard(sitting: Sitting, levels: tuple[int, ...] = (8, 7, 6)) -> None:
    """Hear all projects; every expert gives each the own level."""
    for order in range(1, len(sitting.projects) + 1):
        flows.call_next(panel_id=sitting.panel.pk, actor=sitting.staff)
        for expert, level in enumerate(levels):
            sitting.save(expert, order, level)
    flows.close_panel(panel_id=sitting.panel.pk, actor=sitting.staff)


def lock(sitting: Sitting, **given: str) -> Panel:
    return flows.lock_panel(panel_id=sitting.panel.pk, actor=user_of(sitting.experts[0]), **given)


def refusal_of(act: Callable[[], object]) -> RuleRefusal:
    with pytest.raises(RuleRefusal) as refusal:
        act()
    return refusal.value


def test_a_lock_seals_every_sheet_into_the_log_and_the_verifier_finds_nothing(sitting: Sitting) -> None:
    heard(sitting)
    lock(sitting)
    sheets = list(ScoreSheet.objects.order_by("pk"))
    assert [(each.state, len(each.sha256)) for each in sheets] == [("sealed", 64)] * 9
    entries = AuditEntry.objects.filter(verb="slot.lock").order_by("seq")
    assert sorted(hash_ for entry in entries for hash_ in entry.facts["sheets"]) == sorted(
        each.sha256 for each in sheets
    )
    assert not [fault for fault in faults() if fault.kind.startswith(("sheet", "assignment"))]


def test_nobody_changes_a_locked_score_neither_expert_nor_staff_nor_the_database(sitting: Sitting) -> None:
    heard(sitting)
    lock(sitting)
    row = sitting.at(1, 1)
    expert = user_of(sitting.experts[1])
    marks = whole_marks(sitting.review.round, 1)
    acts = [
        lambda: flows.save_live(assignment_id=row.pk, marks=marks, actor=expert),
        lambda: reopen(assignment_id=row.pk, reason="想改", actor=sitting.other),
        lambda: flows.key_sheet(assignment_id=row.pk, marks=marks, actor=sitting.other),
    ]
    assert [refusal_of(act).code for act in acts] == ["panel_slot_locked"] * 3
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelSlot.objects.filter(panel=sitting.panel).update(locked_at=None, locked_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Panel.objects.filter(pk=sitting.panel.pk).update(state="running")
    assert ScoreSheet.objects.filter(total=10).count() == 0


def test_a_missing_sheet_is_named_and_only_a_reason_locks_without_it(sitting: Sitting) -> None:
    heard(sitting, levels=(8, 7))
    sitting.save(2, 1, 6)
    told = refusal_of(lambda: lock(sitting))
    name = sitting.experts[2].expert.name
    assert (told.code, told.details["words"]) == ("panel_sheets_missing", f"2（{name}）；3（{name}）")
    assert not ScoreSheet.objects.filter(state="sealed").exists()
    lock(sitting, reason="该专家平板故障且未留纸质评分，经监督同意")
    assert ScoreSheet.objects.filter(state="sealed").count() == 7
    assert sitting.at(2, 2).state == "released"
    assert sitting.reread().reason.startswith("该专家平板故障")


def test_fewer_sheets_than_make_a_mean_are_named_too(sitting: Sitting) -> None:
    for seat in list(sitting.panel.seats.order_by("pk"))[1:]:
        flows.mark_absent(panel_id=sitting.panel.pk, seat_id=seat.pk, reason="未到", actor=sitting.staff)
    heard(sitting, levels=(8,))
    told = refusal_of(lambda: lock(sitting))
    assert told.details["words"] == "1（1/2）；2（1/2）；3（1/2）"


def test_a_draft_that_lacks_a_mark_is_missing(sitting: Sitting) -> None:
    heard(sitting, levels=(8, 7))
    for order in (1, 2, 3):
        flows.save_live(
            assignment_id=sitting.at(2, order).pk, marks=dict([*whole_marks(sitting.review.round).items()][1:]),
            actor=user_of(sitting.experts[2]),
        )  # fmt: skip
    assert refusal_of(lambda: lock(sitting)).code == "panel_sheets_missing"


def test_one_project_is_locked_while_the_session_goes_on(sitting: Sitting) -> None:
    flows.call_next(panel_id=sitting.panel.pk, actor=sitting.staff)
    for expert in range(3):
        sitting.save(expert, 1)
    flows.lock_project(panel_id=sitting.panel.pk, order=1, actor=user_of(sitting.experts[0]))
    flows.lock_project(panel_id=sitting.panel.pk, order=1, actor=user_of(sitting.experts[0]))
    assert AuditEntry.objects.filter(verb="slot.lock").count() == 1
    flows.call_next(panel_id=sitting.panel.pk, actor=sitting.staff)
    back = refusal_of(lambda: flows.call_project(panel_id=sitting.panel.pk, order=1, actor=sitting.staff))
    assert back.code == "panel_slot_locked"
    waiting = refusal_of(
        lambda: flows.lock_project(panel_id=sitting.panel.pk, order=3, actor=user_of(sitting.experts[0]))
    )
    assert waiting.code == "panel_not_called"


def test_a_sheet_on_paper_that_waits_for_its_second_person_holds_the_lock(sitting: Sitting) -> None:
    heard(sitting)
    flows.key_sheet(assignment_id=sitting.at(1, 2).pk, marks=whole_marks(sitting.review.round, 5), actor=sitting.staff)
    assert refusal_of(lambda: lock(sitting)).code == "panel_keyed_open"
    assert not ScoreSheet.objects.filter(state="sealed").exists()


def test_sealed_sheets_of_the_panel_enter_the_composite_with_the_weight_of_their_stage(sitting: Sitting) -> None:
    review, round_ = sitting.review, sitting.review.round
    Stage.objects.filter(pk=review.stage.pk).update(weight=6_000, threshold=None, reviewers=1, drop_extremes=False)
    Stage.objects.filter(pk=sitting.stage.pk).update(weight=4_000, scale=50)
    Round.objects.filter(pk=round_.pk).update(advanced=["composite"])
    for number, project in enumerate(sitting.projects):
        row = assign(review, project, sitting.experts[0])
        scored(review, row, 9 - number)
        with clock.at(review.now):
            seal(assignment_id=row.pk, actor=user_of(sitting.experts[0]))
    heard(sitting)
    before = compute_ranking(round_id=round_.pk, actor=sitting.staff)
    assert set(before.rows.values_list("why", flat=True)) == {"sheets_missing"}
    lock(sitting)
    table = compute_ranking(round_id=round_.pk, actor=sitting.staff)
    means = list(table.rows.order_by("rank").values_list("project__code", "mean"))
    # 60 % of the written review (90, 80, 70) and 40 % of the panel (80, 70, 60: mean 70), both brought to 100.
    assert means == [
        (project.code, Decimal(written * 6 + 70 * 4) / 10)
        for project, written in zip(sitting.projects, (90, 80, 70), strict=True)
    ]
    assert table.rows.get(rank=1).totals == ["90.00", "60.00", "70.00", "80.00"]
