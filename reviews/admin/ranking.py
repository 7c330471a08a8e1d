"""Ranking and selection of a round on one page: the table with its line, money by category, the checks, the acts."""

from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from projects.models import Project
from reviews.admin.ranking_rows import Found, Line, Scale, explain, folded, wan
from reviews.domain.selection import Optimum, optimise
from reviews.enums import Outcome, OverrideState, RankingState, SelectionState
from reviews.flows.ranking.lots import standing_lot
from reviews.forms import deciding as forms
from reviews.queries import decisions, rankings, selections
from reviews.queries.components import title_of
from reviews.queries.rankings import APART
from reviews.queries.sending_checks import checks_of
from reviews.words.deciding import CHECKS
from rounds.domain.persons import needed
from rounds.enums import Means
from rounds.models import Round
from venture.doors.desk import RowDesk
from venture.kernel import policy

MOST_DISPUTES = 50


class RankingDesk(RowDesk, TemplateView):
    """30 queries at most, however many projects and sheets there are."""

    permission = "rankings.open"
    template_name = "admin/reviews/ranking.html"
    lookup = {"code": "code"}
    desk = "ranking_desk"
    key = "code"
    row: Round

    def rows(self) -> QuerySet[Any]:
        return Round.objects.select_related("area")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_, user, query = self.row, self.request.user, self.request.GET
        stages = rankings.scored_stages(round_)
        wanted = query.get("of", "")
        stage = next((each for each in stages if str(each.pk) == wanted), None)
        ranking = rankings.current(round_, stage.pk if stage else None)
        held = policy.rights(user, ("rankings.compute", "rankings.lock", "selections.prepare"), round_)
        if ranking is not None and not policy.allows(user, "rankings.view", ranking):
            ranking = None
        selection = selections.standing(round_) if stage is None else None
        if selection is not None and (ranking is None or selection.ranking_id != ranking.pk):
            selection = None
        facts: dict[str, Any] = {
            "title": _("Ranking and selection"),
            "round": round_,
            "stages": stages,
            "stage": stage,
            "order": (stage or stages[-1]).order if stages else 0,
            "ranking": ranking,
            "locked": ranking is not None and ranking.state == RankingState.LOCKED,
            "may_compute": "rankings.compute" in held,
            "may_lock": "rankings.lock" in held,
            "missing": list(rankings.missing(round_, rankings.stages_of(round_, stage.pk if stage else None))[:20]),
            "lot": self._lot(ranking),
            "compute": forms.ComputeForm(initial={"apart": APART}),
            "selection": selection,
            "prepares": "selections.prepare" in held,
            "decision": decisions.of_round(round_),
            "chosen": query.get("project", ""),
            "whole": query.get("whole") == "1",
            "category": query.get("category", ""),
        }
        if ranking is not None:
            facts |= self._table(ranking, selection, facts)
        if selection is not None:
            facts |= self._selection(selection, facts)
        elif facts["locked"] and stage is None and facts["prepares"]:
            facts["rules"] = forms.RulesForm()
        return super().get_context_data(**{**facts, **given})

    def _lot(self, ranking: Any) -> Any:
        if ranking is not None and ranking.lot is not None:
            return ranking.lot
        codes = list(Project.objects.filter(round=self.row, state="accepted").values_list("code", flat=True))
        return standing_lot(self.row, codes) if codes else None

    def _table(self, ranking: Any, selection: Any, facts: dict[str, Any]) -> dict[str, Any]:
        rows = rankings.for_table(ranking)
        chosen_rows = selections.places_of(selection) if selection is not None else {}
        changes = selections.changes_of(selection) if selection is not None else []
        standing = {each.project_id: each for each in changes if each.state in {"proposed", "in_force"}}
        rules = selection.rules if selection is not None else {}
        components = rankings.components_of(rows)
        scale = Scale.around(total for row in rows for total in row.totals)
        counts = Counter(row.category for row in rows)
        categories = list(self.row.categories.order_by("order", "pk"))
        found = [
            Found(row, chosen_rows.get(row.key), standing.get(row.key), selections.given_of(rules, row.code))
            for row in rows
            if facts["category"] in {"", str(row.category)}
        ]
        parts = self._parts(found, scale, {each.pk: each.name for each in categories}, facts)
        if selection is not None:
            shown = [line for part in ("above", "below", "out") for line in parts[part]]
            reasons = selections.reasons_of(selection, [line.key for line in shown if isinstance(line, Line)])
            explain(shown, reasons, chosen_rows)
        return {
            "parts": parts,
            "scale": scale,
            "total": len(rows),
            "components": [title_of(key) for key in components],
            "columns": 7 + len(components),
            "categories": [(str(each.pk), each.name, counts[each.pk]) for each in categories if counts[each.pk]],
            "disputes": [each.row for each in found if each.row.disputed][:MOST_DISPUTES],
            "waiting_rows": sum(bool(row.why) and row.why != "stage_missing" for row in rows),
            "changes": changes,
            "places": list(chosen_rows.values()),
            "named": next((each for each in found if each.row.code == facts["chosen"]), None),
        }

    def _parts(
        self, found: list[Found], scale: Scale, names: dict[int | None, str], facts: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the table above and below the line, and what stays out; without a selection all are one part."""
        shown = {"whole": facts["whole"], "chosen": facts["chosen"]}
        if facts["selection"] is None:
            return {"above": folded(found, scale, names, **shown), "below": [], "out": []}
        by: dict[str, list[Found]] = {name: [each for each in found if each.outcome == name] for name in Outcome.values}
        by[Outcome.RESERVE].sort(key=lambda each: each.selected.reserve_no or 0)
        parts = {
            name: folded(by[outcome], scale, names, **shown)
            for name, outcome in (("above", Outcome.SELECTED), ("below", Outcome.RESERVE), ("out", Outcome.OUT))
        }
        return {**parts, "line": True}

    def _selection(self, selection: Any, facts: dict[str, Any]) -> dict[str, Any]:
        selection.round = self.row
        money, told = selections.money_of(self.row), selection.facts
        draft = selection.state == SelectionState.DRAFT
        acting = facts["prepares"] and draft
        limits = selection.rules.get("limits", {})
        names = {str(each.pk): each for each in money}
        places = facts["places"]
        return {
            "acting": acting,
            "envelopes": [self._envelope(each, told, places) for each in money],
            "pool": wan(sum(told["envelopes"].values())),
            "used": wan(told["fen"]),
            "transfers": [
                {
                    "number": number, "giver": names.get(each["giver"]), "taker": names.get(each["taker"]),
                    "wan": wan(each["fen"]), "reason": each["reason"],
                }
                for number, each in enumerate(selection.rules.get("transfers", []))
            ],
            "transfer": forms.TransferForm(
                envelopes=[(str(each.pk), f"{each} · {wan(told['envelopes'][str(each.pk)])}") for each in money]
            ),
            "checks": [(each.tone, str(CHECKS[each.code]) % each.details) for each in checks_of(selection)],
            "rules": forms.RulesForm(initial={
                **limits, "fen_per_organisation": limits.get("fen_per_organisation", 0) // 100,
            }),
            "override": forms.OverrideForm(),
            "amount": forms.AmountForm(initial={"fen": _yuan(facts["named"])}),
            "persons": needed(self.row.persons_per_act, "override"),
            "waiting_changes": [each for each in facts["changes"] if each.state == OverrideState.PROPOSED],
            "optimum": self._optimum(selection, money) if self.request.GET.get("what_if") == "1" else None,
            "optimiser": Means.OPTIMISER in self.row.advanced,
            "whole_list": selections.still_as_sent(selection) if not draft else True,
        }  # fmt: skip

    def _envelope(self, each: Any, told: dict[str, Any], places: list[Any]) -> dict[str, Any]:
        whole, left = told["envelopes"].get(str(each.pk), 0), told["left"].get(str(each.pk), 0)
        used, mine = whole - left, [place for place in places if place.envelope == each.pk]
        waits = [place for place in mine if place.outcome == Outcome.RESERVE]
        following = min(waits, key=lambda place: place.reserve_no or 0, default=None)
        return {
            "name": str(each.category),
            "source": str(each.source),
            "used": wan(used),
            "whole": wan(whole),
            "left": wan(left),
            "share": f"{used * 100 / whole:.1f}" if whole else "0",
            "count": sum(place.outcome == Outcome.SELECTED for place in mine),
            "next": wan(following.recommended_fen) if following is not None else "",
        }

    def _optimum(self, selection: Any, money: Any) -> dict[str, Any] | None:
        """Return the exact what-if beside the list; it never decides."""
        if Means.OPTIMISER not in self.row.advanced:
            return None
        found: Optimum = optimise(
            selections.candidates_of(selection.ranking, selection.rules, money),
            selections.envelopes_of(money, selection.rules), selections.limits_of(selection.rules),
            selections.overrides_of(selections.changes_of(selection)),
        )  # fmt: skip
        mine = set(selection.rows.filter(outcome=Outcome.SELECTED).values_list("project__code", flat=True))
        return {
            "count": found.count,
            "points": found.points,
            "wan": wan(found.fen),
            "exact": found.exact,
            "bound": found.bound,
            "entered": [each for each in found.chosen if each not in mine],
            "left": sorted(mine - set(found.chosen)),
        }


def _yuan(named: Found | None) -> str:
    if named is None or named.selected is None:
        return ""
    return f"{Decimal(named.selected.recommended_fen) / 100:.2f}".removesuffix(".00")


def address(round_: Round, **query: str) -> str:
    """Return the address of the page, at one project or one stage."""
    told = "&".join(f"{key}={value}" for key, value in query.items() if value)
    return reverse("admin:ranking_desk", args=[round_.code]) + (f"?{told}" if told else "")


__all__ = ["RankingDesk", "address"]
