"""Experts in a workbook: the empty one, what a filled-in one would change line by line, taking it over; the export."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from reviews.admin.sheets import sheet_answer, workbook
from reviews.flows.pool import take_roster
from reviews.forms.pool import plain_mobile
from reviews.forms.roster import COLUMNS, RosterForm, unpacked
from reviews.models import Expert
from reviews.queries.pool import SHEET_TIES, Tried, tried
from rounds.enums import Field
from venture.doors.admin import StaffDoor
from venture.kernel.errors import RuleRefusal, sentence_of

BRING = "experts.bring"


class Bring(StaffDoor, FormView):
    """Try a workbook, see what each line comes to, take it over. Nothing is written before, and the sheet is not kept:
    the trial travels with the page, signed, for an hour."""

    permission = BRING
    template_name = "admin/reviews/roster.html"
    title = gettext_lazy("Bring experts in a workbook")
    form_class = RosterForm

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(columns=list(COLUMNS.values()), **given)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            trial = form.trial()
        except RuleRefusal as refusal:
            form.add_error("file", sentence_of(refusal))
            return self.form_invalid(form)
        found = tried(trial.rows)
        counts = {kind: sum(each.outcome == kind for each in found) for kind in ("new", "change", "same", "fault")}
        facts = {"lines": [line_of(each) for each in found], "counts": counts, "kept": trial.kept}
        return self.render_to_response(self.get_context_data(form=form, **facts))


class Take(StaffDoor, View):
    """Take a trial over: all lines or none."""

    permission = BRING
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        actor: Any = request.user
        try:
            taken = take_roster(rows=unpacked(request.POST.get("kept", "")), actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(reverse("admin:roster"))
        said = _("%(made)s entered, %(changed)s changed, %(same)s as before.")
        messages.success(request, said % {"made": taken.made, "changed": taken.changed, "same": taken.same})
        return HttpResponseRedirect(reverse("admin:reviews_expert_changelist"))


class Template(StaffDoor, View):
    permission = BRING
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return sheet_answer(workbook(_("Experts"), [str(head) for head in COLUMNS.values()], ()), "experts.xlsx")


def line_of(each: Tried) -> dict[str, Any]:
    """Return a line of the trial in words."""
    ties = [name for _kind, name in each.new_ties]
    changed = [str(COLUMNS[name]) for name in each.changed if name in COLUMNS]
    return {
        "line": each.row.line,
        "name": each.row.given.get("name", ""),
        "outcome": each.outcome,
        "expert": each.expert,
        "changed": changed,
        "ties": ties,
        "faults": [sentence_of(fault) for fault in each.faults],
    }


def roster_sheet(experts: Iterable[Expert]) -> bytes:
    """Return the pool in the columns of the template: what is taken along can be brought back. Ties are prefetched."""
    return workbook(_("Experts"), [str(head) for head in COLUMNS.values()], (_cells(each) for each in experts))


def _cells(expert: Any) -> list[Any]:
    fields = "、".join(str(Field(value).label) for value in expert.fields if value in Field.values)
    cells: list[Any] = [
        expert.key, expert.name, expert.employer, expert.employer_code, expert.title, fields,
        _("yes") if expert.finance else _("no"), plain_mobile(expert.mobile), expert.email, expert.address,
        expert.most, expert.away_from or "", expert.away_until or "", expert.note,
    ]  # fmt: skip
    for kind in SHEET_TIES:
        names = [
            tie.organization.name if tie.organization else tie.name for tie in expert.ties.all() if tie.kind == kind
        ]
        cells.append("、".join(filter(None, names)))
    return cells
