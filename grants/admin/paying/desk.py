"""The finance desk: what waits, each request with its ticks and the verb that is due; payments chosen into an order."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from grants.domain.ticks import Tick, crosses
from grants.enums import PaymentState
from grants.flows import paying
from grants.models import Payment
from grants.queries import paying as rows
from grants.queries.paying.rows import TABS
from grants.words.paying import MENDERS, tick_words
from rounds.models import Round
from venture.doors.admin import StaffDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import format_yuan

LABELS = {
    "asked": gettext_lazy("To be approved"),
    "approved": gettext_lazy("To be paid"),
    "bank": gettext_lazy("With the bank"),
    "done": gettext_lazy("Settled"),
}
MOST = 200
NO_ROW = 99_999_999_999


class Desk(StaffDoor, TemplateView):
    """15 queries at most, however many payments there are."""

    permission = "payments.read"
    template_name = "admin/grants/payments.html"
    title = gettext_lazy("Payments")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user, query = self.request.user, self.request.GET
        tab = query.get("tab", "")
        round_code = query.get("round", "")
        counts = self._counts(round_code)
        if tab not in TABS:
            tab = next((name for name in ("asked", "approved", "bank") if counts[name][0]), "asked")
        may = {
            "approve": policy.condition(user, "payments.approve") != policy.NOBODY,
            "order": policy.condition(user, "payments.order") != policy.NOBODY,
        }
        found = list(rows.for_desk(rows.wanted(user, tab, round_code)[:MOST]))
        return super().get_context_data(
            tab=tab,
            tabs=[(name, LABELS[name], *counts[name], name == tab) for name in TABS],
            lines=self._lines(found, tab, may),
            chosen={"asked": may["approve"], "approved": may["order"]}.get(tab, False),
            rounds=list(Round.objects.filter(grants__isnull=False).distinct().only("code", "title", "year")),
            round_code=round_code,
            orders=list(rows.open_orders(user).select_related("round")[:6]),
            may_load=policy.may(user, "statements.load"),
            more=counts[tab][0] > MOST,
            most=MOST,
            **given,
        )

    def _counts(self, round_code: str) -> dict[str, tuple[int, str]]:
        seen = policy.visible(self.request.user, "payments.view_staff", Payment.objects.all())
        seen = seen.filter(grant__round__code=round_code) if round_code else seen
        asked: dict[str, Any] = {}
        for name, states in TABS.items():
            here = Q(state__in=states)
            asked |= {f"{name}_n": Count("pk", filter=here), f"{name}_fen": Sum("amount_fen", filter=here)}
        found = seen.aggregate(**asked)
        return {name: (found[f"{name}_n"], format_yuan(found[f"{name}_fen"] or 0, places=2)) for name in TABS}

    def _lines(self, found: list[Any], tab: str, may: dict[str, bool]) -> list[dict[str, Any]]:
        """Return the lines in words. What does not differ from row to row is looked up once."""
        ticks = rows.ticks_for(found) if tab in {"asked", "approved"} else {}
        link = reverse("admin:payment_desk", args=[NO_ROW])
        me = self.request.user.pk
        verbs = _verbs(tab, may)
        state = {each: str(each.label) for each in PaymentState}
        return [
            {
                "pk": each.pk,
                "number": each.number,
                "title": each.grant.project.title,
                "code": each.grant.project.code,
                "organization": each.grant.organization.name,
                "order": each.tranche.order,
                "yuan": format_yuan(each.amount_fen, places=2),
                "account": f"{each.account.bank} {each.account.masked}" if each.account else "—",
                "url": link.replace(str(NO_ROW), str(each.pk)),
                "state": state[PaymentState(each.state)],
                "raw": each.state,
                "in_order": each.order.number if each.order_id and each.order else "",
                "voucher": each.voucher,
                "day": each.settled_on,
                "reason": each.reason,
                **_told(ticks.get(each.pk, ())),
                "verb": verbs(each, ticks.get(each.pk, ()), me),
            }
            for each in found
        ]


def _told(ticks: tuple[Tick, ...]) -> dict[str, Any]:
    bad = crosses(ticks)
    return {
        "bad": [(tick_words(each), MENDERS[each.who]) for each in bad],
        "count": len(bad),
        "good": len(ticks) - len(bad),
        "all": len(ticks),
    }


def _verbs(tab: str, may: dict[str, bool]) -> Callable[[Any, tuple[Tick, ...], Any], str]:
    """Return what is due on a row, as the words of its button: what this person may not do is only looked at."""
    words = {name: str(text) for name, text in VERBS.items()}

    def verb(row: Any, ticks: tuple[Tick, ...], me: Any) -> str:
        if tab == "asked":
            mine = me == row.requested_by_id
            return words["approve"] if may["approve"] and not mine and not crosses(ticks) else words["look"]
        if tab == "approved":
            return words["order"] if may["order"] and not row.order_id else words["look"]
        return words["settle"] if tab == "bank" and may["order"] else words["look"]

    return verb


VERBS = {
    "approve": gettext_lazy("Check and approve"),
    "order": gettext_lazy("Put into an order"),
    "settle": gettext_lazy("Record the bank's word"),
    "look": gettext_lazy("Look"),
}


class Bulk(StaffDoor, View):
    """What is done to several payments at once: an order is made, or each is approved in an act of its own."""

    permission = "payments.read"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, verb: str) -> HttpResponse:
        act = {"approve": self._approve, "order": self._order}.get(verb)
        if act is None:
            raise Http404
        chosen = [int(each) for each in request.POST.getlist("payment") if each.isdecimal() and len(each) < 12]
        try:
            return act(chosen)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        return HttpResponseRedirect(reverse("admin:payments"))

    def _mine(self, permission: str, chosen: list[int]) -> list[int]:
        rows_ = policy.visible(self.request.user, permission, Payment.objects.filter(pk__in=chosen))
        return list(rows_.order_by("pk").values_list("pk", flat=True))

    def _approve(self, chosen: list[int]) -> HttpResponse:
        actor: Any = self.request.user
        done, left = paying.approve_many(payment_ids=self._mine("payments.approve", chosen), actor=actor)
        left += len(set(chosen)) - done - left
        said = ngettext("%(n)s payment approved.", "%(n)s payments approved.", done) % {"n": done}
        if left:
            said += " " + ngettext(
                "%(n)s was not: look at its checks.", "%(n)s were not: look at their checks.", left
            ) % {"n": left}
            messages.warning(self.request, said)
        else:
            messages.success(self.request, said)
        return HttpResponseRedirect(reverse("admin:payments") + "?tab=asked")

    def _order(self, chosen: list[int]) -> HttpResponse:
        actor: Any = self.request.user
        order = paying.make_order(payment_ids=self._mine("payments.order", chosen), actor=actor)
        messages.success(self.request, _("The order is made. Another person of the finance checks it."))
        return HttpResponseRedirect(reverse("admin:payment_order_desk", args=[order.pk]))
