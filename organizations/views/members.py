"""The people of an organisation: invited, given another part, ended; the ownership handed over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from organizations import flows, queries
from organizations.enums import MemberRole
from organizations.forms import InviteForm
from organizations.models import HandOver, Invitation, Membership
from organizations.views.frame import Own
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import clock


class MembersPage(Own, TemplateView):
    """8 queries, however many members."""

    template_name = "organizations/members.html"
    tab = "members"

    def shape(self) -> Any:
        return queries.for_members_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now = clock.now()
        offers = [offer for offer in self.row.offers if offer.expires_at > now]
        return super().get_context_data(
            invite=InviteForm(), roles=MemberRole.choices, now=now, offer=offers[0] if offers else None, **given
        )


class Invite(Own, FormView):
    permission = "organizations.manage_members"
    http_method_names = ["post"]
    form_class = InviteForm

    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        flows.invite_member(
            organization_id=self.row.pk, address=given["address"], role=MemberRole(given["role"]), actor=self.person
        )
        messages.success(self.request, _("Invited. Your colleague signs in with this address and accepts."))
        return HttpResponseRedirect(self.page("members"))

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("Write an e-mail address, or a mobile number of eleven digits."))
        return HttpResponseRedirect(self.page("members"))


class Member(RowDoor, View):
    """End a colleague's part, or give another one."""

    permission = "memberships.manage"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return Membership.objects.filter(ended_at__isnull=True)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        role = request.POST.get("role", "")
        if request.POST.get("act") == "end":
            flows.end_membership(membership_id=self.row.pk, actor=actor)
            messages.success(request, _("The membership has ended."))
        elif role in MemberRole.values:
            flows.change_role(membership_id=self.row.pk, role=MemberRole(role), actor=actor)
            messages.success(request, _("Saved."))
        if self.row.user_id == actor.pk and request.POST.get("act") == "end":
            return HttpResponseRedirect(reverse("portal:desk"))
        return HttpResponseRedirect(reverse("organizations:members", args=[self.row.organization_id]))


class Accept(Door, View):
    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        invitation = get_object_or_404(queries.invitations_to(actor, clock.now()), pk=pk)
        flows.accept_invitation(invitation_id=invitation.pk, actor=actor)
        messages.success(request, _("Welcome. You take part now."))
        return HttpResponseRedirect(reverse("organizations:own", args=[invitation.organization_id]))


class TakeBack(RowDoor, View):
    permission = "invitations.manage"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return Invitation.objects.filter(ended_at__isnull=True)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        flows.take_back_invitation(invitation_id=self.row.pk, actor=actor)
        messages.success(request, _("The invitation is taken back."))
        return HttpResponseRedirect(reverse("organizations:members", args=[self.row.organization_id]))


class HandOverTo(RowDoor, View):
    """Offer the ownership to a colleague."""

    permission = "memberships.manage"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return Membership.objects.filter(ended_at__isnull=True)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        given = request.POST.get("stays_as", MemberRole.EDITOR)
        role = MemberRole(given) if given in MemberRole.values and given != MemberRole.OWNER else None
        flows.offer_ownership(membership_id=self.row.pk, stays_as=role, actor=actor)
        messages.success(request, _("Offered. You stay owner until your colleague accepts."))
        return HttpResponseRedirect(reverse("organizations:members", args=[self.row.organization_id]))


class AnswerHandOver(RowDoor, View):
    """Accept the ownership, decline it, or take the offer back."""

    permission = "hand_overs.end"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return HandOver.objects.all()

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        actor: Any = request.user
        if verb == "accept":
            flows.accept_ownership(offer_id=self.row.pk, actor=actor)
            messages.success(request, _("You are the owner now."))
        elif verb == "end":
            flows.end_offer(offer_id=self.row.pk, actor=actor)
            messages.success(request, _("The offer has ended; nothing else has changed."))
        else:
            raise Http404
        return HttpResponseRedirect(reverse("organizations:members", args=[self.row.organization_id]))
