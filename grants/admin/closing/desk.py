"""How a grant ends: measures, claims and the close-out on one page, each with the step that is next."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from grants.domain.close_out import Tick, checklist
from grants.enums import AccountKind, ClosureState, MeasureKind, RecoveryGround
from grants.flows import closing, measures, recovering
from grants.models import Closure, Grant, Measure, Recovery
from grants.queries.closing import balances, facts_of, settlement_of
from grants.words.closing import TICKS
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import parse_yuan

BEGIN: Mapping[str, tuple[str, Callable[..., Any], Any]] = {
    "measure": ("grants.measure", measures.ask_measure, _("Asked for. A head of section decides.")),
    "claim": ("grants.claim", recovering.claim_money, _("Claimed. The organisation is told where to pay.")),
    "close": ("grants.begin_close", closing.begin_close, _("The close-out is open; what is owed was claimed.")),
}
MEASURES: Mapping[str, desk.Act] = {
    "approve": ("measures.decide", measures.approve_measure, _("Approved; it is in force.")),
    "refuse": ("measures.decide", measures.refuse_measure, _("Refused.")),
    "withdraw": ("measures.withdraw", measures.withdraw_measure, _("Taken back.")),
}
RECOVERIES: Mapping[str, desk.Act] = {
    "return": ("recoveries.record", recovering.record_return, _("The return is recorded.")),
    "write-off": ("recoveries.write_off", recovering.write_off, _("Written off.")),
}
CLOSURES: Mapping[str, desk.Act] = {
    "check": ("closures.check", closing.check_closure, _("Checked. The archive is being made; another person closes.")),
    "return": ("closures.return", closing.return_closure, _("Sent back.")),
    "close": ("closures.close", closing.close_grant, _("Closed. Nothing of this grant changes any more.")),
}


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class EndDoor(StaffRowDoor):
    permission = "grants.view_end"
    lookup = {"code": "project__code"}
    row: Grant

    def rows(self) -> Any:
        return Grant.objects.select_related("project", "organization", "round", "closure__archive")

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:grant_end", args=[self.row.project.code]))


class Desk(EndDoor, TemplateView):
    """30 queries at most."""

    template_name = "admin/grants/end.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, user = self.row, self.request.user
        closure = getattr(row, "closure", None)
        rows = balances(row)
        # A closed grant shows what stood when it was closed.
        kept = closure.ticks if closure is not None and closure.state == ClosureState.CLOSED else None
        lines = checklist(facts_of(row)) if kept is None else [Tick(**each) for each in kept]
        ticks = [{"tick": tick, "title": TICKS[tick.code][0], "mend": TICKS[tick.code][1]} for tick in lines]
        return super().get_context_data(
            title=row.project.title or row.project.code, row=row, project=row.project, closure=closure, ticks=ticks,
            money=[
                (AccountKind(kind).label, sum(fen for (each, _source, _year), fen in rows.items() if each == kind))
                for kind in ("committed", "payable", "paid", "spent", "special", "returned", "written_off")
            ],
            due=settlement_of(row), shares=row.shares.select_related("source"),
            measures=[
                (each, self._may(MEASURES, each), each.asked_by_id == user.pk)
                for each in row.measures.select_related("asked_by", "decided_by")
            ],
            recoveries=[
                (each, self._may(RECOVERIES, each), each.claimed_by_id == user.pk)
                for each in row.recoveries.select_related("source", "claimed_by")
            ],
            evaluations=row.evaluations.exclude(state="replaced"),
            may=desk.may(user, BEGIN, row),
            may_close=self._may(CLOSURES, closure) if closure else {}, kinds=MeasureKind.choices,
            grounds=[each for each in RecoveryGround.choices if each[0] in {"breach", "disallowed"}],
            entries=entries_of(row)[:30], today=clock.today(),
            checked_by_me=bool(closure and closure.checked_by_id == user.pk),
            **given,
        )  # fmt: skip

    def _may(self, acts: Mapping[str, desk.Act], row: Any) -> dict[str, bool]:
        return {verb.replace("-", "_"): yes for verb, yes in desk.may(self.request.user, acts, row).items()}


class Begin(EndDoor, View):
    """Ask for a measure, claim money, begin the close-out."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb, actor = kwargs["verb"], request.user
        if verb not in BEGIN:
            raise Http404
        permission, flow, said = BEGIN[verb]
        if not policy.allows(actor, permission, self.row):
            messages.error(request, gettext("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        try:
            flow(grant_id=self.row.pk, actor=actor, **self._given(verb))
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, str(said))
        return self.back()

    def _given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        if verb == "measure":
            kind = sent.get("kind", "")
            if kind not in MeasureKind.values:
                raise Http404
            return {"kind": kind, "reason": sent.get("reason", ""), "until": day_of(sent.get("until", ""))}
        if verb == "claim":
            share = sent.get("share", "")
            known = self.row.shares.filter(pk=int(share)).first() if share.isdecimal() and len(share) < 12 else None
            if known is None or sent.get("ground", "") not in RecoveryGround.values:
                raise Http404
            return {
                "share_id": known.pk, "ground": sent["ground"], "amount_fen": parse_yuan(sent.get("amount", "")),
                "reason": sent.get("reason", ""), "key": f"claim:{self.row.pk}:{sent.get('key', '')[:40]}",
                "due_on": day_of(sent.get("due_on", "")),
            }  # fmt: skip
        return {}


class OfGrant(DeskAct):
    """A button of something that belongs to a grant: it leads back to the grant's end."""

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:grant_end", args=[self.row.grant.project.code]))


class MeasureAct(OfGrant):
    permission = "measures.view"
    acts = MEASURES

    def rows(self) -> Any:
        return Measure.objects.select_related("grant__project")

    def given(self, verb: str) -> dict[str, Any]:
        words = self.request.POST.get("words", "")
        return {"measure_id": self.row.pk, ("reason" if verb == "withdraw" else "answer"): words}


class RecoveryAct(OfGrant):
    permission = "recoveries.view_staff"
    acts = RECOVERIES

    def rows(self) -> Any:
        return Recovery.objects.select_related("grant__project")

    def given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        if verb == "write-off":
            return {"recovery_id": self.row.pk, "document": sent.get("document", "")}
        return {
            "recovery_id": self.row.pk, "amount_fen": parse_yuan(sent.get("amount", "")),
            "on": day_of(sent.get("on", "")) or clock.today(), "voucher": sent.get("voucher", ""),
        }  # fmt: skip


class ClosureAct(OfGrant):
    permission = "closures.view"
    acts = CLOSURES

    def rows(self) -> Any:
        return Closure.objects.select_related("grant__project")

    def given(self, verb: str) -> dict[str, Any]:
        words = self.request.POST.get("words", "")
        named = {"check": {"words": words}, "return": {"reason": words}}
        return {"closure_id": self.row.pk, **named.get(verb, {})}
