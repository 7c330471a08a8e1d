"""What happened to an application: acts, hand-ins, and who saved which part last."""

from typing import Any

from projects.queries import overview
from projects.views.applications.doors import ApplicationPage
from venture.audit.queries import entries_of


class HistoryPage(ApplicationPage):
    """Acts with their persons, the newest first. 8 queries, however many there are."""

    template_name = "applications/history.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        drafts = overview.drafts_of(self.row, self.request.user, self.window.now)
        return super().get_context_data(
            acts=list(entries_of(self.row)),
            submissions=list(self.row.submissions.select_related("submitted_by").order_by("-version")),
            saved=sorted((each for each in drafts if each.saved_at), key=lambda each: each.saved_at, reverse=True),
            **given,
        )
