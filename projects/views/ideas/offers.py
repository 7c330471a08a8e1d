"""Offers: made by organisations, read side by side by the owner, answered with one press."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from projects.domain.ideas import SIDE_BY_SIDE
from projects.enums import IdeaState, OfferState
from projects.flows import ideas as flows
from projects.forms.ideas import OfferForm
from projects.models import Idea, IdeaOffer
from projects.queries import ideas as queries
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of


class Offers(RowDoor, TemplateView):
    """Up to three offers beside each other; which ones stands in the address. 6 queries."""

    permission = "ideas.view_own"
    lookup = {"code": "code"}
    template_name = "ideas/offers.html"

    def rows(self) -> Any:
        return queries.ideas_of(self.request.user)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        offers = list(queries.offers_of(self.row))
        waiting = [each for each in offers if each.state in OfferState.standing]
        wanted = self.request.GET.getlist("offer")
        chosen = [each for each in waiting if str(each.pk) in wanted] or waiting
        return super().get_context_data(
            idea=self.row, waiting=waiting, beside=chosen[:SIDE_BY_SIDE], most=SIDE_BY_SIDE,
            ended=[each for each in offers if each.state not in OfferState.standing],
            season=queries.season(clock.now()), judged=queries.is_judged(self.row), **given,
        )  # fmt: skip


class MakeOffer(RowDoor, FormView):
    """Offer to apply with an idea, for an organisation for which one writes."""

    permission = "ideas.view"
    lookup = {"code": "code"}
    template_name = "ideas/offer.html"
    form_class = OfferForm

    def rows(self) -> Any:
        return Idea.objects.select_related("street", "round")

    def early(self, request: HttpRequest) -> HttpResponse | None:
        self.organizations = queries.could_offer(request.user, self.row)
        if not queries.writes_for_ideas(request.user).exists():
            raise Http404
        # Nobody writes an offer that would be refused at its end.
        refused = "idea_not_open" if self.row.state != IdeaState.OPEN else "offer_made_already"
        if self.row.state == IdeaState.OPEN and self.organizations:
            return None
        messages.info(request, sentence_of(RuleRefusal(refused)))
        return HttpResponseRedirect(reverse("portal:idea", args=[self.row.code]))

    def get_form_kwargs(self) -> dict[str, Any]:
        drafts = queries.drafts_among(self.organizations, clock.now())
        return {**super().get_form_kwargs(), "organizations": self.organizations, "drafts": drafts}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(idea=self.row, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        try:
            flows.make_offer(idea_id=self.row.pk, actor=user, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return super().form_invalid(form)
        messages.success(self.request, _("The offer is made. You are told when the owner has chosen."))
        return HttpResponseRedirect(reverse("portal:idea", args=[self.row.code]))


# verb of the address -> permission, flow, what is said afterwards
ACTS: dict[str, tuple[str, Any, Any]] = {
    "accept": ("idea_offers.answer", flows.accept_offer, gettext_lazy("Paired. You now see each other's telephone.")),
    "decline": ("idea_offers.answer", flows.decline_offer, gettext_lazy("Declined; the organisation is told kindly.")),
    "take_back": ("idea_offers.take_back", flows.take_back_offer, gettext_lazy("The offer is taken back.")),
}


class OfferAct(Door, View):
    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        user: Any = request.user
        if verb not in ACTS:
            raise Http404
        permission, flow, words = ACTS[verb]
        rows = policy.visible(user, permission, IdeaOffer.objects.select_related("idea"))
        offer = get_object_or_404(rows, pk=pk)
        given = {"reason": request.POST.get("reason", "")} if verb == "decline" else {}
        flow(offer_id=offer.pk, actor=user, **given)
        messages.success(request, str(words))
        page = "ideas:offers" if verb == "decline" else "portal:idea"
        return HttpResponseRedirect(reverse(page, args=[offer.idea.code]))
