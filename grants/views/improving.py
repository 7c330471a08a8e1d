"""The organisation's page for one part of plan or budget before signing: saved as typed, judged at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from grants.domain.plans import IMPROVABLE, typed_of
from grants.enums import ImprovementState
from grants.flows import agreements as flows
from grants.flows.agreements.improving import mark_of, typed_now
from grants.models import Improvement
from grants.queries.improving import judged
from grants.views.agreements import AgreementDoor, parts_of
from projects.domain.form import FORMS, Kind, read
from projects.domain.form.kinds import ids_in
from projects.forms.answers import rows_after, typed_in
from projects.forms.questions import Drawing, Option, OptionGroup
from projects.queries.applications import asked_of
from projects.words import labels
from projects.words.budget import say
from venture.kernel.errors import RuleRefusal, sentence_of


class ImprovePage(AgreementDoor, TemplateView):
    """A part of plan or budget. 15 queries at most, however many rows it has."""

    permission = "agreements.improve"
    template_name = "grants/improve.html"

    @property
    def section(self) -> str:
        section = str(self.kwargs["section"])
        if section not in IMPROVABLE or section not in self.row.plan["sections"]:
            raise Http404
        return section

    @property
    def improvement(self) -> Improvement:
        rows: list[Improvement] = self.row.revisions  # type: ignore[attr-defined]
        return next(each for each in rows if each.state == ImprovementState.OPEN)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section = self.section
        typed, shown = rows_after(FORMS[section], typed_in(FORMS[section], request.POST), request.POST.get("rows", ""))
        try:
            flows.save_improvement(
                improvement_id=self.improvement.pk, section=section, typed=typed, seen=request.POST.get("seen", ""),
                actor=self.person,
            )  # fmt: skip
        except RuleRefusal as refusal:
            # The text stays on the page, whatever was refused.
            context = self.get_context_data(typed=typed, refused=sentence_of(refusal))
            return self.render_to_response(context, status=409)
        here = reverse("grants:improve", args=[self.row.project.code, section])
        if "rows" in request.POST:
            return HttpResponseRedirect(f"{here}?row={shown}#r-{shown}" if shown else here)
        messages.success(request, _("“%(section)s” is saved.") % {"section": labels.section_name(section)})
        return HttpResponseRedirect(here if request.POST.get("go") == "stay" else self.to().url)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant, section, improvement = self.row, self.section, self.improvement
        given.pop("section", None)
        kept = typed_now(grant, improvement, section)
        typed = given.pop("typed", kept)
        asked = asked_of(grant.round)
        found = read(FORMS[section], typed, asked)
        drawn = Drawing(
            section, typed, asked, list(found.problems), self._lists(section), gaps=True,
            shown=self.request.GET.get("row", ""),
        ).draw()  # fmt: skip
        facts: dict[str, Any] = {
            "grant": grant,
            "project": grant.project,
            "improvement": improvement,
            "section": section,
            "title": labels.section_name(section),
            "drawn": drawn,
            "seen": mark_of(kept),
            "writes": True,
            "parts": parts_of(grant),
        }
        if section == "budget":
            facts |= self._sums({**grant.plan, "sections": {**grant.plan["sections"], "budget": found.values}})
        return super().get_context_data(**{**facts, **given})

    def _sums(self, plan: dict[str, Any]) -> dict[str, Any]:
        """Return what the budget comes to, and what the round's rules say of it."""
        budget = judged(self.row, plan)
        lines = {line.key: line for line in budget.lines}
        difference = budget.whole.grant_fen - self.row.amount_fen
        return {
            "budget": budget,
            "given_fen": budget.whole.own_fen + budget.whole.donation_fen,
            "over": max(difference, 0),
            "under": max(-difference, 0),
            "rules": [(each, say(each, budget.rules[each.rule], lines)) for each in budget.verdicts],
        }

    def _lists(self, section: str) -> dict[str, Any]:
        """Return the rows of other parts that a field may name, as the revision has them."""
        lists: dict[str, Any] = {}
        for table in FORMS[section].tables:
            for each in table.fields:
                if each.kind == Kind.REF:
                    part, other = each.refers.split(".")
                    lists[f"{table.name}.{each.name}"] = [OptionGroup("", self._named(part, other))]
        return lists

    def _named(self, part: str, table: str) -> list[Option]:
        known = part in IMPROVABLE
        typed = typed_now(self.row, self.improvement, part) if known else typed_of(self.row.plan, part)
        row_name, first = labels.table_of(part, table).row, FORMS[part].table(table).fields[0].name
        return [
            Option(
                row,
                _("%(row)s %(number)s: %(text)s")
                % {
                    "row": row_name, "number": number,
                    "text": typed.get(f"{table}.{row}.{first}", "") or _("not named yet"),
                },
            )
            for number, row in enumerate(ids_in(typed.get(table, "")), start=1)
        ]  # fmt: skip
