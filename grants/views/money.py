"""The money of a project as its organisation sees it: tranches as steps, what is due, what waits and for whom."""

import secrets
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from grants.domain.ticks import NEEDED, Tick, crosses
from grants.enums import PaymentState
from grants.flows import paying
from grants.forms.paying import AskForm
from grants.models import Grant, GrantTranche, Payment
from grants.queries import paying as queries
from grants.queries.ledger import balances_of_grant
from grants.words.paying import cross_lines
from organizations.queries.facts import current_account
from venture.doors.web import RowDoor
from venture.files import flows as files
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import format_yuan


class MoneyDoor(RowDoor):
    permission = "money.view"
    lookup = {"code": "project__code"}
    row: Grant

    def rows(self) -> QuerySet[Grant]:
        return Grant.objects.select_related("project", "organization", "round")

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("money:page", args=[self.row.project.code]))


class Money(MoneyDoor, TemplateView):
    """18 queries at most, however many payments there were."""

    template_name = "grants/money.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant, held = self.row, balances_of_grant(self.row)
        may_ask = policy.allows(self.request.user, "money.ask", grant)
        steps = _steps(grant, may_ask)
        return super().get_context_data(
            grant=grant,
            project=grant.project,
            award=format_yuan(grant.amount_fen, places=2),
            received=format_yuan(held.net, places=2),
            coming=format_yuan(grant.amount_fen - held.paid, places=2),
            spent=format_yuan(held.spent, places=2),
            left=format_yuan(held.special, places=2),
            share=f"{held.paid * 100 / grant.amount_fen:.0f}",
            steps=steps,
            due=next((each for each in steps if each["current"]), None),
            account=current_account(grant.organization),
            may_ask=may_ask,
            earlier=list(
                grant.payments.exclude(state__in=PaymentState.living()).select_related("tranche").order_by("-pk")[:20]
            ),
            **given,
        )


def _steps(grant: Grant, may_ask: bool) -> list[dict[str, Any]]:
    """Return each tranche with its state in words, why it waits and who must act. Nine queries."""
    living = {
        each.tranche_id: each
        for each in queries.asked(
            grant.payments.filter(state__in=PaymentState.living()).select_related(
                "grant__organization", "tranche", "receipt", "account", "bank_receipt"
            )
        )
    }
    tranches = list(queries.planned(grant.tranches.select_related("grant__organization").order_by("order")))
    asked = queries.ticks_for([each for each in living.values() if each.state == PaymentState.REQUESTED])
    planned = queries.ticks_for([each for each in tranches if each.pk not in living])
    found, current = [], False
    for each in tranches:
        payment = living.get(each.pk)
        ticks = asked.get(payment.pk, ()) if payment else planned.get(each.pk, ())
        paid = payment is not None and payment.state == PaymentState.PAID
        here = not paid and not current
        current = current or here
        found.append(_step(each, payment, ticks, current=here, may_ask=may_ask))
    return found


def _step(
    tranche: Any, payment: Any, ticks: tuple[Tick, ...], *, current: bool, may_ask: bool
) -> dict[str, Any]:  # fmt: skip
    bad = crosses(ticks)
    return {
        "order": tranche.order,
        "share": f"{tranche.share / 100:g}",
        "yuan": format_yuan(tranche.amount_fen, places=2),
        "trigger": tranche.get_trigger_display(),
        "preconditions": tranche.preconditions,
        "payment": payment,
        "paid": payment is not None and payment.state == PaymentState.PAID,
        "current": current,
        "bad": cross_lines(bad),
        "can_ask": may_ask and payment is None and not crosses(ticks, NEEDED),
    }


class Ask(MoneyDoor, FormView):
    """The request for one tranche, with its receipt. 16 queries."""

    permission = "money.ask"
    template_name = "grants/money_ask.html"
    form_class = AskForm
    tranche: GrantTranche

    def early(self, request: HttpRequest) -> HttpResponse | None:
        found = self.row.tranches.filter(order=self.kwargs["order"]).first()
        if found is None:
            raise Http404
        self.tranche = found
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": queries.settings_of(self.row.round).receipt}

    def get_initial(self) -> dict[str, Any]:
        return {"key": secrets.token_hex(16), "receipt_fen": f"{self.tranche.amount_fen / 100:.2f}"}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows = queries.planned(GrantTranche.objects.select_related("grant__organization").filter(pk=self.tranche.pk))
        bad = crosses(queries.ticks_for(rows)[self.tranche.pk])
        settings = queries.settings_of(self.row.round)
        return super().get_context_data(
            grant=self.row, project=self.row.project, tranche=self.tranche,
            yuan=format_yuan(self.tranche.amount_fen, places=2), payer=settings.payer or self.row.round.sponsor,
            account=current_account(self.row.organization),
            bad=cross_lines(bad), **given,
        )  # fmt: skip

    def form_valid(self, form: Any) -> HttpResponse:
        given, actor = form.cleaned_data, cast(Any, self.request.user)
        try:
            receipt = files.keep(given["receipt"], actor=actor)
            paying.request_payment(
                tranche_id=self.tranche.pk, key=given["key"], receipt_number=given["receipt_number"],
                receipt_fen=given["receipt_fen"], receipt_key=receipt.key, actor=actor,
            )  # fmt: skip
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Asked for. You are told when it is approved and when it is paid."))
        return self.back()


class Withdraw(RowDoor, View):
    permission = "payments.withdraw"
    lookup = {"code": "grant__project__code", "pk": "pk"}
    http_method_names = ["post"]
    row: Payment

    def rows(self) -> QuerySet[Payment]:
        return Payment.objects.select_related("grant__project")

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        actor: Any = request.user
        paying.withdraw_request(payment_id=self.row.pk, actor=actor)
        messages.success(request, _("Taken back."))
        return HttpResponseRedirect(reverse("money:page", args=[code]))
