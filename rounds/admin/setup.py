"""The guided set-up of a round: seven steps that save one by one, the report, and the acts of two and three persons."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rounds import flows, queries
from rounds.admin.forms import BY_KEY, STEPS, Step
from rounds.admin.sentences import Line, line_of
from rounds.admin.start import AmendForm
from rounds.domain.validation import report
from rounds.domain.workdays import estimate_last
from rounds.enums import RoundState
from rounds.flows.editing import editing
from rounds.models import Amendment, Round
from venture.audit.queries import entries_of
from venture.doors.admin import StaffRowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS = {
    "propose": ("rounds.propose", flows.propose_round, gettext_lazy("Proposed. A second person checks it now.")),
    "check": ("rounds.check", flows.check_round, gettext_lazy("Checked. The head of section approves it now.")),
    "publish": ("rounds.publish", flows.publish_round, gettext_lazy("Published. The portal shows the round.")),
    "return": ("rounds.send_back", flows.return_round, gettext_lazy("Sent back to the draft.")),
}


class RoundDoor(StaffRowDoor, TemplateView):
    """A page of one round; ``self.row`` is the round under ``rounds.view_staff``."""

    permission = "rounds.view_staff"
    lookup = {"code": "code"}
    row: Round

    def rows(self) -> Any:
        return queries.for_staff()

    @cached_property
    def lines(self) -> list[Line]:
        return [line_of(found) for found in report(queries.facts_of(self.row))]

    def allows(self, permission: str) -> bool:
        return policy.allows(self.request.user, permission, self.row)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        troubles = {step.key: sum(line.where == step.key for line in self.lines) for step in STEPS}
        side = [{"step": step, "troubles": troubles[step.key]} for step in STEPS]
        draft = self.row.state in RoundState.editable()
        facts = {"round": self.row, "side": side, "draft": draft, "lines": self.lines, "subtitle": self.row.title}
        facts["sees_observers"] = self.allows("rounds.view_observers")
        return super().get_context_data(**{**facts, **given})

    def to(self, name: str, **keys: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{name}", kwargs={"code": self.row.code, **keys}))


class Desk(RoundDoor):
    """Where the set-up stands: steps, report, the next act and who may take it."""

    template_name = "admin/rounds/desk.html"
    title = gettext_lazy("Round set-up")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may = {verb: self.allows(permission) for verb, (permission, _flow, _words) in ACTS.items()}
        steps = {step.key: step.label for step in STEPS}
        report_lines = [{"line": line, "step": steps[line.where]} for line in self.lines]
        known = queries.calendar()
        notice = None
        decision = self.row.stages.filter(kind="decision", starts_on__isnull=False).first()
        if decision is not None and decision.starts_on is not None:
            notice = estimate_last(decision.starts_on, max(self.row.notice_days, 1), known)
        return super().get_context_data(
            may=may,
            may_amend=self.allows("rounds.amend"),
            report=report_lines,
            notice=notice,
            amendments=self.row.amendments.select_related("asked_by", "decided_by"),
            versions=self.row.versions.all(),
            amend_form=AmendForm(round_=self.row),
            **given,
        )


class StepPage(RoundDoor):
    """One step. A POST saves it; ``add`` asks for one more empty row and saves nothing."""

    template_name = "admin/rounds/step.html"

    @cached_property
    def step(self) -> Step:
        try:
            return BY_KEY[self.kwargs["key"]]
        except KeyError:
            raise Http404 from None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(None, refused=False)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        data = request.POST.copy()
        wanted = data.get("add", "")
        if wanted in {rows.prefix for rows in self.step.rows}:
            key = f"{wanted}-TOTAL_FORMS"
            data[key] = str(int(data.get(key) or 0) + 1)
            return self._show(data, refused=False, added=wanted)
        if not self.allows("rounds.edit"):
            messages.error(request, _("You can read this round; only its operator and clerk change it, as a draft."))
            return self.to("rounds_step", key=self.step.key)
        return self._save(request, data)

    def _save(self, request: HttpRequest, data: QueryDict) -> HttpResponse:
        refusal = ""
        try:
            with editing(round_id=self.row.pk, step=self.step.key, actor=request.user) as round_:
                form, formsets = self._forms(round_, data)
                good = [each.is_valid() for each in (form, *formsets) if each is not None]
                if not all(good):
                    raise RuleRefusal("form_invalid")
                if form is not None:
                    form.save()
                for rows, formset in zip(self.step.rows, formsets, strict=True):
                    rows.save(formset, round_)
        except RuleRefusal as error:
            refusal = "" if error.code == "form_invalid" else sentence_of(error)
            return self._show(data, refused=True, refusal=refusal)
        messages.success(request, _("“%(step)s” is saved.") % {"step": self.step.label})
        after = STEPS.index(self.step) + 1
        if data.get("then") == "stay" or after == len(STEPS):
            return self.to("rounds_desk") if data.get("then") != "stay" else self.to("rounds_step", key=self.step.key)
        return self.to("rounds_step", key=STEPS[after].key)

    def _forms(self, round_: Round, data: QueryDict | None) -> tuple[Any, list[Any]]:
        form = self.step.form(data, instance=round_) if self.step.form else None
        return form, [rows.formset(round_, data) for rows in self.step.rows]

    def _show(self, data: QueryDict | None, *, refused: bool, refusal: str = "", added: str = "") -> HttpResponse:
        form, formsets = self._forms(self.row, data)
        tables = [{"rows": rows, "formset": each} for rows, each in zip(self.step.rows, formsets, strict=True)]
        context = self.get_context_data(
            title=self.step.label,
            step=self.step,
            form=form,
            tables=tables,
            refused=refused,
            refusal=refusal,
            added=added,
            editable=self.allows("rounds.edit"),
            here=[line for line in self.lines if line.where == self.step.key],
            number=STEPS.index(self.step) + 1,
            total=len(STEPS),
        )
        return self.render_to_response(context, status=422 if refused else 200)


class Preview(RoundDoor):
    """The rules as applicants will read them."""

    template_name = "admin/rounds/preview.html"
    title = gettext_lazy("Preview for applicants")

    def rows(self) -> Any:
        return queries.for_guide()


class Log(RoundDoor):
    """What was done to this round, by whom and when."""

    template_name = "admin/rounds/log.html"
    title = gettext_lazy("Log of the round")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(entries=entries_of(self.row)[:200], **given)


class Act(RoundDoor):
    """One step of the life of a round, by a button."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        permission, flow, words = ACTS[kwargs["verb"]]
        if not self.allows(permission):
            messages.error(request, _("This step is not yours, or the round has moved on. Reload the page."))
            return self.to("rounds_desk")
        given = {"reason": request.POST.get("reason", "")} if kwargs["verb"] == "return" else {}
        try:
            flow(round_id=self.row.pk, actor=request.user, **given)  # type: ignore[operator]
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, str(words))
        return self.to("rounds_desk")


class Amend(RoundDoor):
    """Ask for a change of a published round."""

    http_method_names = ["post"]
    template_name = "admin/rounds/desk.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AmendForm(request.POST, round_=self.row)
        if not self.allows("rounds.amend"):
            messages.error(request, _("This step is not yours, or the round has moved on. Reload the page."))
        elif not form.is_valid():
            for trouble in form.errors.values():
                messages.error(request, " ".join(map(str, trouble)))
        else:
            flows.ask_amendment(round_id=self.row.pk, actor=request.user, **form.wanted())
            messages.success(request, _("Asked for. A second person decides."))
        return self.to("rounds_desk")


class DecideAmendment(RoundDoor):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        amendment = Amendment.objects.filter(pk=kwargs["pk"], round=self.row).first()
        if amendment is None:
            raise Http404
        if not self.allows("rounds.amend"):
            messages.error(request, _("This step is not yours, or the round has moved on. Reload the page."))
            return self.to("rounds_desk")
        approve = request.POST.get("answer") == "approve"
        try:
            flows.decide_amendment(amendment_id=amendment.pk, approve=approve, actor=request.user)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("In force now.") if approve else _("Refused; nothing changed."))
        return self.to("rounds_desk")
