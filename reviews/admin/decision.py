"""The decision of a round on one page: what the meeting changes, its record, the check, the awards that follow."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView

from reviews.admin.ranking_rows import wan
from reviews.enums import AwardState, DecisionState, DecisionWay, Outcome
from reviews.flows import awards, deciding, printing
from reviews.forms import deciding as forms
from reviews.models import Award, Decision
from reviews.queries import awards as award_rows
from reviews.queries import decisions, selections
from venture.audit.queries import entries_of
from venture.doors.desk import RowDesk
from venture.files import flows as files
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

RECORD, CHECK, PRINT = "decisions.record", "decisions.check", "decisions.print"
ACTS: dict[str, tuple[str, Any]] = {
    "way": (RECORD, gettext_lazy("Noted.")),
    "amount": (RECORD, gettext_lazy("Noted; sums and reserve follow.")),
    "remove": (RECORD, gettext_lazy("Removed; sums and reserve follow.")),
    "cut": (RECORD, gettext_lazy("Cut; the line follows.")),
    "put-back": (RECORD, gettext_lazy("Taken back; sums and reserve follow.")),
    "record": (RECORD, gettext_lazy("Recorded. A second person compares it with the minutes.")),
    "return": (CHECK, gettext_lazy("Given back to be recorded again.")),
    "confirm": (CHECK, gettext_lazy("Decided. The awards stand as proposed; publish the notice next.")),
    "print": (PRINT, gettext_lazy("The papers are being printed.")),
}
AWARD_ACTS: dict[str, tuple[str, Any]] = {
    "confirm": ("awards.confirm", gettext_lazy("Confirmed.")),
    "lose": ("awards.lose", gettext_lazy("Noted; the money waits for the reserve.")),
    "call": ("awards.call", gettext_lazy("Called from the reserve; publish a notice for it.")),
}
BODIES = (gettext_lazy("Party group of the bureau"), gettext_lazy("Director's office meeting"))


class DecisionDesk(RowDesk, TemplateView):
    """30 queries at most, however many projects there are."""

    permission = "decisions.view"
    template_name = "admin/reviews/decision.html"
    lookup = {"code": "round__code"}
    desk = "decision_desk"
    row: Decision

    def rows(self) -> QuerySet[Any]:
        return decisions.for_staff().filter(selection__state__in=("sent", "decided"))

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:decision_desk", args=[self.row.round.code]))

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        decision, user = self.row, self.request.user
        items = list(decisions.items_of(decision))
        standing = {each.project_id: each for each in award_rows.of_round(decision.round_id)}
        money = {str(each.pk): each for each in selections.money_of(decision.round)}
        after = decisions.envelopes_after(decision)
        recording, checking = self.allows(RECORD), self.allows(CHECK)
        by_vote = decision.way == DecisionWay.VOTE
        facts = {
            "title": pgettext("page", "Decision"),
            "decision": decision,
            "round": decision.round,
            "recording": recording,
            "checking": checking and decision.recorded_by_id != user.pk,
            "mine": checking and decision.recorded_by_id == user.pk,
            "printing": self.allows(PRINT),
            "parts": [self._part(name, items, standing) for name in Outcome.values],
            "envelopes": [self._envelope(each, money[each.key], items) for each in after],
            "total": wan(sum(each.approved_fen for each in items if each.outcome == Outcome.SELECTED)),
            "pool": wan(sum(each.fen for each in after)),
            "changed": self._changed(money),
            "tally": decisions.tally(decision) if by_vote and decision.state == DecisionState.DRAFT else None,
            "by_vote": by_vote,
            "votes": list(decision.votes.select_related("leader", "project")),
            "way": forms.WayForm(initial={"way": decision.way}),
            "record": forms.RecordForm(by_vote=by_vote),
            "bodies": BODIES,
            "papers": list(decision.papers.select_related("file", "made_by")[:5]),
            "shown": decisions.shown_hash(decision),
            "entries": entries_of(decision)[:30],
            "decided": decision.state == DecisionState.DECIDED,
            "whole": decision.state == DecisionState.DRAFT or decisions.still_as_decided(decision),
            "chosen": self.request.GET.get("project", ""),
            "may_award": policy.condition(user, "awards.confirm") != policy.NOBODY,
            "may_lose": policy.condition(user, "awards.lose") != policy.NOBODY,
            "may_announce": policy.condition(user, "notices.draft_awards") != policy.NOBODY,
            "job": printing.job_of(decision),
        }
        return super().get_context_data(**{**facts, **given})

    def _part(self, name: str, items: list[Any], standing: dict[int, Award]) -> dict[str, Any]:
        rows = [each for each in items if each.outcome == name]
        replaced = {award.replaces_id for award in standing.values()}
        for each in rows:
            each.award_row = award = standing.get(each.project_id)
            each.may_call = award is not None and award.state == AwardState.LOST and award.pk not in replaced
            each.award_reason = award.reason if award is not None and award.reason != each.reason else ""
            each.approved, each.asked = wan(each.approved_fen), wan(each.project.grant_fen)
            each.recommended = wan(each.recommended_fen)
            each.differs = each.approved_fen != each.recommended_fen
            each.yuan = f"{each.approved_fen / 100:.2f}".removesuffix(".00")
        rows.sort(key=lambda each: each.reserve_no or 0)
        return {"name": name, "label": Outcome(name).label, "rows": rows, "count": len(rows)}

    def _envelope(self, each: Any, money: Any, items: list[Any]) -> dict[str, Any]:
        used = sum(row.approved_fen for row in items if row.outcome == "selected" and str(row.envelope_id) == each.key)
        return {
            "key": each.key, "name": str(money.category), "source": str(money.source), "whole": wan(each.fen),
            "used": wan(used), "left": wan(each.fen - used),
            "share": f"{used * 100 / each.fen:.1f}" if each.fen else "0", "cut": each.fen != money.amount_fen,
        }  # fmt: skip

    def _changed(self, money: dict[str, Any]) -> list[dict[str, str]]:
        """Return what the meeting changed, each with the part and key that take it back."""
        changes, told = self.row.changes or {}, []
        for key, each in changes.get("envelopes", {}).items():
            told.append(
                {
                    "part": "envelopes",
                    "key": key,
                    "what": _("%(name)s: now %(wan)s × 10,000 yuan")
                    % {"name": money[key].category, "wan": wan(each["fen"])},
                    "reason": each["reason"],
                }
            )
        for code, each in changes.get("removed", {}).items():
            told.append({"part": "removed", "key": code, "what": _("%(code)s removed") % {"code": code}, **_why(each)})
        for code, each in changes.get("amounts", {}).items():
            words = _("%(code)s: %(wan)s × 10,000 yuan approved") % {"code": code, "wan": wan(each["fen"])}
            told.append({"part": "amounts", "key": code, "what": words, **_why(each)})
        return told


def _why(each: dict[str, Any]) -> dict[str, str]:
    return {"reason": str(each["reason"])}


class Act(DecisionDesk):
    """POST only. A refusal becomes a message and nothing moves."""

    http_method_names = ["post"]
    table = ACTS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in ACTS:
            raise Http404
        permission, words = ACTS[verb]
        if not self.allows(permission):
            messages.error(request, _("This step is not yours, or the decision has moved on. Reload the page."))
            return self.back()
        doers: dict[str, Callable[[], object]] = {
            "way": self._way, "amount": self._amount, "remove": self._remove, "cut": self._cut,
            "put-back": self._put_back, "record": self._record, "return": self._return, "confirm": self._confirm,
            "print": self._print,
        }  # fmt: skip
        try:
            doers[verb]()
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, str(words))
        return self.back()

    @property
    def _base(self) -> dict[str, Any]:
        return {"decision_id": self.row.pk, "actor": self.request.user}

    def _project(self) -> int:
        wanted = self.request.POST.get("project", "")
        key = self.row.items.filter(project__code=wanted).values_list("project_id", flat=True).first()
        if key is None:
            raise RuleRefusal("decision_item_missing")
        return int(key)

    def _given(self, form: Any) -> dict[str, Any]:
        if not form.is_valid():
            said = [f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items()]
            raise RuleRefusal("form_refused", words=" ".join(said))
        cleaned: dict[str, Any] = form.cleaned_data
        return cleaned

    def _way(self) -> object:
        return deciding.choose_way(**self._base, way=self.request.POST.get("way", ""))

    def _amount(self) -> object:
        given = self._given(forms.AmountForm(self.request.POST))
        return deciding.approve_amount(**self._base, project_id=self._project(), **given)

    def _remove(self) -> object:
        reason = self.request.POST.get("reason", "")
        return deciding.remove_project(**self._base, project_id=self._project(), reason=reason)

    def _cut(self) -> object:
        given = self._given(forms.CutForm(self.request.POST))
        return deciding.cut_envelope(**self._base, envelope=self.request.POST.get("envelope", ""), **given)

    def _put_back(self) -> object:
        data = self.request.POST
        return deciding.put_back(**self._base, part=data.get("part", ""), key=data.get("key", ""))

    def _record(self) -> object:
        given = self._given(forms.RecordForm(self.request.POST, self.request.FILES))
        scan = given.pop("minutes")
        key = files.keep(scan, actor=self.request.user).key if scan else ""
        return deciding.record_decision(**self._base, minutes=key, **given)

    def _return(self) -> object:
        return deciding.return_decision(**self._base, reason=self.request.POST.get("reason", ""))

    def _confirm(self) -> object:
        return deciding.confirm_decision(**self._base)

    def _print(self) -> object:
        return printing.ask_papers(**self._base)


class AwardAct(RowDesk, TemplateView):
    """A button beside one award. ``round`` in place of a verb confirms everything that may be."""

    http_method_names = ["post"]
    permission = "awards.view"
    row: Award

    def rows(self) -> QuerySet[Any]:
        return Award.objects.select_related("decision__round", "project")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in AWARD_ACTS:
            raise Http404
        permission, words = AWARD_ACTS[verb]
        if not self.allows(permission):
            messages.error(request, _("This step is not yours, or the award has moved on. Reload the page."))
            return self._back()
        base: dict[str, Any] = {"award_id": self.row.pk, "actor": request.user}
        try:
            if verb == "lose":
                awards.lose_award(**base, reason=request.POST.get("reason", ""))
            elif verb == "call":
                awards.call_reserve(**base)
            else:
                awards.confirm_award(**base)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, f"{self.row.project.code}：{words}")
        return self._back()

    def _back(self) -> HttpResponse:
        code = self.row.decision.round.code
        return HttpResponseRedirect(reverse("admin:decision_desk", args=[code]) + f"?project={self.row.project.code}")


class ConfirmAwards(DecisionDesk):
    """Confirm every award of the round whose notice is over and that nothing holds."""

    permission = PRINT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        done, left = awards.confirm_round(round_id=self.row.round_id, actor=actor)
        words = _("%(done)s awards confirmed, %(left)s wait for a notice or a hold.") % {"done": done, "left": left}
        messages.success(request, words)
        return self.back()


__all__ = ["ACTS", "Act", "AwardAct", "AwardState", "ConfirmAwards", "DecisionDesk"]
