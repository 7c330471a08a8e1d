"""The organisation's side of its evaluations: its own account of the work, and what was confirmed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from grants.enums import AssessmentKind
from grants.flows.evaluating import give_part
from grants.forms.evaluation import WordsForm
from grants.models import Evaluation, Grant
from grants.queries.evaluating import result_of
from venture.doors.web import RowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

CONFIRMED = ("confirmed", "published")


class Own(RowDoor, TemplateView):
    """12 queries at most."""

    permission = "grants.view_own"
    lookup = {"code": "project__code"}
    template_name = "grants/evaluation/own.html"
    row: Grant
    typed = ""

    def rows(self) -> Any:
        return Grant.objects.select_related("project", "round", "organization")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows = policy.visible(self.request.user, "evaluations.read_own", Evaluation.objects.filter(grant=self.row))
        found = []
        for evaluation in rows:
            evaluation.grant = self.row
            own = evaluation.parts.filter(kind=AssessmentKind.SELF).first()
            words = self.typed or (own.words if own else "")
            found.append({
                "row": evaluation, "own": own, "form": WordsForm(initial={"words": words}),
                "may_write": policy.allows(self.request.user, "evaluations.write_own", evaluation),
                "result": result_of(evaluation) if evaluation.state in CONFIRMED else None,
            })  # fmt: skip
        return super().get_context_data(grant=self.row, project=self.row.project, evaluations=found, **given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("evaluation", "")
        rows = policy.visible(request.user, "evaluations.write_own", Evaluation.objects.filter(grant=self.row))
        evaluation = rows.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 12 else None
        if evaluation is None:
            raise Http404
        actor: Any = request.user
        try:
            give_part(
                evaluation_id=evaluation.pk, kind=AssessmentKind.SELF, content={},
                words=request.POST.get("words", ""), actor=actor,
            )  # fmt: skip
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            self.typed = request.POST.get("words", "")
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("Kept. The evaluator reads it."))
        return HttpResponseRedirect(request.path)
