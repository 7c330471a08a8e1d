"""Read shapes of what was handed in."""

import json
from typing import Any

from django.db.models import QuerySet

from projects.models import Project, Submission
from venture.jobs.models import Job


def standing_of(project: Project) -> Submission | None:
    """Return the last hand-in: it stands until another takes its place. One query."""
    return project.submissions.order_by("-version").first()


def judged_content(submission: Submission) -> dict[str, Any]:
    """Return the frozen content as plain values."""
    values: dict[str, Any] = json.loads(submission.content)
    return values


def for_receipt(project: Project) -> QuerySet[Submission]:
    """Return the hand-ins with persons, signature and paper, the last first. One query."""
    rows = project.submissions.select_related("submitted_by", "signature__signer", "paper__file")
    return rows.order_by("-version")


def printing_of(submission: Submission) -> Job | None:
    """Return the job that prints the submission. One query."""
    return Job.objects.filter(name="applications.print", key=str(submission.pk)).first()
