"""Last year's special call from its first case to its awards: screened, read by one panel, ranked, decided, noticed.

``play`` leaves it decided: every award but the lost one is confirmed, its reserve was called. What follows of it
(agreements, payments, reports) belongs to the grants.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from accounts.demo import person
from projects.demo.applying import stories
from projects.demo.special import CODE
from projects.models import Project
from reviews.demo import announcing, choosing, objecting
from reviews.demo.experts import lay_experts, lay_pool
from reviews.demo.reviewing import given, scored
from reviews.enums import Found, PlanMode
from reviews.flows.blinding import decide_traces, open_review
from reviews.flows.planning import apply_plan, propose_plan
from reviews.flows.ranking import commit_lot, compute_ranking, lock_ranking
from reviews.models import Appointment, Ranking, Trace
from reviews.queries.planning import Rules
from rounds.models import Round
from venture.kernel import clock

PANEL: Final = ("ZJ-003", "ZJ-008", "ZJ-009", "ZJ-010", "ZJ-011")
A_DAY: Final = 4
# Those who came to this call were good, the demonstration's own applicant among the best.
USUAL: Final = 1
OURS: Final = 2


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of the call's winter: December is of the year before."""
    return datetime(2025 if month == 12 else 2026, month, day, hour, minute, tzinfo=clock.BEIJING)


def play(accept: Callable[[int, Project], Any]) -> None:
    """Play the call to its end. ``accept`` lets one application through the screening."""
    round_ = Round.objects.get(code=CODE)
    for number, project in enumerate(stories(CODE)):
        with clock.at(at(12, 15, 9) + timedelta(days=number // 8, minutes=35 * (number % 8))):
            accept(number, project)
    lay_pool(at(12, 4, 9))
    parts = lay_experts(round_, first=at(12, 8, 9), keys=PANEL)
    ranking = _ranked(round_, parts)
    decision = choosing.play(ranking)
    notice = announcing.play(decision)
    objecting.play(notice)


def _ranked(round_: Round, parts: list[Appointment]) -> Ranking:
    with clock.at(at(12, 19, 16)):
        open_review(round_id=round_.pk, actor=person("head"))
    traces = Trace.objects.filter(submission__project__round=round_).values_list("pk", flat=True)
    with clock.at(at(12, 19, 16, 10)):
        decide_traces(trace_ids=list(traces), state=Found.REDACTED, actor=person("operator"))
    stage = round_.stages.get(kind="review")
    with clock.at(at(12, 19, 16, 20)):
        plan = propose_plan(
            stage_id=stage.pk, rules=Rules(mode=PlanMode.GROUPS, panel=5, groups=1), actor=person("operator")
        )
    with clock.at(at(12, 19, 17)):
        apply_plan(plan_id=plan.pk, actor=person("clerk"))
    with clock.at(at(12, 22, 9)):
        commit_lot(round_id=round_.pk, actor=person("operator"))
    for instant, event in sorted(_sheets(round_, parts), key=lambda each: each[0]):
        with clock.at(instant):
            event()
    with clock.at(at(1, 9, 9)):
        ranking = compute_ranking(round_id=round_.pk, actor=person("operator"))
    with clock.at(at(1, 9, 15)):
        return lock_ranking(ranking_id=ranking.pk, actor=person("head"))


def _sheets(round_: Round, parts: list[Appointment]) -> Iterator[tuple[datetime, Callable[[], Any]]]:
    ours = stories(CODE)
    first = next(ours).pk
    for number, part in enumerate(parts):
        for place, assignment in enumerate(given(part)):
            day, turn = divmod(place, A_DAY)
            instant = at(12, 22, 9, 30) + timedelta(days=day, minutes=110 * turn + number)
            lean = OURS if assignment.project_id == first else USUAL
            yield instant, scored(round_, assignment, number, lean=lean)
