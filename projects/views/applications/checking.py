"""The check page: everything for reading, what is missing first, each problem one step from its field and back."""

from typing import Any

from projects.queries import overview
from projects.queries.checking import checked
from projects.views.applications.doors import ApplicationPage
from projects.views.applications.reading import parts_of


class CheckPage(ApplicationPage):
    """All answers by part, the incomplete parts first. 15 queries, however much is in it."""

    template_name = "applications/check.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        found = checked(self.row, overview.drafts_of(self.row, self.request.user, self.window.now))
        parts = list(parts_of(found))
        blocking = [problem for part in parts for problem in part.problems if not problem.warning]
        return super().get_context_data(
            parts=sorted(parts, key=lambda part: part.progress.complete),
            blocking=blocking,
            gaps=sum(problem.missing for problem in found.blocking),
            warnings=[problem for part in parts for problem in part.problems if problem.warning],
            ready=not blocking,
            **given,
        )
