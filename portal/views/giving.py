"""Named funds and donations for everybody: a fund's page, an intention in two steps, the receipt. Nobody pays here."""

import hmac
import secrets
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from grants.domain.lifecycle import DONATION_LIFE
from grants.enums import DonationState, DonationTarget, FundState, RefundState
from grants.flows import giving as flows
from grants.forms.giving import DonationReceiptForm, IntentionForm, aim_of, purposes
from grants.models import Donation, NamedFund, Refund
from grants.queries import giving as queries
from grants.queries import public
from notices.domain.private import without_private
from organizations.domain.numbers import validated_mobile
from portal.views.frame import Page
from rounds.models import Round
from venture.doors.web import PUBLIC, Door
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

OPENED, MOST_OPENED = "donations_opened", 20
GIVING, ASKING = "give", "ask"
# Per address of the network: a whole office may sit behind one, a guesser of receipts may not.
RATES = {GIVING: "20/10m/ip,100/d/ip", ASKING: "20/10m/ip,200/d/ip"}
JOINT = ":"


class Funds(Page):
    """The named funds with what came in and what they pay for, and where one can give today. 4 queries."""

    template_name = "portal/giving/funds.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(funds=queries.public_funds(), rounds=queries.taking(), **given)


class FundPage(Page):
    """One fund: money in, projects, results. 12 queries, however many projects."""

    template_name = "portal/giving/fund.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        fund = queries.one_fund(self.kwargs["slug"])
        if fund is None:
            raise Http404
        supports = queries.projects_of_fund(fund)
        works = public.works_of([each.grant_id for each in supports if each.grant_id is not None])
        rows = [(each, works.get(each.grant_id or 0, public.NO_WORK)) for each in supports]
        money = queries.money_of_fund(fund)
        return super().get_context_data(
            fund=fund, money=money, years=queries.years_of_fund(fund), rows=rows,
            whole={name: sum(work[name] for _each, work in rows) for name in public.NO_WORK},
            share=min(100, money["money_fen"] * 100 // fund.goal_fen) if fund.goal_fen else 0,
            donors=queries.donors_of(Donation.objects.filter(fund=fund)),
            rounds=queries.taking() if fund.state == FundState.OPEN else [], **given,
        )  # fmt: skip


class TakingPage(Page):
    """A page of a round that takes donations today; any other is missing."""

    def taking(self) -> Round:
        for round_ in queries.taking():
            if round_.code == self.kwargs["code"]:
                return round_
        raise Http404

    def purposes(self, round_: Round) -> list[tuple[str, list[tuple[str, str]]]]:
        funds = NamedFund.objects.filter(state=FundState.OPEN)
        found = purposes(list(round_.categories.all()), list(funds), list(queries.open_projects(round_)))
        return [(label, [(value, without_private(name)) for value, name in choices]) for label, choices in found]


class Give(TakingPage):
    """The first step: what for. 6 queries."""

    template_name = "portal/giving/give.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_ = self.taking()
        groups = [
            (label, [(*value.split(JOINT, 1), name) for value, name in choices])
            for label, choices in self.purposes(round_)
        ]
        return super().get_context_data(round=round_, rules=round_.donation_rules, groups=groups, **given)


@method_decorator(never_cache, name="dispatch")
class GiveForm(TakingPage):
    """The second step: who gives how much. Sent twice it is one intention."""

    template_name = "portal/giving/form.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_ = self.taking()
        chosen = f"{self.kwargs['target']}{JOINT}{self.kwargs['name']}"
        names = {value: name for _label, choices in self.purposes(round_) for value, name in choices}
        if chosen not in names:
            raise Http404
        form = given.pop("form", None) or IntentionForm(
            initial={"key": secrets.token_hex(16)}, rules=round_.donation_rules
        )
        return super().get_context_data(
            round=round_, rules=round_.donation_rules, purpose=names[chosen],
            kind=DonationTarget(self.kwargs["target"]).label, form=form, **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        round_ = self.taking()
        form = IntentionForm(request.POST, rules=round_.donation_rules)
        if form.is_valid():
            try:
                if not _lets(request, GIVING):
                    raise RuleRefusal("donation_too_often")
                aim = aim_of(f"{kwargs['target']}{JOINT}{kwargs['name']}")
                donation = flows.register_donation(round_id=round_.pk, **aim, **form.cleaned_data)
            except RuleRefusal as refusal:
                form.add_error("mobile" if refusal.code == "mobile_shape" else None, sentence_of(refusal))
            else:
                _open(request, donation)
                return _to(donation)
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(never_cache, name="dispatch")
class Donations(Page):
    """Where a donation stands: asked for by its receipt and the mobile number that was given."""

    template_name = "portal/giving/ask.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        asked = DonationReceiptForm(initial={"receipt": self.request.GET.get("receipt", "")[:20]})
        return super().get_context_data(**{"form": asked, **given})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DonationReceiptForm(request.POST)
        if form.is_valid():
            if not _lets(request, ASKING):
                form.add_error(None, sentence_of(RuleRefusal("donation_too_often")))
            else:
                donation = _proved(form.cleaned_data["receipt"], form.cleaned_data["mobile"])
                if donation is not None:
                    _open(request, donation)
                    return _to(donation)
                form.add_error(None, sentence_of(RuleRefusal("donation_unknown")))
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(never_cache, name="dispatch")
class DonationPage(Page):
    """One donation for its donor: the receipt, what comes next, what arrived and what went back. 4 queries."""

    template_name = "portal/giving/receipt.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["receipt"] not in request.session.get(OPENED, []):
            return HttpResponseRedirect(f"{reverse('portal:donations')}?receipt={kwargs['receipt']}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        donation = opened(self.request, self.kwargs["receipt"])
        rows = donation.gifts.filter(state="standing").prefetch_related("refunds")
        gifts = [(each, [one for one in each.refunds.all() if one.state != "refused"]) for each in rows]
        return super().get_context_data(
            donation=donation, rules=donation.round.donation_rules, gifts=gifts,
            next=_next_of(donation, [refunds for _gift, refunds in gifts]),
            may_withdraw="withdraw" in DONATION_LIFE.verbs_from(donation.state), **given,
        )  # fmt: skip


class DonationAct(Door, View):
    """Take an intention back: for whoever opened it."""

    permission = PUBLIC
    http_method_names = ["post"]

    def post(self, request: HttpRequest, receipt: str) -> HttpResponse:
        donation = opened(request, receipt)
        try:
            flows.withdraw_donation(donation_id=donation.pk)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("The intention is taken back. Thank you for having thought of it."))
        return _to(donation)


def opened(request: HttpRequest, receipt: str) -> Donation:
    """Return a donation that this session has opened; to anybody else it looks missing."""
    found = _found(receipt) if receipt in request.session.get(OPENED, []) else None
    if found is None:
        raise Http404
    return found


def _next_of(donation: Donation, refunds: list[list[Refund]]) -> str:
    """Return what the donor can expect: to be rung up, to transfer, nothing more, or the own money back."""
    if donation.state not in (DonationState.AGREED, DonationState.RECEIVED):
        return str(donation.state)
    if refunds and all(refunds):
        paid = all(each.state == RefundState.PAID for living in refunds for each in living)
        return "gone_back" if paid else "going_back"
    over = clock.today() > donation.round.donation_rules.counts_until
    return "stands" if refunds and over else "transfer"


def _found(receipt: str) -> Donation | None:
    rows = Donation.objects.select_related("round__donation_rules", "project", "fund", "category")
    return rows.filter(receipt=receipt).first()


def _open(request: HttpRequest, donation: Donation) -> None:
    held = [each for each in request.session.get(OPENED, []) if each != donation.receipt]
    request.session[OPENED] = [*held, donation.receipt][-MOST_OPENED:]


def _to(donation: Donation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("portal:donation", args=[donation.receipt]))


def _proved(receipt: str, mobile: str) -> Donation | None:
    """Return the donation that receipt and number open together."""
    found = _found(receipt.strip().upper())
    try:
        typed = f"+86{validated_mobile(mobile)}"
    except RuleRefusal:
        return None
    return found if found is not None and hmac.compare_digest(found.mobile, typed) else None


def _lets(request: HttpRequest, action: str) -> bool:
    name = f"donation_{action}"
    return bool(ratelimit.consume(request, app="portal", action=name, config={name: RATES[action]}))
