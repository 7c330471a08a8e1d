"""What an assignment of experts is computed from: the projects of a stage, its experts, conflicts, and what stands."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from projects.enums import ProjectState
from projects.models import Project as Application
from reviews.domain.assignment import Expert, Pair, Problem, Project
from reviews.enums import AppointmentState, AssignmentState, ConflictState, PlanMode, PlanState, RecusalState
from reviews.models import Appointment, Assignment, AssignmentPlan, Conflict, Recusal
from rounds.domain.canonical import canonical, fingerprint
from rounds.enums import StageKind
from rounds.models import Stage

# Usual practice: a panel of five (Haicang, Guangzhou), three readers where projects are assigned one by one.
USUAL_PANEL, USUAL_READERS = 5, 3
ON_DESK: Final = frozenset({AssignmentState.BEGUN, AssignmentState.DONE})


@dataclass(frozen=True)
class Rules:
    """How a stage is distributed. ``panel``: experts of a group; ``need``: experts of a project in the other mode;
    ``extra``: projects (keys) that one more expert reads; ``finance``: a finance expert reads each project.
    """

    mode: str = PlanMode.GROUPS
    panel: int = USUAL_PANEL
    groups: int | None = None
    quota: int = 0
    need: int = USUAL_READERS
    spread: int = 1
    finance: bool = False
    extra: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "mode": str(self.mode), "extra": sorted(self.extra)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Rules":
        return cls(**{**kept, "extra": tuple(kept.get("extra", ()))})

    @property
    def readers(self) -> int:
        return self.panel if self.mode == PlanMode.GROUPS else self.need


@dataclass(frozen=True)
class World:
    """The problem as it stands, the pairs in force, and a hash of both."""

    problem: Problem
    current: frozenset[Pair]
    fingerprint: str


def for_desk() -> QuerySet[Stage]:
    return Stage.objects.filter(kind=StageKind.REVIEW).select_related("round__area")


def entrants(stage: Stage) -> QuerySet[Application]:
    return Application.objects.filter(round=stage.round_id, state=ProjectState.ACCEPTED)


def usual_rules(stage: Stage) -> Rules:
    """Return the rules of the plan in force, or what the round's stage says and practice fills in."""
    last = standing_plan(stage, PlanState.APPLIED)
    if last is not None:
        return Rules.from_json(last.rules)
    readers = stage.reviewers
    return Rules(panel=readers or USUAL_PANEL, need=readers or USUAL_READERS, quota=stage.quota or 0)


def standing_plan(stage: Stage, state: str) -> AssignmentPlan | None:
    return AssignmentPlan.objects.filter(stage=stage, state=state).order_by("-pk").first()


def world_of(stage: Stage, rules: Rules) -> World:
    """Read what the plan is computed from. 5 queries, however large the round."""
    applications = list(entrants(stage).select_related("category").order_by("pk"))
    seats = list(
        Appointment.objects.filter(round=stage.round_id, state=AppointmentState.PLEDGED)
        .select_related("expert")
        .order_by("pk")
    )
    projects = tuple(
        Project(
            str(each.pk), rules.readers + (each.pk in rules.extra), each.category.slug if each.category else "",
            finance=rules.finance,
        )
        for each in applications
    )  # fmt: skip
    experts = tuple(
        Expert(
            str(seat.pk), frozenset(seat.expert.fields), "".join(seat.expert.employer.split()), seat.lower,
            seat.upper, seat.expert.finance,
        )
        for seat in seats
    )  # fmt: skip
    known = {each.key for each in projects}, {each.key for each in experts}
    hard, soft = _barred(stage, {seat.expert_id: str(seat.pk) for seat in seats}, known)
    rows = Assignment.objects.filter(stage=stage, state__in=list(AssignmentState.counting))
    standing = {(str(row.project_id), str(row.appointment_id)): row.state for row in rows}
    current = frozenset(pair for pair in standing if pair not in hard | soft)
    fixed = frozenset(
        pair for pair in current if standing[pair] in ON_DESK and pair[0] in known[0] and pair[1] in known[1]
    )
    problem = Problem(projects, experts, hard, soft, fixed, spread=rules.spread)
    return World(problem, current, _hash(problem, current))


def _barred(
    stage: Stage, seat_of: Mapping[int, str], known: tuple[set[str], set[str]]
) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """Return the pairs that conflicts forbid, hard and soft. Who stepped aside once is never asked again."""
    hard: set[Pair] = set()
    soft: set[Pair] = set()
    rows = Conflict.objects.filter(
        project__round=stage.round_id, expert__in=list(seat_of), state=ConflictState.STANDING
    ).values_list("project_id", "expert_id", "hard")
    for project_id, expert_id, is_hard in rows:
        (hard if is_hard else soft).add((str(project_id), seat_of[expert_id]))
    aside = Assignment.objects.filter(stage=stage, state=AssignmentState.RECUSED)
    hard |= {(str(project), str(seat)) for project, seat in aside.values_list("project_id", "appointment_id")}
    inside = {pair for pair in hard | soft if pair[0] in known[0] and pair[1] in known[1]}
    return frozenset(hard & inside), frozenset((soft - hard) & inside)


def _hash(problem: Problem, current: frozenset[Pair]) -> str:
    return fingerprint(
        canonical(
            {
                "projects": [[each.key, each.need, each.category, each.finance] for each in problem.projects],
                "experts": [
                    [each.key, sorted(each.fields), each.institution, each.least, each.most, each.finance]
                    for each in problem.experts
                ],
                "hard": sorted(problem.hard),
                "soft": sorted(problem.soft),
                "fixed": sorted(problem.fixed),
                "current": sorted(current),
            }
        )
    )


def coverage(stage: Stage) -> dict[str, int]:
    """Return how many projects have how many counting experts: ``{"0": …, "1": …}``. One query."""
    rows = entrants(stage).annotate(readers=_readers(stage)).values_list("readers", flat=True)
    found: dict[str, int] = {}
    for readers in rows:
        found[str(readers)] = found.get(str(readers), 0) + 1
    return found


def lacking(stage: Stage, readers: int) -> QuerySet[Application]:
    """Return the projects that fewer than ``readers`` experts read."""
    return entrants(stage).annotate(readers=_readers(stage)).filter(readers__lt=readers).order_by("blind_code", "pk")


def _readers(stage: Stage) -> Count:
    return Count(
        "assignments",
        filter=Q(assignments__stage=stage, assignments__state__in=list(AssignmentState.counting)),
    )


def loads(stage: Stage) -> list[Appointment]:
    """Return the pledged experts of the round with their load in this stage. One query."""
    return list(
        Appointment.objects.filter(round=stage.round_id, state=AppointmentState.PLEDGED)
        .select_related("expert")
        .annotate(
            load=Count(
                "assignments",
                filter=Q(assignments__stage=stage, assignments__state__in=list(AssignmentState.counting)),
            )
        )
        .order_by("expert__name", "pk")
    )


def open_recusals(stage: Stage) -> QuerySet[Recusal]:
    return Recusal.objects.filter(assignment__stage=stage, state=RecusalState.ASKED)
