"""From sealed sheets to a locked table: what counts, what is missing, the lot, the proof."""

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from projects.models import Project
from reviews.domain.draw import replay
from reviews.domain.ranking import bundle
from reviews.flows.ranking import commit_lot, compute_ranking, lock_ranking
from reviews.models import Assignment, Conflict, Ranking, RankRow
from reviews.queries.draws import record_of
from reviews.queries.frozen import computed, still_as_locked
from reviews.queries.rankings import missing
from tests.reviews.decide_factories import REVIEWED, Scored, add_expert, give, make_scored_round, rubric_of, seal_sheet
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(REVIEWED):
        yield


def places(ranking: Ranking) -> list[tuple[int | None, str, Decimal | None]]:
    return list(ranking.rows.values_list("rank", "project__code", "mean"))


def test_means_of_sealed_sheets_make_the_table_and_its_inputs_are_frozen_with_their_hash() -> None:
    scored = make_scored_round()
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)

    assert places(ranking) == [
        (1, scored.projects[0].code, Decimal("83.33")), (2, scored.projects[1].code, Decimal("76.67")),
        (3, scored.projects[2].code, Decimal("66.67")), (4, scored.projects[3].code, Decimal("56.67")),
    ]  # fmt: skip
    first = ranking.rows.get(rank=1)
    assert (first.totals, first.dropped, first.lowest, first.highest, first.passed) == (
        ["80.00", "80.00", "90.00"], [], Decimal("80.00"), Decimal("90.00"), True,
    )  # fmt: skip
    assert still_as_locked(ranking)
    entry = AuditEntry.objects.get(verb="ranking.compute")
    assert (entry.actor, entry.facts["sha256"]) == (scored.clerk, ranking.inputs_hash)


def test_of_five_sheets_the_highest_and_the_lowest_are_dropped_where_the_round_says_so() -> None:
    scored = make_scored_round(((10, 8, 8, 7, 2),), experts=5)
    row = compute_ranking(round_id=scored.round.pk, actor=scored.clerk).rows.get()

    assert (row.totals, row.dropped, row.mean) == (
        ["20.00", "70.00", "80.00", "80.00", "100.00"], [0, 4], Decimal("76.67"),
    )  # fmt: skip
    assert row.disputed


def test_a_recused_sheet_and_one_of_a_conflict_leave_the_mean_and_stay_in_the_inputs() -> None:
    scored = make_scored_round(((9, 9, 9, 1, 1),), experts=5)
    recused, conflicted = Assignment.objects.order_by("pk")[3:5]
    Assignment.objects.filter(pk=recused.pk).update(state="recused", ended_at=REVIEWED)
    Conflict.objects.create(
        project=scored.projects[0], expert=scored.experts[4], code="employer", source="detected", found_at=REVIEWED
    )
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)

    assert ranking.rows.get().mean == Decimal("90.00")
    told = json.loads(ranking.inputs)["sheets"]
    assert [each["state"] for each in told] == ["counts", "counts", "counts", "recused", "recused"]
    assert told[3]["marks"]
    assert conflicted.pk


def test_a_missing_sheet_is_named_and_keeps_the_ranking_from_being_locked() -> None:
    scored = make_scored_round(((9, 9, None), (8, 8, 8)))
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)

    assert places(ranking) == [(1, scored.projects[1].code, Decimal("80.00")), (None, scored.projects[0].code, None)]
    assert ranking.rows.get(rank=None).why == "sheets_missing"
    assert [each.appointment.expert for each in missing(scored.round, [scored.stage])] == [scored.experts[2]]
    with pytest.raises(RuleRefusal) as refusal:
        lock_ranking(ranking_id=ranking.pk, actor=scored.head)
    assert (refusal.value.code, refusal.value.details) == ("ranking_incomplete", {"count": 1})
    assert Ranking.objects.get().state == "draft"


def test_a_tie_waits_for_a_lot_that_was_promised_before_and_the_same_lot_parts_it_every_time() -> None:
    scored = make_scored_round(((8, 8, 8), (8, 8, 8), (7, 7, 7)))
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    assert [(rank, mean) for rank, _code, mean in places(ranking)] == [
        (3, Decimal("70.00")), (None, Decimal("80.00")), (None, Decimal("80.00")),
    ]  # fmt: skip

    lot = commit_lot(round_id=scored.round.pk, actor=scored.clerk)
    assert commit_lot(round_id=scored.round.pk, actor=scored.head) == lot
    drawn = compute_ranking(round_id=scored.round.pk, actor=scored.clerk, public="福彩双色球2025001期 03 08 11")
    again = compute_ranking(round_id=scored.round.pk, actor=scored.clerk, public="another number")

    lot.refresh_from_db()
    assert places(drawn) == places(again)
    assert [rank for rank, *_rest in places(drawn)] == [1, 2, 3]
    assert drawn.rows.get(rank=2).tie == ["lot"]
    assert lot.seed == "福彩双色球2025001期 03 08 11"
    assert replay(record_of(lot)).chosen[""]
    assert still_as_locked(again)


def test_computing_again_replaces_the_last_one_and_a_locked_one_is_stale_once_a_sheet_changed() -> None:
    scored = make_scored_round()
    first = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    give_one_more(scored)
    with pytest.raises(RuleRefusal) as refusal:
        lock_ranking(ranking_id=first.pk, actor=scored.head)
    assert refusal.value.code == "ranking_stale"

    second = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    lock_ranking(ranking_id=second.pk, actor=scored.head)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.version, second.locked_by) == ("replaced", "locked", 2, scored.head)
    with pytest.raises(RuleRefusal) as refusal:
        lock_ranking(ranking_id=second.pk, actor=scored.head)
    assert refusal.value.code == "ranking_illegal_move"


def give_one_more(scored: Scored) -> None:
    """One more expert reads the first project and hands in."""
    add_expert(scored)
    give(scored, scored.projects[0], len(scored.appointments) - 1, 5)


def test_outside_the_review_nothing_is_computed() -> None:
    scored = make_scored_round()
    type(scored.round).objects.filter(pk=scored.round.pk).update(state="closed")
    with pytest.raises(RuleRefusal) as refusal:
        compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    assert refusal.value.code == "ranking_not_now"
    assert not Ranking.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reviews_rankrow SET mean = 99 WHERE rank = 2", "UPDATE reviews_rankrow SET rank = 9 WHERE rank = 1",
        "DELETE FROM reviews_rankrow WHERE rank = 1", "UPDATE reviews_ranking SET inputs = '{}'",
        "UPDATE reviews_ranking SET inputs_hash = 'x'", "UPDATE reviews_ranking SET state = 'draft'",
        "DELETE FROM reviews_ranking",
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_a_locked_ranking(sql: str) -> None:
    scored = make_scored_round()
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    lock_ranking(ranking_id=ranking.pk, actor=scored.head)
    before = places(ranking)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert places(ranking) == before


def test_a_row_changed_past_the_guard_is_named_by_the_proof() -> None:
    scored = make_scored_round()
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    RankRow.objects.filter(ranking=ranking, rank=4).update(mean=Decimal("99.00"))
    assert not still_as_locked(ranking)


def test_the_program_of_outsiders_computes_the_exported_bundle_again_and_names_what_differs(tmp_path: Path) -> None:
    scored = make_scored_round(((9, 9, 9, 9, 1), (9, 8, 9, 8, 9), (None, 8, 8, 8, 8), (6, 6, 6, 6, 6)), experts=5)
    leaves = [leaf.key for leaf in rubric_of(scored.round).leaves]
    late = Assignment.objects.get(project=scored.projects[2], appointment=scored.appointments[0])
    seal_sheet(late, {key: 10 - number % 3 for number, key in enumerate(leaves)})
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    told = bundle(*computed(ranking.inputs))
    paper = tmp_path / "bundle.json"

    def run() -> subprocess.CompletedProcess[str]:
        program = Path(settings.BASE_DIR) / "tools" / "recompute_ranking.py"
        return subprocess.run([sys.executable, program, paper], capture_output=True, text=True, check=False)

    paper.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    assert run().returncode == 0
    told["table"][0]["mean"] = "99.00"
    paper.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    answer = run()
    assert answer.returncode == 1
    assert "line 1" in answer.stdout
    assert Project.objects.count() == len(told["table"])
