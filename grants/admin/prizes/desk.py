"""The creative prizes of a round on finance's desk: money set aside, each prize with its payments, the acts."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from grants.admin.closing.desk import day_of
from grants.enums import AccountKind, PrizeState
from grants.flows import ledger, prizes
from grants.forms.ledger import PrizeMoneyForm
from grants.models import PrizePayment
from grants.queries import prizes as queries
from projects.models import IdeaPrize
from rounds.models import Round
from venture.doors import desk
from venture.doors.admin import StaffDoor
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal

ROUND: Mapping[str, desk.Act] = {
    "aside": ("prizes.set_aside", ledger.propose_prize_money, _("Proposed. A second person confirms it.")),
}
PRIZE: Mapping[str, desk.Act] = {
    "ask": ("prizes.ask", prizes.ask_prize, _("Asked for. A second person approves the payment.")),
}
PAYMENT: Mapping[str, desk.Act] = {
    "approve": ("prizes.decide", prizes.approve_prize, _("Approved; the money is bound. Pay it and record the slip.")),
    "refuse": ("prizes.decide", prizes.refuse_prize, _("Refused; nothing was booked.")),
    "withdraw": ("prizes.withdraw", prizes.withdraw_prize, _("Taken back.")),
    "pay": ("prizes.pay", prizes.pay_prize, _("Recorded as paid and booked.")),
    "fail": ("prizes.pay", prizes.fail_prize, _("Recorded as not paid; the money is set aside again.")),
    "return": ("prizes.return", prizes.return_prize, _("Recorded as returned; the money is set aside again.")),
    "remit": ("prizes.remit", prizes.remit_prize, _("The tax is recorded as handed in.")),
}
TONES = {PrizeState.PAID: "teal", PrizeState.ASKED: "amber", PrizeState.APPROVED: "blue"}


class Home(StaffDoor, View):
    """Leads to the round whose prizes wait longest to be paid, or to the list of payments. Three queries."""

    permission = "prizes.read"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseRedirect:
        waits = policy.visible(request.user, "prizes.ask", queries.unpaid()).order_by("decided_at")
        first = waits.select_related("contest__round").first()
        if first is not None:
            return _to(first.contest.round)
        return HttpResponseRedirect(reverse("admin:grants_prizepayment_changelist"))


class Desk(DeskPage):
    """12 queries at most, however many prizes."""

    permission = "prizes.overview"
    acts = ROUND
    lookup = {"code": "code"}
    desk, key = "prizes_desk", "code"
    template_name = "admin/grants/prizes.html"
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user, round_ = self.request.user, self.row
        found: list[Any] = list(queries.prizes_of(round_.pk))
        ask = _mine(user, "prizes.ask", IdeaPrize.objects.filter(contest__round=round_))
        payments = PrizePayment.objects.filter(prize__in=found)
        may = {verb: _mine(user, permission, payments) for verb, (permission, _flow, _words) in PAYMENT.items()}
        money = queries.money_of(round_.pk)
        purses = [each for each in queries.purses_of(round_.pk) if each.fen]
        return super().get_context_data(
            title=_("Creative prizes"), round=round_, today=clock.today(), key=token_hex(16),
            money=[(AccountKind(kind).label, fen) for kind, fen in money.items()], purses=purses,
            prizes=[
                {
                    "row": each, "ask": each.pk in ask,
                    "payments": [
                        (one, TONES.get(PrizeState(one.state), ""), {verb for verb in may if one.pk in may[verb]})
                        for one in each.payments.all()
                    ],
                }
                for each in found
            ],
            form=PrizeMoneyForm(initial={"key": token_hex(8), "year": round_.year}), **given,
        )  # fmt: skip


class RoundAct(DeskAct):
    """Propose money for the prizes; it is confirmed among the allotments of the round."""

    permission = "prizes.overview"
    acts = ROUND
    lookup = {"code": "code"}
    desk, key = "prizes_desk", "code"
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        form = PrizeMoneyForm(self.request.POST)
        if not form.is_valid():
            words = " ".join(str(error) for errors in form.errors.values() for error in errors)
            raise RuleRefusal("prize_form_wrong", words=words)
        return {"round_id": self.row.pk, **form.cleaned_data}


class PrizeAct(DeskAct):
    """Ask that a prize is paid."""

    permission = "prizes.ask"
    acts = PRIZE
    row: IdeaPrize

    def rows(self) -> QuerySet[IdeaPrize]:
        return IdeaPrize.objects.select_related("contest__round")

    def given(self, verb: str) -> dict[str, Any]:
        sent, source = self.request.POST, self.request.POST.get("source", "")
        if not source.isdigit() or not sent.get("key", ""):
            raise RuleRefusal("prize_source_missing")
        return {
            "prize_id": self.row.pk, "source_id": int(source), "key": sent["key"][:64],
            "account_tail": sent.get("account_tail", ""),
        }  # fmt: skip

    def back(self) -> HttpResponseRedirect:
        return _to(self.row.contest.round)


class PaymentAct(DeskAct):
    permission = "prizes.view"
    acts = PAYMENT
    row: PrizePayment

    def rows(self) -> QuerySet[PrizePayment]:
        return PrizePayment.objects.select_related("prize__contest__round")

    def given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        told: dict[str, Any] = {"payment_id": self.row.pk}
        if verb in {"approve", "refuse"}:
            told["answer"] = sent.get("words", "")
        if verb in {"pay", "fail", "return", "remit"}:
            told["on"] = day_of(sent.get("on", "")) or clock.today()
        if verb in {"pay", "remit"}:
            told["voucher"] = sent.get("voucher", "")
        if verb in {"fail", "return"}:
            told["reason"] = sent.get("words", "")
        return told

    def back(self) -> HttpResponseRedirect:
        return _to(self.row.prize.contest.round)


def _to(round_: Round) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:prizes_desk", args=[round_.code]))


def _mine(user: Any, permission: str, rows: QuerySet[Any]) -> set[int]:
    return set(policy.visible(user, permission, rows).values_list("pk", flat=True))
