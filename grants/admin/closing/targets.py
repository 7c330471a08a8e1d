"""The round's targets and what became of them, and the notice of its results."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from grants.flows.ending_rounds import archive_round, implement_round
from grants.flows.publishing_results import draft_results_notice
from grants.flows.targets import FIELDS, set_targets
from grants.models import RoundTarget
from grants.queries.evaluating import unpublished
from reviews.admin.sheets import sheet_answer, workbook
from reviews.flows.exporting import note_export
from rounds.enums import Phase
from rounds.models import Round
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

# Folded rows that stand ready below the lines, and how many the table takes in all.
EMPTY_ROWS, MOST_ROWS = 1, 60
STEPS: dict[str, desk.Act] = {
    "implement": ("rounds.implement", implement_round, gettext_lazy("The projects of the round run now.")),
    "archive": ("rounds.archive", archive_round, gettext_lazy("Archived. The round stays to be read.")),
}


class TargetForm(forms.ModelForm):
    class Meta:
        model = RoundTarget
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def clean_points(self) -> int:
        return int(self.cleaned_data["points"] or 0)


TargetRows = forms.modelformset_factory(
    RoundTarget, form=TargetForm, extra=EMPTY_ROWS, max_num=MOST_ROWS, can_delete=True, can_delete_extra=False,
)  # fmt: skip


class OfRound(StaffRowDoor):
    permission = "evaluations.targets"
    lookup = {"code": "code"}
    row: Round

    def rows(self) -> Any:
        return Round.objects.all()

    def _targets(self) -> Any:
        return RoundTarget.objects.filter(round=self.row)


class Targets(OfRound, TemplateView):
    """The lines folded, each opened where it is changed; rows are added by a button of the form. 12 queries at most."""

    template_name = "admin/grants/targets.html"
    formset: Any = None
    adding = False

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=gettext("Targets of the round"), round=self.row, targets=self._targets(),
            formset=self.formset or TargetRows(queryset=self._targets(), prefix="t"), adding=self.adding,
            may_set=policy.allows(self.request.user, "evaluations.set_targets", self.row),
            may_publish=policy.allows(self.request.user, "evaluations.publish", self.row),
            may=desk.may(self.request.user, STEPS, self.row),
            phases=[(phase.value, phase.label, unpublished(self.row.pk, phase).count()) for phase in Phase], **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.allows(request.user, "evaluations.set_targets", self.row):
            raise Http404
        formset = TargetRows(request.POST, queryset=self._targets(), prefix="t")
        if "more" in request.POST:
            return self._more(formset)
        if not formset.is_valid():
            self.formset = formset
            return self.render_to_response(self.get_context_data(), status=422)
        rows = [
            {name: form.cleaned_data.get(name) for name in FIELDS}
            for form in formset.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and form.cleaned_data.get("name")
        ]
        actor: Any = request.user
        try:
            set_targets(round_id=self.row.pk, rows=rows, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            self.formset = formset
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, gettext("Saved."))
        return HttpResponseRedirect(request.path)

    def _more(self, formset: Any) -> HttpResponse:
        """Draw the form again with one more row, and with all that was typed: nothing is saved yet."""
        sent, count = self.request.POST.copy(), formset.total_form_count()
        if count < MOST_ROWS:
            sent["t-TOTAL_FORMS"], sent[f"t-{count}-points"] = str(count + 1), "0"
        self.formset, self.adding = TargetRows(sent, queryset=self._targets(), prefix="t"), True
        return self.render_to_response(self.get_context_data())


class Sheet(OfRound, View):
    """The table as the finance bureau takes it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = list(self._targets())
        actor: Any = request.user
        note_export(what="targets", count=len(rows), actor=actor)
        heads = (
            gettext("Dimension"), gettext("Indicator"), gettext("Unit"), gettext("Target"), gettext("Reached"),
            gettext("Points"), gettext("Points reached"), gettext("Why it differs"),
        )  # fmt: skip
        lines = (
            (
                row.dimension, row.name, row.unit, row.target, row.actual, row.points,
                "" if row.scored is None else row.scored, row.words,
            )
            for row in rows
        )  # fmt: skip
        return sheet_answer(workbook(gettext("Targets"), heads, lines), f"targets-{self.row.code}.xlsx")


class Step(OfRound, DeskAct):
    """A button that takes the round on."""

    acts = STEPS

    def given(self, verb: str) -> dict[str, Any]:
        return {"round_id": self.row.pk}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:round_targets", args=[self.row.code]))


class Results(OfRound, View):
    """Draft the notice of what was confirmed in a phase, and go to its desk."""

    permission = "evaluations.publish"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["phase"] not in Phase.values:
            raise Http404
        actor: Any = request.user
        try:
            notice = draft_results_notice(round_id=self.row.pk, phase=kwargs["phase"], actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(reverse("admin:round_targets", args=[self.row.code]))
        messages.success(request, gettext("The draft is kept. Below is what the public will read."))
        return HttpResponseRedirect(reverse("admin:notice_desk", args=[notice.pk]))
