"""A payment order on a page: its payments, its papers, the check and the sending, the bank's word row by row."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import View

from grants.domain.ticks import SAFETY, crosses
from grants.enums import BatchState, PaymentState
from grants.flows import paying
from grants.flows.paying.papers import by_source
from grants.models import ORDER_PURPOSE, PaymentOrder
from grants.queries import paying as queries
from grants.words.paying import MENDERS, tick_words
from organizations.models import Membership
from venture.audit.queries import entries_of
from venture.doors import desk as doors
from venture.doors.desk import DeskAct, DeskPage, RowDesk
from venture.doors.proof import FreshDoor
from venture.files import flows as files
from venture.files.examining import examine
from venture.files.registry import purpose_of
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import capital, format_yuan

ACTS: dict[str, doors.Act] = {
    "check": ("payment_orders.check", paying.check_order, _("Checked. Its maker sends it.")),
    "send": ("payment_orders.send", paying.send_order, _("Sent. From now on the bank's word settles it.")),
    "drop": ("payment_orders.drop", paying.drop_order, _("Dropped; its payments stay approved.")),
}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN = frozenset({BatchState.DRAFT, BatchState.CHECKED})


class OrderDesk(DeskPage):
    """24 queries at most, however many payments there are."""

    permission = "payment_orders.view"
    template_name = "admin/grants/payment_order.html"
    desk = "payment_order_desk"
    acts = ACTS
    row: PaymentOrder

    def rows(self) -> QuerySet[PaymentOrder]:
        return PaymentOrder.objects.select_related("round", "made_by", "checked_by", "sent_by", "approval")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        order, user = self.row, self.request.user
        payments = queries.order_rows(order)
        ticks = queries.to_send(order.payments.all()) if order.state in OPEN and payments else {}
        for each in payments:
            bad = crosses(ticks[each.pk], SAFETY) if each.pk in ticks else []
            each.bad = [(tick_words(tick), MENDERS[tick.who]) for tick in bad]  # type: ignore[attr-defined]
        whole = sum(each.amount_fen for each in payments)
        settles = policy.condition(user, "payments.settle") != policy.NOBODY
        return super().get_context_data(
            title=order.number,
            order=order,
            payments=payments,
            whole=format_yuan(whole, places=2),
            capital=capital(whole),
            sources=[(name, format_yuan(fen, places=2)) for name, fen in by_source(payments).items()],
            stops=sum(bool(each.bad) for each in payments),  # type: ignore[attr-defined]
            waiting=sum(each.state in {PaymentState.SENT, PaymentState.UNKNOWN} for each in payments),
            settles=settles,
            reveals=self.allows("payment_orders.reveal"),
            hand=self._hand(payments),
            entries=entries_of(order)[:30],
            **given,
        )

    def _hand(self, payments: list[Any]) -> bool:
        """Say whether this person had a part already, or belongs to one of the organisations."""
        me = self.request.user.pk
        if any(
            me in {each.requested_by_id, each.decided_by_id, each.account.proposed_by_id, each.account.decided_by_id}
            for each in payments
        ):
            return True
        organizations = {each.grant.organization_id for each in payments}
        return Membership.objects.filter(organization__in=organizations, user=me, ended_at__isnull=True).exists()


class OrderAct(DeskAct):
    permission = "payment_orders.view"
    desk = "payment_order_desk"
    acts = ACTS
    row: PaymentOrder

    def rows(self) -> QuerySet[PaymentOrder]:
        return PaymentOrder.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"order_id": self.row.pk}
        if verb == "drop":
            facts["reason"] = self.request.POST.get("reason", "")
        if verb == "check":
            facts |= {"document_number": self.request.POST.get("document_number", ""), "approval_key": self._paper()}
        return facts

    def _paper(self) -> str:
        upload = self.request.FILES.get("file")
        if upload is None:
            return ""
        return files.keep(examine(upload, purpose_of(ORDER_PURPOSE)), actor=self.request.user).key


class OrderPaper(RowDesk, View):
    """The request as Word and the summary with the last digits of the accounts."""

    permission = "payment_orders.view"
    http_method_names = ["get", "head", "options"]
    row: PaymentOrder

    def rows(self) -> QuerySet[PaymentOrder]:
        return PaymentOrder.objects.select_related("round", "made_by", "checked_by")

    def get(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        if what == "request":
            return taken(paying.request_paper(self.row), WORD, f"{self.row.number}.docx")
        if what == "summary":
            return taken(paying.summary_sheet(self.row), SHEET, f"{self.row.number}.xlsx")
        raise Http404


class OrderFile(FreshDoor, RowDesk, View):
    """The summary or the bank's list with whole account numbers, after a fresh proof; the log keeps who took them."""

    permission = "payment_orders.reveal"
    http_method_names = ["post"]
    desk = "payment_order_desk"
    row: PaymentOrder

    def rows(self) -> QuerySet[PaymentOrder]:
        return PaymentOrder.objects.all()

    def post(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        if what not in {"summary", "bank"}:
            raise Http404
        actor: Any = request.user
        try:
            content = paying.reveal_papers(order_id=self.row.pk, what=what, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.back()
        return taken(content, SHEET, f"{self.row.number}-{what}.xlsx")


def taken(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
