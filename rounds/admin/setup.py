"""The guided set-up of a round: seven steps that save one by one, the report, and the acts of two and three persons."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from rounds import queries
from rounds.admin.acts import ACTS
from rounds.admin.amending import AmendForm
from rounds.admin.checking import inferred_by_step, seen, seen_in, show_stored
from rounds.admin.forms import BY_KEY, STEPS, Step
from rounds.admin.forms.rows import Rows
from rounds.admin.sentences import Line, line_of
from rounds.domain.validation import report
from rounds.domain.workdays import estimate_last
from rounds.enums import Means, Nature, RoundState
from rounds.flows.editing import confirm, editing
from rounds.models import Round
from rounds.words import told
from venture.audit.queries import entries_of
from venture.doors.admin import StaffRowDoor
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of


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

    @cached_property
    def held(self) -> frozenset[str]:
        """What the person may do to the round, of what every page of it asks. One query."""
        return policy.rights(self.request.user, ("rounds.edit", "rounds.view_observers"), self.row)

    @cached_property
    def side(self) -> list[dict[str, Any]]:
        """The steps with what each still lacks."""
        return [{"step": step, "troubles": sum(line.where == step.key for line in self.lines)} for step in STEPS]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        side = self.side
        draft = self.row.state in RoundState.editable()
        facts = {"round": self.row, "side": side, "draft": draft, "lines": self.lines, "subtitle": self.row.title}
        facts["steps_done"] = sum(not each["troubles"] for each in side)
        facts["sees_observers"] = "rounds.view_observers" in self.held
        facts["sees_tasks"] = Means.UNITS in self.row.advanced
        return super().get_context_data(**{**facts, **given})

    def to(self, name: str, **keys: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{name}", kwargs={"code": self.row.code, **keys}))


class Desk(RoundDoor):
    """Where the set-up stands: steps, report, the next act and who may take it."""

    template_name = "admin/rounds/desk.html"
    title = gettext_lazy("Round set-up")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        steps = {step.key: step.label for step in STEPS}
        notice = None
        decision = self.row.stages.filter(kind="decision", starts_on__isnull=False).first()
        if decision is not None and decision.starts_on is not None:
            notice = estimate_last(decision.starts_on, max(self.row.notice_days, 1), queries.calendar())
        held = policy.rights(self.request.user, {"rounds.amend", *(act.permission for act in ACTS.values())}, self.row)
        facts = {
            "may": {verb: act.permission in held for verb, act in ACTS.items()},
            "may_amend": "rounds.amend" in held,
            "report": [{"line": line, "step": steps[line.where]} for line in self.lines],
            "notice": notice,
            "amendments": [told(each, self.row) for each in queries.amendments_of(self.row)],
            "versions": self.row.versions.all(),
            "terms": Nature(self.row.nature).terms,
            "inferred": inferred_by_step(self.row),
            "first_gap": next((each["step"] for each in self.side if each["troubles"]), None),
        }
        if facts["may_amend"] and "amend_form" not in given:
            facts["amend_form"] = AmendForm(round_=self.row)
        return super().get_context_data(**{**facts, **given})


class StepPage(RoundDoor):
    """One step. A POST saves it; ``add`` asks for one more empty row, ``plan`` for the rows of a usual plan: neither
    saves anything.
    """

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
        if not self.allows("rounds.set_up"):
            raise Http404
        data = request.POST.copy()
        wanted = data.get("add", "")
        if wanted in {rows.prefix for rows in self.tables}:
            key = f"{wanted}-TOTAL_FORMS"
            data[key] = str(int(data.get(key) or 0) + 1)
            return self._show(data, refused=False, added=wanted)
        plan = data.get("plan", "")
        for rows in self.tables:
            if plan in rows.plans:
                rows.laid(data, plan)
                messages.info(request, _("The plan stands below, the parts before it are to be removed. Save it now."))
                return self._show(data, refused=False, added=rows.prefix)
        return self._save(request, data)

    @property
    def tables(self) -> list[Rows]:
        return [rows for rows in self.step.rows if rows.shown(self.row)]

    def _save(self, request: HttpRequest, data: QueryDict) -> HttpResponse:
        """Save the step under the round's lock. What was typed comes back whenever it is not saved."""
        refusal = ""
        try:
            with editing(round_id=self.row.pk, step=self.step.key, actor=request.user) as round_:
                form, formsets = self._forms(round_, data)
                if data.get("seen", "") not in {"", seen(self.step, round_)}:
                    raise self._changed_meanwhile()
                good = [each.is_valid() for each in (form, *formsets) if each is not None]
                if not all(good):
                    raise RuleRefusal("form_invalid")
                touched = set(form.changed_data) if form is not None else set()
                if form is not None:
                    form.save()
                touched |= {
                    rows.prefix for rows, each in zip(self.tables, formsets, strict=True) if rows.save(each, round_)
                }
                confirm(round_, touched)
        except RuleRefusal as error:
            refusal = "" if error.code == "form_invalid" else sentence_of(error)
            return self._show(data, refused=True, refusal=refusal, clash=error.code == "round_changed_meanwhile")
        messages.success(request, _("“%(step)s” is saved.") % {"step": self.step.label})
        after = STEPS.index(self.step) + 1
        if data.get("then") == "stay":
            return self.to("rounds_step", key=self.step.key)
        return self.to("rounds_step", key=STEPS[after].key) if after < len(STEPS) else self.to("rounds_desk")

    def _changed_meanwhile(self) -> RuleRefusal:
        """Say who was faster. The next press saves, for then both versions were seen."""
        last = next((each for each in entries_of(self.row) if each.facts.get("step") == self.step.key), None)
        at = date_format(localtime(last.at), "TIME_FORMAT") if last is not None else "—"
        return RuleRefusal("round_changed_meanwhile", who=str(last.actor) if last is not None else "—", at=at)

    def _forms(self, round_: Round, data: QueryDict | None) -> tuple[Any, list[Any]]:
        form = self.step.form(data, instance=round_) if self.step.form else None
        return form, [rows.formset(round_, data) for rows in self.tables]

    def _seen(self, form: Any, formsets: list[Any], data: QueryDict | None, *, clash: bool) -> str:
        if data is None:
            return seen_in(form, formsets)
        return seen(self.step, self.row) if clash else str(data.get("seen", ""))

    def _show(
        self, data: QueryDict | None, *, refused: bool, refusal: str = "", added: str = "", clash: bool = False
    ) -> HttpResponse:
        form, formsets = self._forms(self.row, data)
        if clash:
            show_stored(form, *(row for formset in formsets for row in formset))
        tables = [
            {"rows": rows, "formset": each, "total": rows.total(self.row) if rows.total else ""}
            for rows, each in zip(self.tables, formsets, strict=True)
        ]
        number = STEPS.index(self.step) + 1
        context = self.get_context_data(
            title=self.step.label,
            step=self.step,
            form=form,
            tables=tables,
            refused=refused,
            refusal=refusal,
            added=added,
            # After a clash the page shows both versions; a page sent back for a mistake keeps what it had seen.
            seen=self._seen(form, formsets, data, clash=clash),
            editable="rounds.edit" in self.held,
            here=[line for line in self.lines if line.where == self.step.key],
            number=number,
            total=len(STEPS),
            before=STEPS[number - 2] if number > 1 else None,
            after=STEPS[number] if number < len(STEPS) else None,
        )
        return self.render_to_response(context, status=422 if refused else 200)


class Preview(RoundDoor):
    """The guide as applicants will read it: the very same template, in the frame of the staff's page."""

    template_name = "admin/rounds/preview.html"
    title = gettext_lazy("Preview for applicants")

    def rows(self) -> Any:
        return queries.for_guide()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now = clock.now()
        return super().get_context_data(
            now=now,
            today=now.astimezone(clock.BEIJING).date(),
            terms=Nature(self.row.nature).terms,
            fields=queries.fields_told(self.row),
            amendments=[told(each, self.row) for each in self.row.changes],  # type: ignore[attr-defined]
            **given,
        )


class Log(RoundDoor):
    """What was done to this round, by whom and when."""

    template_name = "admin/rounds/log.html"
    title = gettext_lazy("Log of the round")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(entries=entries_of(self.row)[:200], **given)
