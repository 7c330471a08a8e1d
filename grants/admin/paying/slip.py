"""One payment on a page: amount, account, ticks, balances by source, who did what, and the verb that is due."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views import View

from grants.domain.ticks import Tick
from grants.enums import PaymentState
from grants.flows import paying
from grants.models import BANK_PURPOSE, Agreement, OrganizationStop, Payment
from grants.queries import paying as queries
from grants.queries.ledger import money_of_sources
from grants.queries.paying.rows import TABS
from grants.words.paying import MENDERS, tick_words
from organizations.models import Membership, Organization
from venture.audit.queries import entries_of
from venture.doors import desk as doors
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct, DeskPage
from venture.files import flows as files
from venture.files.examining import examine
from venture.files.registry import purpose_of
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import capital, format_yuan

ACTS: dict[str, doors.Act] = {
    "approve": ("payments.approve", paying.approve_request, gettext_lazy("Approved. The finance pays it next.")),
    "refuse": ("payments.approve", paying.refuse_request, gettext_lazy("Refused; the organisation reads why.")),
    "cancel": ("payments.cancel", paying.cancel_approval, gettext_lazy("Taken back; the money is committed again.")),
    "take_out": ("payments.take_out", paying.take_out, gettext_lazy("Taken out of the order; it stays approved.")),
    "confirm": ("payments.settle", paying.confirm_payment, gettext_lazy("Recorded as paid.")),
    "fail": (
        "payments.settle",
        paying.fail_payment,
        gettext_lazy("Recorded as failed; the tranche may be asked again."),
    ),
    "lose": ("payments.lose", paying.lose_payment, gettext_lazy("Noted. The statement of the bank settles it.")),
    "return": ("payments.return", paying.return_payment, gettext_lazy("Recorded as come back.")),
}
LIVE = frozenset({PaymentState.REQUESTED, PaymentState.APPROVED})
WITH_PAPER = frozenset({"confirm", "fail", "return"})


class Slip(DeskPage):
    """28 queries at most, however many payments there are."""

    permission = "payments.view_staff"
    template_name = "admin/grants/payment.html"
    desk = "payment_desk"
    acts = ACTS
    row: Payment

    def rows(self) -> QuerySet[Payment]:
        return queries.for_slip()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, grant = self.row, self.row.grant
        ticks = self._ticks()
        stop = queries.stop_of(grant.organization_id)
        parts = list(row.parts.select_related("share__source"))
        return super().get_context_data(
            title=row.number,
            payment=row,
            grant=grant,
            agreement=Agreement.objects.filter(grant=grant, state="signed").first(),
            ticks=[_line(each) for each in ticks],
            bad=sum(not each["ok"] for each in ticks),
            live=row.state in LIVE,
            steps=queries.steps_of(grant, row),
            capital=capital(row.amount_fen),
            after=self._after(),
            sources=_sources(parts),
            chain=_chain(row),
            stop=stop,
            may_stop=self._may_stop(),
            hand=self._hand(),
            queue=list(queries.wanted(self.request.user, _tab(row)).select_related("grant__project", "tranche")[:7]),
            entries=entries_of(row)[:30],
            **given,
        )

    def _ticks(self) -> list[dict[str, Any]]:
        """Return the ticks as they stand now, or after the money left as they were kept with the decision."""
        if self.row.state not in LIVE:
            return list(self.row.ticks)
        found: tuple[Tick, ...] = queries.to_send(Payment.objects.filter(pk=self.row.pk))[self.row.pk]
        return [each.kept() for each in found]

    def _after(self) -> dict[str, str]:
        row, grant = self.row, self.row.grant
        paid = grant.paid_fen + (0 if row.state == PaymentState.PAID else row.amount_fen)
        return {"yuan": format_yuan(paid, places=2), "share": f"{paid * 100 / grant.amount_fen:.0f}"}

    def _hand(self) -> str:
        """Return why this person decides nothing here, in words; empty for whoever may."""
        row, me = self.row, self.request.user.pk
        if Membership.objects.filter(organization=row.grant.organization_id, user=me, ended_at__isnull=True).exists():
            return _("You belong to this organisation. A colleague decides.")
        account: Any = row.account
        if me == row.requested_by_id or (account and me in {account.proposed_by_id, account.decided_by_id}):
            return _("You asked for it, or had a hand in the account. A colleague decides.")
        return ""

    def _may_stop(self) -> bool:
        return policy.condition(self.request.user, "organizations.stop_payments") != policy.NOBODY


def _tab(row: Payment) -> str:
    return next((name for name, states in TABS.items() if row.state in states), "done")


def _line(tick: dict[str, Any]) -> dict[str, Any]:
    return {"ok": tick["ok"], "words": tick_words(tick), "who": MENDERS.get(tick.get("who", ""), "")}


def _sources(parts: list[Any]) -> list[dict[str, Any]]:
    """Return the sources of this payment with what they hold now and after it. One query."""
    money = {(each.source_id, each.year): each for each in money_of_sources()}
    told = []
    for part in parts:
        share = part.share
        held = money.get((share.source_id, share.year))
        whole, paid = (held.source_in, held.paid - held.returned) if held else (0, 0)
        told.append(
            {
                "name": str(share),
                "whole": format_yuan(whole, places=2),
                "paid": format_yuan(paid, places=2),
                "this": format_yuan(part.amount_fen, places=2),
                "left": format_yuan(whole - paid - part.amount_fen, places=2),
                "was": f"{paid * 100 / whole:.1f}" if whole else "0",
                "will": f"{(paid + part.amount_fen) * 100 / whole:.1f}" if whole else "0",
            }
        )
    return told


def _chain(row: Payment) -> list[dict[str, Any]]:
    """Return who did what, and whose turn it is."""
    order: Any = row.order
    told: list[tuple[str, Any, Any]] = [
        (_("Asked for"), row.requested_by, row.requested_at),
        (pgettext("payment", "Approved by the bureau"), row.decided_by, row.decided_at),
        (_("Order made"), order.made_by if order else None, order.made_at if order else None),
        (_("Order checked"), order.checked_by if order else None, order.checked_at if order else None),
        (pgettext("payment", "Carried out"), row.settled_by or (order.sent_by if order else None), row.sent_at),
    ]
    turn = next((place for place, each in enumerate(told) if each[1] is None), len(told))
    return [
        {"name": name, "person": person, "at": at, "done": place < turn, "now": place == turn}
        for place, (name, person, at) in enumerate(told)
    ]


class Act(DeskAct):
    """A button of the slip."""

    permission = "payments.view_staff"
    desk = "payment_desk"
    acts = ACTS
    row: Payment

    def rows(self) -> QuerySet[Payment]:
        return Payment.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        facts: dict[str, Any] = {"payment_id": self.row.pk}
        if verb in {"refuse", "cancel", "take_out", "lose", "fail", "return"}:
            facts["reason"] = sent.get("reason", "")
        if verb in {"confirm", "return"}:
            facts["voucher"] = sent.get("voucher", "")
        if verb in WITH_PAPER:
            facts |= {"on": _day(sent.get("on", "")), "file_key": self._paper()}
        return facts

    def _paper(self) -> str:
        upload = self.request.FILES.get("file")
        if upload is None:
            return ""
        return files.keep(examine(upload, purpose_of(BANK_PURPOSE)), actor=self.request.user).key


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class StopOne(StaffRowDoor, View):
    """The stop button: the money of an organisation stands still at once."""

    permission = "organizations.stop_payments"
    http_method_names = ["post"]
    row: Organization

    def rows(self) -> QuerySet[Organization]:
        return Organization.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        return pressed(
            request, lambda actor: paying.place_stop(organization_id=self.row.pk, reason=reason, actor=actor),
            _("Stopped. Another person lets the money flow again."),
        )  # fmt: skip


class LiftOne(StaffRowDoor, View):
    permission = "stops.lift"
    http_method_names = ["post"]
    row: OrganizationStop

    def rows(self) -> QuerySet[OrganizationStop]:
        return OrganizationStop.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        return pressed(
            request, lambda actor: paying.lift_stop(stop_id=self.row.pk, reason=reason, actor=actor),
            _("Lifted. Payments may be made again."),
        )  # fmt: skip


def pressed(request: HttpRequest, act: Callable[[Any], object], words: str) -> HttpResponse:
    try:
        act(request.user)
    except RuleRefusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, words)
    return HttpResponseRedirect(reverse("admin:payments"))
