"""The buttons of the ranking's page, and what one takes along: a sheet, and the bundle for a re-computation."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from reviews.admin.ranking import RankingDesk, address
from reviews.admin.sheets import sheet_answer, workbook
from reviews.domain.ranking import bundle
from reviews.domain.ranking.components import EXPERTS
from reviews.flows import ranking as flows
from reviews.flows import selecting
from reviews.flows.exporting import note_export
from reviews.forms import deciding as forms
from reviews.models import Ranking
from reviews.queries import frozen, rankings, selections
from reviews.queries.components import title_of
from reviews.queries.draws import record_of
from reviews.words.deciding import reason_of
from reviews.words.ranking import TIES, WHY
from venture.files import flows as files
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

FEN = 100
GIVEN = (
    gettext_lazy("Donations that count (yuan)"), gettext_lazy("Matched (yuan)"), gettext_lazy("Filled up (yuan)"),
)  # fmt: skip
COMPUTE, LOCK, PREPARE = "rankings.compute", "rankings.lock", "selections.prepare"
ACTS: dict[str, tuple[str, Any]] = {
    "commit-lot": (COMPUTE, gettext_lazy("The lot is promised: its list and its hash stand from now on.")),
    "compute": (COMPUTE, gettext_lazy("Computed from the sheets that are in.")),
    "lock": (LOCK, gettext_lazy("Locked. Nobody changes it any more.")),
    "prepare": (PREPARE, gettext_lazy("Selected by these rules.")),
    "amount": (PREPARE, gettext_lazy("Noted; the list follows.")),
    "transfer": (PREPARE, gettext_lazy("Moved; the list follows.")),
    "take-transfer-back": (PREPARE, gettext_lazy("Taken back; the list follows.")),
    "override": (PREPARE, gettext_lazy("Asked for. Another person decides.")),
    "confirm": (PREPARE, gettext_lazy("Agreed to.")),
    "refuse": (PREPARE, gettext_lazy("Not agreed to.")),
    "withdraw": (PREPARE, gettext_lazy("Taken back; the list follows.")),
    "send": (PREPARE, gettext_lazy("Sent to the decision. The list is frozen.")),
    "take-back": (PREPARE, gettext_lazy("Taken back; it can be changed again.")),
}


class Act(RankingDesk):
    """POST only. A refusal becomes a message and nothing moves."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in ACTS:
            raise Http404
        permission, words = ACTS[verb]
        if not self.allows(permission):
            messages.error(request, _("This step is not yours, or the round has moved on. Reload the page."))
            return self._back()
        try:
            getattr(self, f"_{verb.replace('-', '_')}")()
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, str(words))
        return self._back()

    def _back(self) -> HttpResponse:
        data = self.request.POST
        stage, project = data.get("of", ""), data.get("project", "")
        known = self.row.projects.filter(code=project).exists() if project else False
        return HttpResponseRedirect(
            address(self.row, of=stage if stage.isdigit() else "", project=project if known else "")
        )

    @property
    def actor(self) -> Any:
        return self.request.user

    # --- What each button needs ---------------------------------------------------------------------------------------

    def _stage(self) -> int | None:
        wanted = self.request.POST.get("of", "")
        stages = {str(each.pk): each.pk for each in rankings.scored_stages(self.row)}
        if wanted and wanted not in stages:
            raise RuleRefusal("ranking_no_stage")
        return stages.get(wanted)

    def _ranking(self) -> Ranking:
        found = rankings.current(self.row, self._stage())
        if found is None:
            raise RuleRefusal("ranking_missing")
        return found

    def _standing(self) -> int:
        found = selections.standing(self.row)
        if found is None:
            raise RuleRefusal("selection_not_draft")
        return found.pk

    def _project(self) -> int:
        code = self.request.POST.get("project", "")
        key = self.row.projects.filter(code=code).values_list("pk", flat=True).first()
        if key is None:
            raise RuleRefusal("selection_row_missing")
        return int(key)

    def _change(self) -> int:
        wanted = self.request.POST.get("change", "")
        found = selections.standing(self.row)
        rows = found.overrides.filter(pk=wanted) if found is not None and wanted.isdigit() else None
        if rows is None or not rows.exists():
            raise RuleRefusal("override_missing")
        return int(wanted)

    def _given(self, form: Any) -> dict[str, Any]:
        if not form.is_valid():
            said = [f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items()]
            raise RuleRefusal("form_refused", words=" ".join(said))
        cleaned: dict[str, Any] = form.cleaned_data
        return cleaned

    # --- The buttons --------------------------------------------------------------------------------------------------

    def _commit_lot(self) -> None:
        flows.commit_lot(round_id=self.row.pk, actor=self.actor)

    def _compute(self) -> None:
        given = self._given(forms.ComputeForm(self.request.POST))
        flows.compute_ranking(round_id=self.row.pk, stage_id=self._stage(), actor=self.actor, **given)

    def _lock(self) -> None:
        flows.lock_ranking(ranking_id=self._ranking().pk, actor=self.actor)

    def _prepare(self) -> None:
        given = self._given(forms.RulesForm(self.request.POST))
        selecting.prepare_selection(
            ranking_id=self._ranking().pk, actor=self.actor, pass_mark=given["pass_mark"],
            projects_per_organisation=given["projects_per_organisation"],
            fen_per_organisation=given["fen_per_organisation"] or 0, fill=given["fill"],
        )  # fmt: skip

    def _amount(self) -> None:
        given = self._given(forms.AmountForm(self.request.POST))
        selecting.recommend_amount(selection_id=self._standing(), project_id=self._project(), actor=self.actor, **given)

    def _transfer(self) -> None:
        money = selections.money_of(self.row)
        form = forms.TransferForm(self.request.POST, envelopes=[(str(each.pk), str(each)) for each in money])
        selecting.transfer_money(selection_id=self._standing(), actor=self.actor, **self._given(form))

    def _take_transfer_back(self) -> None:
        number = self.request.POST.get("number", "")
        selecting.take_transfer_back(
            selection_id=self._standing(), number=int(number) if number.isdigit() else -1, actor=self.actor
        )

    def _override(self) -> None:
        given = self._given(forms.OverrideForm(self.request.POST, self.request.FILES))
        minutes = given["minutes"]
        key = files.keep(minutes, actor=self.actor).key if minutes else ""
        selecting.ask_override(
            selection_id=self._standing(), project_id=self._project(), kind=given["kind"], reason=given["reason"],
            minutes=key, fen=given["fen"], actor=self.actor,
        )  # fmt: skip

    def _confirm(self) -> None:
        selecting.confirm_override(override_id=self._change(), actor=self.actor)

    def _refuse(self) -> None:
        reason = self.request.POST.get("reason", "")
        selecting.refuse_override(override_id=self._change(), reason=reason, actor=self.actor)

    def _withdraw(self) -> None:
        selecting.withdraw_override(override_id=self._change(), actor=self.actor)

    def _send(self) -> None:
        selecting.send_selection(selection_id=self._standing(), actor=self.actor)

    def _take_back(self) -> None:
        reason = self.request.POST.get("reason", "")
        selecting.take_back_selection(selection_id=self._standing(), reason=reason, actor=self.actor)


class Export(RankingDesk, View):
    """The table as a sheet, or the bundle that ``tools/recompute_ranking.py`` and ``tools/replay_draw.py`` read."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        what, wanted = kwargs["what"], request.GET.get("of", "")
        stage = next((each for each in rankings.scored_stages(self.row) if str(each.pk) == wanted), None)
        ranking = rankings.current(self.row, stage.pk if stage else None)
        makers: dict[str, Callable[[Ranking], HttpResponse]] = {"xlsx": self._sheet, "json": self._bundle}
        if ranking is None or what not in makers or not policy.allows(request.user, "rankings.view", ranking):
            raise Http404
        note_export(what=f"ranking.{what}", count=ranking.rows.count(), actor=request.user)
        return makers[what](ranking)

    def _bundle(self, ranking: Ranking) -> HttpResponse:
        told = bundle(*frozen.computed(ranking.inputs))
        lot = ranking.lot
        if lot is not None and lot.revealed_at is not None:
            told["lot"] = record_of(lot)
        answer = HttpResponse(
            json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="ranking-{self.row.code}-{ranking.version}.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer

    def _sheet(self, ranking: Ranking) -> HttpResponse:
        selection = selections.standing(self.row)
        on_it = selection is not None and selection.ranking_id == ranking.pk
        chosen = {each.project_id: each for each in selection.rows.all()} if selection is not None and on_it else {}
        rules = selection.rules if selection is not None and on_it else {}
        rows = list(rankings.rows_of(ranking))
        components = rankings.components_of(rows)
        heads = (
            _("Rank"), _("Number"), _("Title"), _("Applicant"), _("Field of service"), _("Asked for (yuan)"),
            _("All scores"), _("Dropped"), _("Experts"), _("Mean"), _("How a tie was broken"), _("No rank because"),
            _("Outcome"), _("Place in the reserve"), _("Recommended (yuan)"), _("Margin to the line (points)"),
            _("Why"), *((_("Experts' mean"), *map(title_of, components)) if components else ()),
            *(GIVEN if "donations" in rules else ()),
        )  # fmt: skip
        lines = (
            (*self._row(each, chosen.get(each.project_id)), *_parts(each, components), *_given(rules, each))
            for each in rows
        )
        content = workbook(_("Ranking"), [str(each) for each in heads], lines)
        return sheet_answer(content, f"ranking-{self.row.code}-{ranking.version}.xlsx")

    def _row(self, row: Any, chosen: Any) -> tuple[Any, ...]:
        project, out = row.project, set(row.dropped)
        return (
            "" if row.rank is None else row.rank, project.code, project.title, project.organization.name,
            str(project.category or ""), project.grant_fen / FEN, "、".join(row.totals),
            "、".join(each for place, each in enumerate(row.totals) if place in out), len(row.totals),
            "" if row.mean is None else float(row.mean), "、".join(str(TIES.get(each, each)) for each in row.tie),
            str(WHY.get(row.why, "")),
            *(
                (
                    str(chosen.get_outcome_display()), chosen.reserve_no or "",
                    chosen.recommended_fen / FEN, "" if chosen.margin is None else float(chosen.margin),
                    reason_of(chosen.reason, chosen.details),
                )
                if chosen is not None
                else ("", "", "", "", "")
            ),
        )  # fmt: skip


def _parts(row: Any, components: list[str]) -> tuple[Any, ...]:
    """Return the experts' mean and the points beside it; empty cells for a project without a result."""
    parts = row.parts or {}
    return tuple(float(parts[key]) if key in parts else "" for key in (EXPERTS, *components)) if components else ()


def _given(rules: dict[str, Any], row: Any) -> tuple[Any, ...]:
    if "donations" not in rules:
        return ()
    given = selections.given_of(rules, row.project.code)
    return ("", "", "") if given is None else (given.given_fen / FEN, given.matched_fen / FEN, given.filled_fen / FEN)
