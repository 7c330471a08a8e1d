"""A review under way for the overview: four projects, three experts, sheets of three days, one dispute."""

from datetime import datetime, time, timedelta
from typing import Any

from reviews.models import Assignment, ScoreSheet
from rounds.domain.canonical import fingerprint
from rounds.models import Stage
from tests.reviews.scoring.factories import Review, assign, make_accepted, make_expert, make_review
from venture.kernel import clock


def sealed(row: Assignment, total: str, at: datetime) -> ScoreSheet:
    """Hand a sheet in, straight to its table: how it comes to be has its own tests."""
    Assignment.objects.filter(pk=row.pk).update(state="done")
    return ScoreSheet.objects.create(
        assignment=row, state="sealed", total=total, content="{}", sha256=fingerprint("{}"), saved_at=at, sealed_at=at
    )


class Underway:
    """Two experts for each project; the third has three projects and has not begun any."""

    def __init__(self) -> None:
        self.review: Review = make_review()
        stage = self.review.stage
        Stage.objects.filter(pk=stage.pk).update(reviewers=2)
        stage.refresh_from_db()
        self.projects = [make_accepted(self.review) for _ in range(4)]
        self.experts = [make_expert(self.review, name=name) for name in ("沈教授", "何主任", "王老师")]
        first, second, third = self.experts
        whole, apart, half, _bare = self.projects
        for number, (project, expert, total) in enumerate(
            ((whole, first, "80.00"), (whole, second, "82.00"), (apart, first, "90.00"), (apart, second, "60.00"))
        ):
            sealed(assign(self.review, project, expert), total, self.at(number))
        sealed(assign(self.review, half, first), "75.00", self.at(4))
        assign(self.review, half, third)

    def at(self, day: int) -> datetime:
        starts: Any = self.review.stage.starts_on
        return datetime.combine(starts + timedelta(days=day), time(10), tzinfo=clock.BEIJING)

    @property
    def now(self) -> datetime:
        return self.at(6)
