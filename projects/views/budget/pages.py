"""The budget of an application: a table that is saved as it is typed, and judged by the server while it is."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from projects.domain.form.kinds import ids_in
from projects.enums import CostCategory
from projects.flows import applications as flows
from projects.forms.budget import LINES, base_in, new_row, row_in, typed_in
from projects.models import SectionDraft
from projects.queries.applications import typed_of
from projects.queries.budgets import budget_of
from projects.queries.overview import asides_of
from projects.views.applications.doors import ApplicationDoor, ApplicationPage
from projects.views.applications.section import placed
from projects.views.budget.drawing import drawn, panel, text_of, words_of
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import format_yuan

SECTION = "budget"
UNDO = "budget_undo"


class BudgetDoor(ApplicationDoor):
    """A door to the budget of one application of one's organisation."""

    @property
    def address(self) -> str:
        return reverse("applications:budget", args=[self.row.code])

    @cached_property
    def draft(self) -> SectionDraft:
        draft: SectionDraft = self.row.sections.select_related("saved_by").get(section=SECTION)
        return draft

    def save(self, request: HttpRequest, typed: Mapping[str, str], base: Mapping[str, str], key: str) -> flows.Saved:
        user: Any = request.user
        return flows.save_section(
            project_id=self.row.pk, section=SECTION, typed=typed, base=base, key=key[:64], actor=user
        )

    def remember(self, request: HttpRequest, before: Mapping[str, str], after: Mapping[str, str], words: str) -> None:
        """Keep what stood before an act that takes lines away, so that one press brings them back."""
        undo = {"before": dict(before), "after": dict(after), "words": words}
        request.session[UNDO] = {self.row.code: undo}


class BudgetPage(BudgetDoor, ApplicationPage):
    """The page. Whoever may read the application reads it; whoever may write saves with it, with or without scripts.

    25 queries at most, whatever the size of the budget.
    """

    template_name = "applications/budget/page.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        request = self.request
        typed = given.pop("typed", self.draft.typed)
        add, checked = request.GET.get("add", ""), "check" in request.GET or request.GET.get("next") == "check"
        correction = self.window.correction
        return super().get_context_data(
            writable=self.writes(SECTION),
            draft=self.draft,
            checked=checked,
            undo=request.session.get(UNDO, {}).get(self.row.code),
            asides=placed(asides_of(self.row, SECTION, request.user), self.draft.typed),
            requests=[item for item in correction.items.all() if item.section == SECTION] if correction else [],
            base=json.dumps(self.draft.typed, ensure_ascii=False),
            key=f"{new_row()}-1",
            files_address="../files/",
            **drawn(self.row, typed, checked=checked, add=add if add in CostCategory.values else ""),
            **given,
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        self.refuse_readers()
        typed, base = typed_in(request.POST), base_in(request.POST)
        act, _colon, which = request.POST.get("rows", "").partition(":")
        before = typed
        if act == "remove":
            typed = _without(typed, which)
        try:
            saved = self.save(request, typed, base, request.POST.get("key", ""))
            if request.POST.get("go") == "undo":
                self._undo(request)
        except RuleRefusal as refusal:
            # The text stays on the page, whatever was refused.
            text = text_of(before)
            context = self.get_context_data(typed=before, refused=sentence_of(refusal), kept_text=text)
            return self.render_to_response(context, status=409)
        if saved.conflicts:
            messages.warning(request, _("A colleague changed the same cells first. Both versions are shown below."))
        if act == "remove" and which in ids_in(before.get(LINES.name, "")):
            name = row_in(before, which)["item"] or _("A line without a name")
            self.remember(request, before, saved.typed, _("“%(item)s” is removed.") % {"item": name})
        return HttpResponseRedirect(self._next(request, act, which, saved))

    def _next(self, request: HttpRequest, act: str, which: str, saved: flows.Saved) -> str:
        """Stay where something is to be mended; otherwise go where the button said."""
        go = request.POST.get("go")
        if act == "add":
            slug = which or request.POST.get("new_category", "")
            return f"{self.address}?add={slug}#g-{slug}" if slug in CostCategory.values else self.address
        if act == "remove":
            return f"{self.address}#undo"
        if go != "next":
            if go != "undo":
                messages.success(request, _("Saved."))
            return self.address
        budget = budget_of(self.row, saved.typed)
        if budget.problems or any(each.blocks for each in budget.broken):
            return f"{self.address}?check=1"
        if request.GET.get("next") == "check":
            return f"{reverse('applications:check', args=[self.row.code])}#s-{SECTION}"
        return reverse("applications:overview", args=[self.row.code])

    def _undo(self, request: HttpRequest) -> None:
        """Bring back what the last act took away; what was typed since, here and by others, stays."""
        undo = request.session.get(UNDO, {}).pop(self.row.code, None)
        request.session.modified = True
        if undo is not None:
            self.save(request, undo["before"], undo["after"], "")
            messages.success(request, _("Brought back."))


def _without(typed: Mapping[str, str], row: str) -> dict[str, str]:
    left = [each for each in ids_in(typed.get(LINES.name, "")) if each != row]
    cells = {path: text for path, text in typed.items() if path.split(".")[1:2] != [row]}
    return {**cells, LINES.name: " ".join(left)}


class JudgeBudget(BudgetDoor, View):
    """Judge what stands in the browser now; nothing is saved. The script previews sums, this answer decides."""

    permission = "applications.edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        budget = budget_of(self.row, typed_in(request.POST))
        beside = panel(self.row, budget, typed_of(self.row))
        said = [*budget.problems, *budget.broken]
        return JsonResponse(
            {
                "lines": {line.key: format_yuan(line.grant_fen) for line in budget.lines},
                "groups": {slug: format_yuan(each.grant_fen) for slug, each in budget.groups.items()},
                "totals": {
                    "grant": format_yuan(budget.whole.grant_fen),
                    "given": format_yuan(budget.whole.own_fen + budget.whole.donation_fen),
                    "total": format_yuan(budget.whole.total_fen),
                },
                "broken": beside["broken"],
                "panel": render_to_string("applications/budget/panel.html", beside, request=request),
                "problems": [{"path": each.path, "words": words_of(each), "missing": each.missing} for each in said],
            }
        )
