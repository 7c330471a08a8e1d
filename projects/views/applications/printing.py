"""The application on paper: A4, all answers, for reading and for keeping before it is handed in."""

from typing import Any

from projects.queries import overview
from projects.queries.checking import checked
from projects.views.applications.doors import ApplicationPage
from projects.views.applications.reading import parts_of


class PrintPage(ApplicationPage):
    """All answers as the 申报书 shows them. 15 queries, however much is in it."""

    template_name = "applications/print.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        found = checked(self.row, overview.drafts_of(self.row, self.request.user, self.window.now))
        return super().get_context_data(parts=list(parts_of(found)), found=found, **given)
