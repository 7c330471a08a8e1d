"""One donation on the staff's desk: who gives what for what, what arrived, what goes back; and a new one by hand."""

from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from grants.admin.closing.desk import day_of
from grants.flows import giving
from grants.forms.giving import GiftForm, StaffIntentionForm, aim_of, purposes
from grants.models import Donation, Gift, NamedFund, Refund
from grants.queries import giving as queries
from projects.models import Project
from rounds.models import Round
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct, DeskPage
from venture.files.flows import keep
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS: Mapping[str, desk.Act] = {
    "agree": ("donations.agree", giving.agree_donation, _("The agreement is on record. What arrives can be entered.")),
    "decline": ("donations.decline", giving.decline_donation, _("Closed; it came to nothing.")),
    "receive": ("donations.receive", giving.record_gift, _("Recorded. A second person confirms it.")),
}
GIFTS: Mapping[str, desk.Act] = {
    "confirm": ("gifts.decide", giving.confirm_gift, _("Confirmed; money is booked.")),
    "refuse": ("gifts.decide", giving.refuse_gift, _("Refused; nothing was booked.")),
    "refund": ("gifts.refund", giving.ask_refund, _("Asked for. A second person approves the refund.")),
}
REFUNDS: Mapping[str, desk.Act] = {
    "approve": ("refunds.decide", giving.approve_refund, _("Approved. Finance sends it back.")),
    "refuse": ("refunds.decide", giving.refuse_refund, _("Refused; the gift stays.")),
    "pay": ("refunds.pay", giving.pay_refund, _("Sent back and booked.")),
}


class Desk(DeskPage):
    """16 queries at most, about one donation."""

    permission = "donations.view"
    acts = ACTS
    desk, key = "donation_desk", "receipt"
    lookup = {"receipt": "receipt"}
    template_name = "admin/grants/giving/donation.html"
    row: Donation

    def rows(self) -> QuerySet[Donation]:
        return queries.for_list().select_related("round__donation_rules", "project__organization")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, user = self.row, self.request.user
        gifts = queries.of_donation(row)
        keys = [each.pk for each in gifts]
        decide = _mine(user, "gifts.decide", Gift.objects.filter(pk__in=keys))
        refund = _mine(user, "gifts.refund", Gift.objects.filter(pk__in=keys))
        refunds = Refund.objects.filter(gift__in=keys)
        approve, pay = _mine(user, "refunds.decide", refunds), _mine(user, "refunds.pay", refunds)
        form = GiftForm(
            initial={"key": token_hex(16), "on": clock.today()}, takes_goods=row.round.donation_rules.takes_goods
        )
        return super().get_context_data(
            title=row.donor_name, rules=row.round.donation_rules, form=form, today=clock.today(),
            late=[each.pk for each in gifts if each.on > row.round.donation_rules.counts_until],
            gifts=[
                {
                    "row": each, "decide": each.pk in decide,
                    "refund": each.pk in refund and not any(one.state != "refused" for one in each.refunds.all()),
                    "refunds": [(one, one.pk in approve, one.pk in pay) for one in each.refunds.all()],
                }
                for each in gifts
            ],
            contact=policy.allows(user, "donations.contact", row), entries=entries_of(row)[:20], **given,
        )  # fmt: skip


class Act(DeskAct):
    """The buttons of a donation."""

    permission = "donations.view"
    acts = ACTS
    desk, key = "donation_desk", "receipt"
    lookup = {"receipt": "receipt"}
    row: Donation

    def rows(self) -> QuerySet[Donation]:
        return Donation.objects.select_related("round__donation_rules")

    def given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        named = {
            "agree": {"document_number": sent.get("document_number", "")}, "decline": {"reason": sent.get("reason", "")}
        }  # fmt: skip
        return {"donation_id": self.row.pk, **(named.get(verb) or self._gift())}

    def _gift(self) -> dict[str, Any]:
        form = GiftForm(self.request.POST, self.request.FILES, takes_goods=self.row.round.donation_rules.takes_goods)
        if not form.is_valid():
            words = " ".join(str(error) for errors in form.errors.values() for error in errors)
            raise RuleRefusal("gift_form_wrong", words=words)
        cleaned = form.cleaned_data
        brought = cleaned.pop("file", None)
        kept = keep(brought, actor=self.request.user) if brought else None
        return {**cleaned, "file": kept.key if kept is not None else ""}


class GiftAct(DeskAct):
    permission = "gifts.view"
    acts = GIFTS
    row: Gift

    def rows(self) -> QuerySet[Gift]:
        return Gift.objects.select_related("donation")

    def given(self, verb: str) -> dict[str, Any]:
        words = self.request.POST.get("words", "")
        return {"gift_id": self.row.pk, ("reason" if verb == "refund" else "answer"): words}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:donation_desk", args=[self.row.donation.receipt]))


class RefundAct(DeskAct):
    permission = "refunds.view"
    acts = REFUNDS
    row: Refund

    def rows(self) -> QuerySet[Refund]:
        return Refund.objects.select_related("gift__donation")

    def given(self, verb: str) -> dict[str, Any]:
        sent = self.request.POST
        if verb == "pay":
            on = day_of(sent.get("on", "")) or clock.today()
            return {"refund_id": self.row.pk, "voucher": sent.get("voucher", ""), "on": on}
        return {"refund_id": self.row.pk, "answer": sent.get("words", "")}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:donation_desk", args=[self.row.gift.donation.receipt]))


class Register(StaffRowDoor, FormView):
    """An intention that came by telephone, by letter or at a meeting."""

    permission = "donations.support"
    lookup = {"code": "code"}
    template_name = "admin/grants/giving/register.html"
    title = _("Register an intention to donate")
    form_class = StaffIntentionForm
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.filter(donation_rules__isnull=False).select_related("donation_rules")

    def get_form_kwargs(self) -> dict[str, Any]:
        row = self.row
        choices = purposes(
            list(row.categories.all()), list(NamedFund.objects.filter(state="open")),
            list(Project.objects.filter(round=row).exclude(state__in=("draft", "withdrawn")).order_by("code")),
        )  # fmt: skip
        return {**super().get_form_kwargs(), "rules": row.donation_rules, "choices": choices}

    def get_initial(self) -> dict[str, Any]:
        return {"key": token_hex(16)}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.row, show_errors=True, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        cleaned = dict(form.cleaned_data)
        actor: Any = self.request.user
        try:
            donation = giving.register_donation(
                round_id=self.row.pk, actor=actor, **aim_of(cleaned.pop("purpose")), **cleaned
            )
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Registered."))
        return HttpResponseRedirect(reverse("admin:donation_desk", args=[donation.receipt]))


def _mine(user: Any, permission: str, rows: QuerySet[Any]) -> set[int]:
    return set(policy.visible(user, permission, rows).values_list("pk", flat=True))
