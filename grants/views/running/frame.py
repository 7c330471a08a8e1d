"""What every page of one running project shares: its row under a right, its tabs, one key for one form."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from django.views.generic import TemplateView

from grants.models import Grant
from grants.queries.running import desk
from venture.doors.web import RowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

TABS = (
    ("desk", pgettext_lazy("project", "Overview")),
    ("activities", _("Activities")),
    ("expenses", _("Expenses")),
    ("statement", _("Monthly table")),
    ("changes", pgettext_lazy("project", "Changes")),
    ("story", pgettext_lazy("project", "Story")),
)


def new_key() -> str:
    return secrets.token_hex(16)


class ProjectDoor(RowDoor):
    """A door to one grant by its project's code, for members of its organisation."""

    permission = "running.view_own"
    lookup = {"code": "project__code"}
    tab = ""
    request: HttpRequest
    row: Grant

    def rows(self) -> Any:
        rows = desk.for_pages()
        for name, permission in (
            ("may_record", "running.record"),
            ("may_spend", "running.spend"),
            ("may_change", "running.change"),
            ("may_ask", "money.ask"),
        ):
            rows = policy.with_right(self.request.user, permission, rows, name=name)
        return rows

    @property
    def person(self) -> Any:
        return self.request.user

    def may(self, name: str) -> bool:
        return bool(getattr(self.row, name))

    def page(self, name: str, *more: Any) -> str:
        return reverse(f"grants:{name}", args=[self.row.project.code, *more])

    def go(self, name: str, *more: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.page(name, *more))


class ProjectPage(ProjectDoor, TemplateView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        tabs = [(name, label, self.page(name)) for name, label in TABS]
        return super().get_context_data(grant=self.row, project=self.row.project, tabs=tabs, tab=self.tab, **given)


class ProjectAct(ProjectDoor, View):
    """A button of a project's page: POST only; a refusal becomes a message and nothing moves."""

    http_method_names = ["post"]
    right = "may_record"

    def act(self) -> str:
        """Do it; return what is said afterwards. Raise ``RuleRefusal``."""
        raise NotImplementedError

    def back(self) -> HttpResponse:
        return self.go("desk")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may(self.right):
            raise Http404
        try:
            messages.success(request, self.act())
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        return self.back()
