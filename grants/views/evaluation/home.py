"""The evaluator's desk: projects to be evaluated, what is begun, what is done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext
from django.views import View
from django.views.generic import TemplateView

from grants.flows.evaluating import open_evaluation
from grants.models import Grant
from grants.queries.evaluation_desk import due_for, evaluations_for
from rounds.enums import Phase
from venture.doors.web import Door, RowDoor


class Home(Door, TemplateView):
    """9 queries at most, however many projects there are."""

    permission = "desk.evaluate"
    template_name = "grants/evaluation/home.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        rows = evaluations_for(user)
        begun = [row for row in rows if row.state in {"open", "proposed"}]
        done = [row for row in rows if row.state in {"confirmed", "published"}]
        sections = [
            (pgettext("evaluation", "In work"), begun, "begun"),
            (pgettext("evaluation", "Confirmed"), done, "done"),
        ]
        return super().get_context_data(due=due_for(user), begun=begun, done=done, sections=sections, **given)


class Begin(RowDoor, View):
    """Open a grant's evaluation of a phase, and go to its sheet."""

    permission = "grants.evaluate"
    lookup = {"code": "project__code"}
    http_method_names = ["post", "options"]
    row: Grant

    def rows(self) -> Any:
        return Grant.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["phase"] not in Phase.values:
            raise Http404
        actor: Any = request.user
        evaluation = open_evaluation(grant_id=self.row.pk, phase=kwargs["phase"], actor=actor)
        return HttpResponseRedirect(reverse("evaluation:sheet", args=[evaluation.pk]))
