"""What the pages of an application need besides its answers: its window, who is there, what may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from organizations.models import Community, Membership, Organization
from projects.domain.moments import hurries, received_in_time
from projects.enums import CorrectionState, ExtensionState, NeedState, PaperState, ProjectState
from projects.models import (
    Correction,
    Extension,
    Need,
    PaperEntry,
    Presence,
    Project,
    SectionDraft,
    SetAside,
    Submission,
)
from rounds.enums import RoundState
from rounds.queries import takes_applications
from venture.kernel import clock

# Who gave no sign of life for so long has left.
PRESENT: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Window:
    """Whether the application may be written in at ``now``, until when, and which parts (``None``: all of them).

    ``paper`` is what is known of the paper while it is entered or compared: then the day it came counts, not the hour.
    """

    open: bool
    closes_at: datetime | None
    now: datetime
    correction: Correction | None = None
    named: frozenset[str] | None = None
    paper: PaperEntry | None = None

    @property
    def hurries(self) -> bool:
        """Tell whether the last hour runs, in which handing in comes before mending."""
        return self.open and self.paper is None and hurries(self.closes_at, self.now)

    def opens(self, section: str) -> bool:
        return self.open and (self.named is None or section in self.named)

    @property
    def left(self) -> dict[str, str]:
        """Return days, hours and minutes as the countdown shows them without scripts."""
        span = self.closes_at - self.now if self.closes_at else timedelta()
        minutes = max(0, int(span.total_seconds()) // 60)
        return {"days": str(minutes // 1440), "hours": f"{minutes // 60 % 24:02d}", "minutes": f"{minutes % 60:02d}"}


def for_pages() -> QuerySet[Project]:
    """Return applications with round, organisation, extension, colleagues and newest hand-in. One query."""
    granted = Extension.objects.filter(project=OuterRef("pk"), state=ExtensionState.GRANTED).order_by("-until")
    people = Membership.objects.filter(organization=OuterRef("organization"), ended_at__isnull=True)
    counted = people.order_by().values("organization").annotate(n=Count("pk")).values("n")
    newest = Submission.objects.filter(project=OuterRef("pk")).order_by("-version")
    return Project.objects.select_related("round", "organization__area", "category", "paper_entry").annotate(
        extended_until=Subquery(granted.values("until")[:1]),
        colleagues=Subquery(counted),
        receipt=Subquery(newest.values("receipt")[:1]),
    )


def for_desk() -> QuerySet[Project]:
    """Return applications for the list of one's own, with how many of their parts are complete. One query."""
    whole = Count("sections", filter=Q(sections__mistakes=0, sections__gaps=0, sections__done__gt=0))
    rows = for_pages().annotate(complete=whole, parts=Count("sections", filter=Q(sections__total__gt=0)))
    due = Correction.objects.filter(project=OuterRef("pk"), state=CorrectionState.OPEN).values("due_at")[:1]
    return rows.annotate(correction_due=Subquery(due)).order_by("-round__year", "-created_at")


def window_of(project: Any, now: datetime) -> Window:
    """Return the window of a row of ``for_pages``. One query for a returned application, else none.

    Grace is not promised in advance: the page says closed at the minute, the act itself still waits for it.
    """
    entry = entry_shown(project)
    if entry is not None and entry.state == PaperState.CHECKING:
        return Window(False, closes_at(project), now, paper=entry)
    if project.state == ProjectState.RETURNED:
        rows = project.corrections.select_related("submission", "asked_by").prefetch_related("items")
        correction = rows.filter(state=CorrectionState.OPEN).first()
        if correction is None:
            return Window(False, None, now)
        named = frozenset(item.section for item in correction.items.all())
        return Window(now < correction.due_at, correction.due_at, now, correction, named, entry)
    ends = closes_at(project)
    if project.state != ProjectState.DRAFT:
        return Window(False, ends, now)
    longer = project.extended_until is not None and now < project.extended_until
    taken = takes_applications(project.round, now) or longer
    if entry is not None:
        return Window(taken or paper_is_open(project, entry, ends), ends, now, paper=entry)
    return Window(taken, ends, now)


def entry_shown(project: Any) -> PaperEntry | None:
    """Return what is known of the paper of a row of ``for_pages`` while it is entered or compared. No query."""
    entry: PaperEntry | None = getattr(project, "paper_entry", None)
    return entry if entry is not None and entry.state in PaperState.open else None


def paper_is_open(project: Project, entry: PaperEntry, ends: datetime | None) -> bool:
    """Tell whether a draft from paper may be entered whatever the hour: it came in time, nobody screens yet."""
    last = ends.astimezone(clock.BEIJING).date() if ends is not None else None
    return (
        entry.state in PaperState.open
        and project.round.state in RoundState.before_review()
        and received_in_time(project.received_on, last)
    )


def closes_at(project: Any) -> datetime | None:
    """Return when a row of ``for_pages`` closes: the round's end or its own extension. No query."""
    ends: datetime | None = project.round.closes_at
    later = project.extended_until
    return later if later is not None and (ends is None or later > ends) else ends


def drafts_of(project: Project, user: Any, now: datetime) -> Sequence[SectionDraft]:
    """Return the parts with who else is in them (``editor``) and whether texts of ``user`` wait there. One query."""
    here = Presence.objects.filter(project=OuterRef("project"), section=OuterRef("section"), seen_at__gt=now - PRESENT)
    others = here.exclude(user=user).order_by("-seen_at")
    mine = SetAside.objects.filter(
        project=OuterRef("project"), section=OuterRef("section"), author=user, settled_at__isnull=True
    )
    rows = project.sections.select_related("saved_by")
    return list(rows.annotate(editor=Subquery(others.values("user__display_name")[:1]), waits=Exists(mine)))


def asides_of(project: Project, section: str, user: Any) -> list[SetAside]:
    """Return the person's own texts that met somebody else's in this part. One query."""
    rows = SetAside.objects.filter(project=project, section=section, author=user, settled_at__isnull=True)
    return list(rows.order_by("pk"))


def communities() -> list[tuple[str, str, str]]:
    """Return (street, code, name) of every community, street by street. One query."""
    rows = Community.objects.order_by("street__code", "code").values_list("street__name", "code", "name")
    return list(rows)


def needs_to_answer(chosen: str, organization_id: int) -> list[tuple[str, str, str]]:
    """Return (community, code, title) of the needs that still wait for an answer, of those matched with the
    organisation that have no project yet, and of the chosen one. One query."""
    matched = Q(state=NeedState.MATCHED, answered_by=organization_id, project__isnull=True)
    rows = Need.objects.filter(Q(state=NeedState.PUBLISHED) | matched | Q(code=chosen, state__in=NeedState.public))
    rows = rows.order_by("community__street__code", "community__code", "code")
    return list(rows.values_list(F("community__name"), "code", "title"))


def to_copy(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return, of a person's applications, those from which a new one may begin. One query."""
    return projects.select_related("round", "organization").order_by("-round__year", "-created_at")


def writes_for(organizations: QuerySet[Organization], round_id: int) -> QuerySet[Organization]:
    """Return organisations with how many applications they have begun in a round. One query."""
    rows = Project.objects.filter(organization=OuterRef("pk"), round_id=round_id)
    counted = rows.exclude(state=ProjectState.WITHDRAWN).order_by().values("organization").annotate(n=Count("pk"))
    return organizations.annotate(begun=Subquery(counted.values("n"))).order_by("name", "pk")
