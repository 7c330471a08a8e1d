"""A community's page: how satisfied it is with a project. Whoever holds the link answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from grants.domain.lifecycle import EVALUATION_LIFE
from grants.flows.voicing import give_voice
from grants.forms.evaluation import VoiceForm
from grants.models import SatisfactionVoice
from venture.doors.web import PUBLIC, RowDoor
from venture.kernel.errors import RuleRefusal, sentence_of


@method_decorator(never_cache, name="dispatch")
class Voice(RowDoor, TemplateView):
    """4 queries."""

    permission = PUBLIC
    lookup = {"token": "token"}
    template_name = "grants/evaluation/voice.html"
    form: VoiceForm | None = None
    row: SatisfactionVoice

    def rows(self) -> Any:
        return SatisfactionVoice.objects.filter(community__isnull=False).select_related(
            "community", "evaluation__grant__project", "evaluation__grant__organization"
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        evaluation = self.row.evaluation
        form = self.form or VoiceForm(initial={"stars": self.row.stars, "words": self.row.words})
        return super().get_context_data(
            row=self.row, grant=evaluation.grant, project=evaluation.grant.project, form=form,
            open="propose" in EVALUATION_LIFE.verbs_from(evaluation.state), **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = VoiceForm(request.POST)
        if not form.is_valid():
            self.form = form
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            give_voice(voice_id=self.row.pk, **form.cleaned_data)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Thank you. Your answer is kept; you may change it until the evaluation ends."))
        return HttpResponseRedirect(request.path)
