"""What a ranking of 1,000 projects with three sheets each costs: the computation alone, and its page with a selection.

The sheets are laid straight into the tables of the round with most hand-ins: what they cost does not depend on how they
came to be.
"""

import random
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from accounts.models import RoleGrant, User
from benchmarks.city import City
from benchmarks.measuring import Caller, cost
from projects.models import Project
from reviews.domain.ranking import rank
from reviews.enums import DrawPurpose
from reviews.flows.drawing import reveal_draw
from reviews.flows.ranking import commit_lot, compute_ranking, lock_ranking
from reviews.flows.selecting import prepare_selection
from reviews.models import Appointment, Assignment, Expert, ScoreSheet
from reviews.queries.draws import open_draw
from reviews.queries.rankings import inputs_of, stages_of
from rounds.enums import RoundState, StageKind
from rounds.models import Round, Stage
from venture.kernel import clock

SIZE, EXPERTS, PER_PROJECT, SEED = 1_000, 50, 3, 20_270_118
BUDGET_MS: Final = 300
BATCH, RUNS = 500, 5


def run() -> Iterator[dict[str, Any]]:
    """Yield a line for the computation and one for the page: what it may cost and what it costs."""
    projects = City().grow_to(SIZE)
    round_, clerk = _reviewed()
    inputs = inputs_of(round_, stages_of(round_, None))
    spent = _best(lambda: rank(inputs))
    yield _line("ranking, computed from sheets in memory", projects, spent, sheets=len(inputs.sheets))
    waiting = open_draw(round_, DrawPurpose.LOT)
    if waiting is not None:
        reveal_draw(draw_id=waiting.pk, public="", actor=clerk)
    commit_lot(round_id=round_.pk, actor=clerk)
    ranking = compute_ranking(round_id=round_.pk, actor=clerk)
    lock_ranking(ranking_id=ranking.pk, actor=clerk)
    prepare_selection(ranking_id=ranking.pk, actor=clerk)
    caller, address = Caller(clerk), reverse("admin:ranking_desk", args=[round_.code])
    measured = cost(lambda: caller.ask(address))
    assert measured.status == 200, measured
    yield _line(
        "ranking with its selection, the page", projects, measured.cpu_ms, queries=measured.queries,
        wall_ms=measured.wall_ms, bytes=measured.bytes,
    )  # fmt: skip


def _line(name: str, projects: int, spent: float, **more: Any) -> dict[str, Any]:
    return {
        "page": name,
        "database": connection.vendor,
        "projects": projects,
        "cpu_ms": {"budget": BUDGET_MS, "measured": round(spent, 1)},
        **more,
        "kept": spent <= BUDGET_MS,
    }


def _best(act: Callable[[], object]) -> float:
    found = []
    for _each in range(RUNS):
        start = time.process_time()
        act()
        found.append((time.process_time() - start) * 1000)
    return min(found)


def _reviewed() -> tuple[Round, User]:
    """Take the round with most hand-ins that has no ranking yet under review; three sealed sheets of random levels
    for every project."""
    handed_in = Project.objects.filter(submissions__isnull=False, round__rankings__isnull=True)
    projects = list(handed_in.distinct().order_by("round", "pk"))
    counted: dict[int, int] = {}
    for each in projects:
        counted[each.round_id] = counted.get(each.round_id, 0) + 1
    round_ = Round.objects.get(pk=max(counted, key=counted.__getitem__))
    mine = [each for each in projects if each.round_id == round_.pk]
    Project.objects.filter(pk__in=[each.pk for each in mine]).update(state="accepted")
    Round.objects.filter(pk=round_.pk).update(state=RoundState.REVIEWING)
    Stage.objects.filter(round=round_, kind=StageKind.PANEL).update(kind=StageKind.DECISION)
    stage = round_.stages.get(kind=StageKind.REVIEW)
    now, clerk = clock.now(), User.objects.create_user("bench-clerk@yunxi.example", display_name="经办")
    RoleGrant.objects.create(user=clerk, role=Role.CLERK, starts_on="2020-01-01")
    people = [_expert(round_, number, clerk, now) for number in range(EXPERTS)]
    Assignment.objects.bulk_create(
        [
            Assignment(
                stage=stage, project=project, submission=project.submissions.order_by("-version")[0], given_at=now,
                place=number, state="done", appointment=people[(number + each * 7) % EXPERTS],
            )
            for number, project in enumerate(mine)
            for each in range(PER_PROJECT)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    chance = random.Random(SEED)
    leaves = [each.pk for each in round_.criteria.all() if not each.children.exists()]
    ScoreSheet.objects.bulk_create(
        [
            ScoreSheet(
                assignment=each, state="sealed", total=70, content="{}", sha256="0" * 64, saved_at=now, sealed_at=now,
                marks={str(leaf): {"level": chance.randint(4, 10), "reason": ""} for leaf in leaves},
            )
            for each in Assignment.objects.filter(stage=stage, sheets__isnull=True)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    round_.refresh_from_db()
    return round_, clerk


def _expert(round_: Round, number: int, clerk: User, now: Any) -> Appointment:
    expert = Expert.objects.create(name=f"专家{number}", added_at=now)
    return Appointment.objects.create(
        round=round_, expert=expert, state="pledged", invited_by=clerk, invited_at=now, pledged_at=now, declared_at=now
    )
