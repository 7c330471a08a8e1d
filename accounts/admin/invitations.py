"""Inviting a colleague or an expert, and what became of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.admin.sentences import log_of
from accounts.flows.inviting import invite, resend_invitation, revoke_invitation
from accounts.forms.giving import InviteForm
from accounts.models import RoleInvitation
from accounts.queries.people import invitations_for_list
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffDoor
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS: dict[str, desk.Act] = {
    "resend": (
        "accounts.keep_invitation", resend_invitation,
        gettext_lazy("A fresh link is on its way; the one before no longer opens."),
    ),
    "revoke": ("accounts.keep_invitation", revoke_invitation, gettext_lazy("Taken back; the link no longer opens.")),
}  # fmt: skip


class Invite(StaffDoor, FormView):
    permission = "accounts.invite"
    template_name = "admin/accounts/invite.html"
    title = gettext_lazy("Invite a colleague or an expert")
    form_class = InviteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "giver": self.request.user}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        try:
            made = invite(actor=self.request.user, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The invitation is on its way. It lapses after seven days."))
        return HttpResponseRedirect(reverse("admin:accounts_invitation", args=[made.pk]))

    def form_invalid(self, form: InviteForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Desk(DeskPage):
    permission = "accounts.view_invitations"
    template_name = "admin/accounts/invitation.html"
    acts = ACTS
    row: RoleInvitation

    def rows(self) -> Any:
        return invitations_for_list().select_related("proposal")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        facts = {
            "title": self.row.name,
            "subtitle": self.row.get_role_display(),
            "lapsed": self.row.expires_at <= clock.now(),
            "log": log_of(entries_of(self.row)),
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "accounts.view_invitations"
    acts = ACTS
    desk = "accounts_invitation"
    row: RoleInvitation

    def rows(self) -> Any:
        return invitations_for_list()

    def given(self, verb: str) -> dict[str, Any]:
        return {"invitation_id": self.row.pk}
