"""The finance desk: what waits, each request with its ticks and the verb that is due; payments chosen into an order."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from grants.admin.paying.lines import May, drawn
from grants.flows import paying
from grants.models import Payment
from grants.queries import paying as rows
from grants.queries.paying.rows import TABS
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
        may = May(
            user,
            approve=policy.condition(user, "payments.approve") != policy.NOBODY,
            order=policy.condition(user, "payments.order") != policy.NOBODY,
        )
        judged = tab in {"asked", "approved"}
        found = list(rows.for_desk(rows.wanted(user, tab, round_code), judged=judged)[:MOST])
        return super().get_context_data(
            tab=tab,
            tabs=[(name, LABELS[name], *counts[name], name == tab) for name in TABS],
            lines=drawn(found, rows.ticks_for(found) if judged else {}, tab, may),
            judged=judged,
            chosen={"asked": may.approve, "approved": may.order}.get(tab, False),
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
