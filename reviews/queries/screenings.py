"""Read shapes of the screening: what waits for whom, and one case with everything that its desk shows."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from projects.enums import CorrectionState, ExtensionState, ProjectState
from projects.models import Attachment, Correction, Extension, Project, Submission
from reviews.enums import ScreeningState
from reviews.models import Screening, ScreeningItem, ScreeningVoice
from venture.kernel import clock


def closed_to_applicants(now: datetime) -> Q:
    """Return the applications whose time to be handed in is over, their own extension included."""
    longer = Extension.objects.filter(project=OuterRef("pk"), state=ExtensionState.GRANTED, until__gt=now)
    return Q(round__closes_at__lte=now) & ~Q(Exists(longer))


def to_screen(now: datetime) -> QuerySet[Project]:
    """Return what waits to be looked at: nobody has begun, or somebody has not finished."""
    rows = Project.objects.filter(closed_to_applicants(now), state=ProjectState.SUBMITTED)
    return rows.filter(Q(screening__isnull=True) | Q(screening__state__in=ScreeningState.waiting))


def handed_back() -> QuerySet[Project]:
    """Return the applications whose correction was handed in and waits to be looked at."""
    return Project.objects.filter(state=ProjectState.SUBMITTED, screening__state=ScreeningState.CORRECTING)


def refusals(user: Any) -> QuerySet[Project]:
    """Return the proposed refusals that the person may confirm: none that the person proposed or confirmed."""
    rows = Project.objects.filter(state=ProjectState.SUBMITTED, screening__state=ScreeningState.REFUSAL)
    mine = ScreeningVoice.objects.filter(screening__project=OuterRef("pk"), person=user.pk)
    return rows.exclude(screening__proposed_by=user.pk).exclude(Exists(mine))


def to_recommend(now: datetime) -> QuerySet[Project]:
    """Return what a district looks at first: handed in, nothing said yet, the city has not begun."""
    rows = Project.objects.filter(closed_to_applicants(now), state=ProjectState.SUBMITTED, round__district_first=True)
    return rows.filter(recommendation__isnull=True, screening__isnull=True)


def overdue(now: datetime) -> QuerySet[Project]:
    """Return the returned applications whose correction is overdue."""
    late = Correction.objects.filter(project=OuterRef("pk"), state=CorrectionState.OPEN, due_at__lte=now)
    return Project.objects.filter(Exists(late), state=ProjectState.RETURNED)


def for_desk() -> QuerySet[Project]:
    """Return applications with what the desk of one shows around the checklist. 6 queries."""
    return Project.objects.select_related(
        "round__area", "organization__area", "category", "screening__officer", "screening__proposed_by",
        "screening__submission", "recommendation__area", "recommendation__by", "created_by", "paper_entry__checked_by",
    ).prefetch_related(
        Prefetch("screening__items", ScreeningItem.objects.select_related("judged_by").order_by("pk")),
        Prefetch("screening__voices", ScreeningVoice.objects.select_related("person").order_by("pk")),
        Prefetch("corrections", Correction.objects.prefetch_related("items").order_by("-number")),
        Prefetch("submissions", Submission.objects.select_related("submitted_by", "signature").order_by("-version")),
        Prefetch("papers", Attachment.objects.filter(removed_at=None).select_related("file"), to_attr="papers_shown"),
    )  # fmt: skip


def for_list() -> QuerySet[Project]:
    """Return applications for the staff's list, with the day on which a correction is due. One query.

    Of the records beside it each row brings the one word that the list shows, not the record: a hundred rows would
    make five hundred of them.
    """
    officer = F("screening__officer__display_name"), F("screening__officer__email"), F("screening__officer__mobile")
    rows = Project.objects.only("code", "state", "title", "grant_fen", "on_paper", "submitted_at")
    return rows.annotate(
        correction_due=_due(), applicant=F("organization__name"), service=F("category__name"),
        screening_state=F("screening__state"), advice=F("recommendation__advice"),
        officer_name=Coalesce(*(NullIf(each, Value("")) for each in officer), output_field=TextField()),
    )  # fmt: skip


def for_sheet(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Return the same ``rows`` of ``for_list`` with all that a sheet tells of each. One query."""
    return rows.select_related("organization__area", "category", "screening__officer", "recommendation").only(*_TOLD)


_TOLD: Final = (
    "code", "state", "title", "grant_fen", "total_fen", "on_paper", "submitted_at", "reason",
    "organization__name", "organization__uscc", "organization__area__name", "category__name",
    "screening__state", "screening__officer__display_name", "screening__officer__email", "screening__officer__mobile",
    "recommendation__advice",
)  # fmt: skip


def _due() -> QuerySet[Correction, Any]:
    return Correction.objects.filter(project=OuterRef("pk"), state=CorrectionState.OPEN).values("due_at")[:1]


def for_cases() -> QuerySet[Project]:
    """Return applications as the API tells them, with the day on which a correction is due. One query."""
    return Project.objects.select_related(
        "round", "organization__area", "category", "screening__officer", "recommendation"
    ).annotate(correction_due=_due())


def for_case() -> QuerySet[Project]:
    """Return applications as the API tells one case: with its checklist. Two queries."""
    return for_cases().select_related("screening__submission").prefetch_related("screening__items")


def decided_by(user: Any) -> int:
    """Return how many cases the person settled today. One query."""
    start = clock.now().astimezone(clock.BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    settled = Q(decided_at__gte=start) | Q(state=ScreeningState.REFUSAL, items__judged_at__gte=start)
    returned = Q(project__corrections__asked_at__gte=start, project__corrections__asked_by=user.pk)
    rows = Screening.objects.filter(
        Q(settled, officer=user.pk) | Q(proposed_by=user.pk, begun_at__gte=start) | returned
    )
    return rows.distinct().count()


def next_after(rows: QuerySet[Project], project: Project | None = None) -> Project | None:
    """Return the next case: the longest waiting, after ``project`` where one is named. One query."""
    ordered = rows.order_by("submitted_at", "pk")
    if project is not None and project.submitted_at is not None:
        later = Q(submitted_at__gt=project.submitted_at) | Q(submitted_at=project.submitted_at, pk__gt=project.pk)
        return ordered.exclude(pk=project.pk).filter(later).first() or ordered.exclude(pk=project.pk).first()
    return ordered.first()


def before(rows: QuerySet[Project], project: Project) -> Project | None:
    """Return the case before ``project`` in the queue. One query."""
    earlier = Q(submitted_at__lt=project.submitted_at) | Q(submitted_at=project.submitted_at, pk__lt=project.pk)
    return rows.filter(earlier).order_by(F("submitted_at").desc(), "-pk").first()
