"""What the experts wrote on an application, as its applicant reads it once it was released."""

from typing import Any

from django.views.generic import TemplateView

from reviews.models import Feedback
from venture.doors.web import RowDoor


class FeedbackPage(RowDoor, TemplateView):
    """6 queries."""

    permission = "feedback.read"
    lookup = {"code": "project__code"}
    template_name = "reviews/feedback.html"
    http_method_names = ["get", "head", "options"]
    row: Feedback

    def rows(self) -> Any:
        return Feedback.objects.select_related("project__round", "project__organization")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(feedback=self.row, project=self.row.project, **given)
