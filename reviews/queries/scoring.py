"""Read shapes of the scoring: an expert's projects, one sheet with its rubric, who is how far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import Role
from accounts.queries.people import in_role
from projects.models import Submission
from reviews.domain import scoring
from reviews.enums import AppointmentState, AssignmentState, ScreeningState, SheetState
from reviews.models import Appointment, Assignment, ScoreSheet
from rounds.domain.lengths import COMMENT_LEAST
from rounds.enums import StageKind
from rounds.models import Criterion, Round, Stage
from venture.kernel import policy
from venture.kernel.prepared import Prepared


def rubric_of(round_: Round) -> scoring.Rubric:
    """Return the round's criteria as values, keyed by their primary keys as text. One query."""
    return rubric_from(criteria_of(round_))


def criteria_of(round_: Round) -> list[Criterion]:
    """Return the round's criteria in their order. One query."""
    return _CRITERIA(round=round_.pk)


_CRITERIA: Final = Prepared(lambda round: Criterion.objects.filter(round=round).order_by("order", "pk"))


def rubric_from(rows: Iterable[Criterion]) -> scoring.Rubric:
    """Return criteria as values; the children of each in their order, right behind it."""
    children: dict[int | None, list[Criterion]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)

    def walk(parent: int | None) -> Iterable[scoring.Criterion]:
        for row in children.get(parent, []):
            yield scoring.Criterion(
                str(row.pk), row.name, row.weight, str(row.parent_id or ""), row.may_not_apply, row.needs_reason
            )
            yield from walk(row.pk)

    return scoring.Rubric(tuple(walk(None)))


def comment_least(round_: Round) -> int:
    """Return the fewest characters that a comment must have; 0 where the round asks for none."""
    return int(round_.form_limits.get(COMMENT_LEAST, 0))


def marks_of(sheet: ScoreSheet | None) -> dict[str, int | None]:
    """Return what a sheet says of each criterion: a level, or ``None`` where it does not apply."""
    marks = sheet.marks if sheet is not None else {}
    return {key: said.get("level") for key, said in marks.items() if said.get("level") is not None or said.get("na")}


def reasons_of(sheet: ScoreSheet | None) -> dict[str, str]:
    marks = sheet.marks if sheet is not None else {}
    return {key: said.get("reason", "") for key, said in marks.items()}


def problems_of(rubric: scoring.Rubric, sheet: ScoreSheet | None, least: int) -> tuple[scoring.Problem, ...]:
    """Return what keeps the sheet from being handed in."""
    comment = sheet.comment if sheet is not None else ""
    return scoring.problems_of(rubric, marks_of(sheet), reasons_of(sheet), comment, least)


def total_so_far(rubric: scoring.Rubric, sheet: ScoreSheet | None) -> Decimal | None:
    """Return what a sheet is worth when every criterion has its mark; ``None`` before."""
    if sheet is None:
        return None
    if sheet.state != SheetState.DRAFT:
        return sheet.total
    marks = marks_of(sheet)
    if any(leaf.key not in marks for leaf in rubric.leaves) or all(level is None for level in marks.values()):
        return None
    return scoring.half_up(scoring.total_of(rubric, marks))


_SHEET: Final = ("state", "version", "marks", "opinion", "comment", "turn", "total", "saved_at", "sealed_at", "sha256")


@dataclass(frozen=True)
class Item:
    """One project on an expert's list: nothing of it names the applicant or tells when it came."""

    assignment_id: int
    stage: Stage
    code: str
    category: str
    grant_fen: int
    state: str
    kept: bool
    place: int
    newer: bool
    sheet: ScoreSheet | None

    @property
    def sealed(self) -> bool:
        return self.state == AssignmentState.DONE


def items_to_score(user: Any, stage: Stage | None = None) -> list[Item]:
    """Return what the person scores with the sheet that stands: those in which fewest reviews are in first, then in
    the seeded order; what is kept for later comes last. Two queries, none for whoever is no expert.

    Those of a ``stage`` that is at hand come in the seeded order alone, and nobody's reviews are counted. One query.
    """
    if not policy.may(user, "reviews.expert"):
        return []
    if stage is not None:
        return [_item(row, stage) for row in _ITEMS_OF_STAGE(user=user.pk, stage=stage.pk)]
    found = _ITEMS(user=user.pk)
    stages = Stage.objects.select_related("round").in_bulk({row["stage_id"] for row in found})
    return [_item(row, stages[row["stage_id"]]) for row in found]


def items_of(rows: QuerySet[Assignment], stage: Stage) -> list[Item]:
    """Return an expert's projects of a stage with the sheet that stands, in the seeded order. One query."""
    return [_item(row, stage) for row in _listed(rows.filter(stage=stage)).order_by("place", "pk")]


def _to_score(user: int, rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return those of ``rows`` that the expert may score, by the declared right."""
    return policy.visible(in_role(user, Role.EXPERT), "reviews.score", rows)


def _listed(rows: QuerySet[Assignment]) -> QuerySet[Any, Any]:
    newest = Submission.objects.filter(project=OuterRef("project_id")).order_by("-version").values("pk")[:1]
    return rows.annotate(
        standing=FilteredRelation("sheets", condition=~Q(sheets__state=SheetState.REPLACED)),
        newest=Subquery(newest),
        **{f"sheet_{name}": F(f"standing__{name}") for name in ("pk", *_SHEET)},
    ).values(*_ITEM, "newest", *(f"sheet_{name}" for name in ("pk", *_SHEET)))


_ITEM: Final = (
    "pk", "stage_id", "state", "kept", "place", "submission_id", "project__blind_code", "project__category__name",
    "submission__grant_fen",
)  # fmt: skip

_ITEMS: Final = Prepared(
    lambda user: _listed(with_reviews(_to_score(user, Assignment.objects.all()))).order_by(
        "kept", "reviews", "place", "pk"
    )
)
_ITEMS_OF_STAGE: Final = Prepared(
    lambda user, stage: _listed(_to_score(user, Assignment.objects.filter(stage=stage))).order_by("place", "pk")
)


def _item(row: Mapping[str, Any], stage: Stage) -> Item:
    sheet = None
    if row["sheet_pk"] is not None:
        given = {name: row[f"sheet_{name}"] for name in _SHEET}
        sheet = ScoreSheet(pk=row["sheet_pk"], assignment_id=row["pk"], **given)
    return Item(
        row["pk"], stage, row["project__blind_code"], row["project__category__name"] or "",
        row["submission__grant_fen"], row["state"], row["kept"], row["place"],
        row["newest"] != row["submission_id"], sheet,
    )  # fmt: skip


def for_desk() -> QuerySet[Assignment]:
    """Return assignments with the hand-in that is read. One query."""
    return Assignment.objects.select_related("stage__round", "project", "submission")


def to_score(user: Any, round_: str, stage: int, code: str, *, key_only: bool = False) -> Assignment | None:
    """Return what the expert may score by its blind code, with the hand-in that is read. One query at most."""
    if not policy.may(user, "reviews.expert"):
        return None
    found = (_KEY if key_only else _DESK)(user=user.pk, round=round_, stage=stage, code=code)
    return found[0] if found else None


def _desk(user: int, round: str, stage: int, code: str) -> QuerySet[Assignment]:
    rows = for_desk().filter(stage__round__code=round, stage__order=stage, project__blind_code=code)
    return _to_score(user, rows)


def _key(user: int, round: str, stage: int, code: str) -> QuerySet[Assignment]:
    return _desk(user, round, stage, code).select_related(None).only("pk")


_DESK: Final = Prepared(_desk)
_KEY: Final = Prepared(_key)


def with_reviews(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Annotate ``reviews``: how many experts handed in for the project in this stage."""
    done = (
        Assignment.objects.filter(
            project=OuterRef("project_id"), stage=OuterRef("stage_id"), state=AssignmentState.DONE
        )
        .order_by()
        .values("project")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return rows.annotate(reviews=Coalesce(Subquery(done), 0))


def invited(user: Any) -> list[Appointment]:
    """Return the invitations that the person has not answered: nothing is shown before the pledge. One query."""
    return _INVITED(user=user.pk)


_INVITED: Final = Prepared(
    lambda user: (
        Appointment.objects.filter(expert__user=user, state=AppointmentState.INVITED)
        .exclude(round__state__in=("decided", "implementing", "archived"))
        .select_related("round")
    )
)


def standing_sheets(stage: Stage) -> QuerySet[ScoreSheet]:
    """Return the sealed sheets of a stage that count: never of an expert who stepped aside. One query."""
    rows = ScoreSheet.objects.filter(
        assignment__stage=stage, assignment__state__in=AssignmentState.counting, state=SheetState.SEALED
    )
    return rows.select_related("assignment__project", "assignment__appointment__expert").order_by(
        "assignment__project", "assignment__appointment"
    )


@dataclass(frozen=True)
class Progress:
    appointment: Appointment
    given: int
    begun: int
    done: int

    @property
    def left(self) -> int:
        return self.given - self.done

    @property
    def percent(self) -> int:
        return self.done * 100 // self.given if self.given else 100


def progress_of(stage: Stage) -> list[Progress]:
    """Return how far each expert of a stage is, the one with the most left first. One query."""
    mine = Q(assignments__stage=stage, assignments__state__in=AssignmentState.counting)
    rows = (
        Appointment.objects.filter(round_id=stage.round_id, state=AppointmentState.PLEDGED)
        .select_related("expert__user")
        .annotate(
            given=Count("assignments", filter=mine),
            begun=Count("assignments", filter=mine & Q(assignments__state=AssignmentState.BEGUN)),
            done=Count("assignments", filter=mine & Q(assignments__state=AssignmentState.DONE)),
        )
        .filter(given__gt=0)
    )
    return sorted(
        (Progress(row, row.given, row.begun, row.done) for row in rows),
        key=lambda each: (-each.left, each.appointment.expert.name, each.appointment.pk),
    )


def review_stages(round_: Round) -> Sequence[Stage]:
    return list(round_.stages.filter(kind=StageKind.REVIEW).order_by("order"))


def not_screened(round_: Round) -> int:
    """Return how many applications of a round the screening has not settled yet. One query."""
    waiting = Q(screening__isnull=True) | Q(screening__state__in=(*ScreeningState.waiting, "correcting", "refusal"))
    return round_.projects.filter(waiting, state__in=("submitted", "returned")).count()


def plain_marks(marks: Mapping[str, Any], known: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return marks in the one shape that is kept, of known criteria only; nothing said of one leaves it out."""
    kept: dict[str, dict[str, Any]] = {}
    for key in known:
        said = marks.get(key) or {}
        level, na, reason = said.get("level"), bool(said.get("na")), str(said.get("reason") or "").strip()
        if level is None and not na and not reason:
            continue
        kept[key] = {"level": None if na else level, "na": na, "reason": reason}
    return kept
