"""The organisation's own page: what is entered, its verification, its members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from organizations import flows, queries
from organizations.enums import CaseState, MemberRole, OrganizationState
from organizations.forms import EntryForm, InviteForm, PapersForm
from organizations.models import Invitation, Membership
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import clock, policy


class Own(RowDoor):
    """A page of one organisation, for its members."""

    permission = "organizations.view_own"
    request: HttpRequest

    def rows(self) -> Any:
        rows = policy.with_right(self.request.user, "organizations.change_own", queries.for_own_page(), name="may_edit")
        return policy.with_right(self.request.user, "organizations.manage_members", rows, name="may_manage")

    def own_page(self) -> str:
        return reverse("organizations:own", args=[self.row.pk])

    @property
    def person(self) -> Any:
        return self.request.user


class OwnPage(Own, TemplateView):
    """9 queries, however many members."""

    template_name = "organizations/own.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        newest = self.row.requests[0] if self.row.requests else None
        undecided = newest is not None and newest.state == CaseState.SUBMITTED
        return super().get_context_data(
            organization=self.row,
            case=newest,
            may_ask=self.row.may_edit and self.row.state == OrganizationState.REGISTERED and not undecided,
            papers=PapersForm(),
            invite=InviteForm(),
            roles=MemberRole.choices,
            now=clock.now(),
            **given,
        )


class EditEntry(Own, FormView):
    permission = "organizations.change_own"
    template_name = "organizations/edit.html"
    form_class = EntryForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(organization=self.row, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        flows.change_entry(organization_id=self.row.pk, actor=self.person, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(self.own_page())


class AskVerification(Own, FormView):
    permission = "organizations.change_own"
    http_method_names = ["post"]
    form_class = PapersForm

    def form_valid(self, form: Any) -> HttpResponse:
        flows.ask_verification(organization_id=self.row.pk, papers=form.chosen(), actor=self.person)
        messages.success(self.request, _("Handed in. The bureau compares your entry with the certificate."))
        return HttpResponseRedirect(self.own_page())

    def form_invalid(self, form: Any) -> HttpResponse:
        for error in form.errors["papers"]:
            messages.error(self.request, error)
        return HttpResponseRedirect(self.own_page())


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
        return HttpResponseRedirect(self.own_page())

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("Write an e-mail address, or a mobile number of eleven digits."))
        return HttpResponseRedirect(self.own_page())


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
        return HttpResponseRedirect(reverse("organizations:own", args=[self.row.organization_id]))


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
        return HttpResponseRedirect(reverse("organizations:own", args=[self.row.organization_id]))
