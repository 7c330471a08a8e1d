"""Read shapes of blindness: what waits for a decision, and what an expert may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from projects.enums import ProjectState
from projects.models import Project, Submission
from reviews.enums import Found
from reviews.models import RedactedCopy, Trace
from rounds.models import Round
from venture.files.enums import FileState
from venture.kernel.prepared import Prepared


def unsettled(round_: Round) -> int:
    """Return how many handed-in applications of a round nobody has judged yet. One query.

    Whoever is correcting keeps nobody waiting: once accepted, such a project joins the review.
    """
    return round_.projects.filter(state=ProjectState.SUBMITTED).count()


def harmless(submission: Submission) -> frozenset[tuple[str, str]]:
    """Return what of a hand-in's traces a person let stand. One query."""
    return frozenset(_HARMLESS(submission=submission.pk))


_HARMLESS: Final = Prepared(
    lambda submission: (
        Trace.objects.filter(submission=submission, state=Found.HARMLESS).order_by().values_list("place", "found")
    )
)


@dataclass(frozen=True)
class Paper:
    """A paper as a blind expert sees it: its number among the papers and what kind it is, never its own name."""

    number: int
    slug: str
    copy: RedactedCopy | None

    @property
    def shown(self) -> bool:
        copy = self.copy
        return copy is not None and copy.released and copy.file is not None and copy.file.state == FileState.READY


def papers_of(submission: Submission, content: Mapping[str, Any]) -> list[Paper]:
    """Return the papers of a hand-in in its order, each with the copy that experts may open. One query."""
    copies = {(row.slug, row.line, row.sha256): row for row in _COPIES(submission=submission.pk)}
    return [
        Paper(number, each["slug"], copies.get((each["slug"], each["line"], each["sha256"])))
        for number, each in enumerate(content["papers"], start=1)
    ]


def _copies(submission: int) -> QuerySet[RedactedCopy]:
    rows = RedactedCopy.objects.filter(submission=submission).select_related("file").order_by("pk")
    return rows.annotate(slug=F("attachment__slug"), line=F("attachment__line"), sha256=F("attachment__file__sha256"))


_COPIES: Final = Prepared(_copies)


def for_staff() -> QuerySet[Project]:
    """Return accepted projects with how many traces and copies wait for a decision. One query."""
    traces = Count("submissions__traces", filter=Q(submissions__traces__state=Found.OPEN), distinct=True)
    copies = Count(
        "submissions__copies", filter=Q(submissions__copies__released=False, submissions__copies__decided_by=None),
        distinct=True,
    )  # fmt: skip
    rows = Project.objects.filter(state=ProjectState.ACCEPTED).select_related("round", "organization")
    return rows.annotate(open_traces=traces, open_copies=copies)
