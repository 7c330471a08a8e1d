"""Which feedback an applicant may read."""

from collections.abc import Iterable

from reviews.enums import FeedbackState
from reviews.models import Feedback


def released_among(project_ids: Iterable[int]) -> set[int]:
    """Return the projects, of those named, whose feedback was released. One query."""
    rows = Feedback.objects.filter(project__in=list(project_ids), state=FeedbackState.RELEASED)
    return set(rows.values_list("project_id", flat=True))
