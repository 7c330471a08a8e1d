"""One person: roles with what may be done to each, what waits, and the way back in without the second factor."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from accounts.admin.sentences import log_of
from accounts.enums import RecoveryState
from accounts.flows.contacts import contacts_of
from accounts.flows.delegating import lend_role, take_back_role
from accounts.flows.recovering import ask_recovery
from accounts.flows.roles import end_role, propose_role
from accounts.forms.giving import EndForm, LendForm, ProposeForm
from accounts.models import Recovery, RoleGrant, RoleProposal, User
from accounts.queries import people
from venture.audit.queries import entries_about
from venture.doors.admin import StaffRowDoor, refusals_as_messages
from venture.doors.desk import DeskPage
from venture.kernel import clock, policy


class Desk(DeskPage):
    permission = "accounts.view_people"
    template_name = "admin/accounts/person.html"
    row: User

    def rows(self) -> Any:
        return User.objects.all()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user: Any = self.request.user
        rows: Any = people.grants_of(self.row)
        for permission, name in (("end_role", "may_end"), ("lend_role", "may_lend"), ("take_back_role", "may_take")):
            rows = policy.with_right(user, f"accounts.{permission}", rows, name=name)
        grants = [{"grant": each, "lend": LendForm(grant=each) if each.may_lend else None} for each in rows]
        proposals = policy.visible(user, "accounts.view_proposals", people.proposals_for_list())
        recoveries = policy.visible(user, "accounts.view_recoveries", people.recoveries_for_list())
        may_propose = self.allows("accounts.propose_role")
        facts = {
            "title": self.row.display_name or _("(no name)"),
            "contacts": [contact.masked for contact in contacts_of(self.row)],
            "factors": people.factors_of(self.row),
            "today": clock.today(),
            "grants": grants,
            "loans": people.loans_of(self.row),
            "proposals": proposals.filter(user=self.row),
            "recoveries": recoveries.filter(user=self.row),
            "recovering": self.row.recoveries.filter(state__in=RecoveryState.open()).exists(),
            "propose": ProposeForm(giver=user) if may_propose else None,
            "may_recover": self.allows("accounts.ask_recovery"),
            "log": log_of(entries_about(self._subjects(), limit=30)),
        }
        return super().get_context_data(**{**facts, **given})

    def _subjects(self) -> list[tuple[str, list[int]]]:
        """Return the records whose acts make up the person's log."""
        models: tuple[Any, ...] = (RoleGrant, RoleProposal, Recovery)
        return [
            (model._meta.label_lower, list(model.objects.filter(user=self.row).values_list("pk", flat=True)))
            for model in models
        ]


class _OnPerson(StaffRowDoor, View):
    """A button of the person's page: a form is judged, one flow called, and the answer stands on the page."""

    http_method_names = ["post"]
    row: Any

    @property
    def person_id(self) -> int:
        return int(self.row.pk)

    def form(self) -> forms.Form | None:
        return None

    def act(self, given: dict[str, Any]) -> str:
        """Call the flow and return what is said afterwards."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form()
        if form is None or form.is_valid():
            with refusals_as_messages(request):
                messages.success(request, self.act(form.cleaned_data if form is not None else {}))
        else:
            for name, troubles in form.errors.items():
                label = capfirst(str(form.fields[name].label)) if name in form.fields else ""
                messages.error(request, f"{label} {' '.join(map(str, troubles))}".strip())
        return HttpResponseRedirect(reverse("admin:accounts_person", args=[self.person_id]))


class Propose(_OnPerson):
    permission = "accounts.propose_role"

    def rows(self) -> Any:
        return User.objects.all()

    def form(self) -> forms.Form:
        return ProposeForm(self.request.POST, giver=self.request.user)

    def act(self, given: dict[str, Any]) -> str:
        proposal = propose_role(user_id=self.row.pk, actor=self.request.user, **given)
        if proposal.grant_id is not None:
            return _("The role is held from today on.")
        return _("Proposed. A second person confirms it now.")


class Recover(_OnPerson):
    permission = "accounts.ask_recovery"

    def rows(self) -> Any:
        return policy.visible(self.request.user, "accounts.view_people", User.objects.all())

    def form(self) -> forms.Form:
        return EndForm(self.request.POST)

    def act(self, given: dict[str, Any]) -> str:
        ask_recovery(user_id=self.row.pk, actor=self.request.user, **given)
        return _("Noted. One colleague makes sure who asks, another one approves.")


class _OnGrant(_OnPerson):
    row: RoleGrant

    @property
    def person_id(self) -> int:
        return self.row.user_id

    def rows(self) -> Any:
        return policy.visible(self.request.user, "accounts.view_roles", people.grants_for_list())


class EndRole(_OnGrant):
    permission = "accounts.end_role"

    def form(self) -> forms.Form:
        return EndForm(self.request.POST)

    def act(self, given: dict[str, Any]) -> str:
        end_role(grant_id=self.row.pk, actor=self.request.user, **given)
        return _("Ended at once; the person is signed out everywhere.")


class Lend(_OnGrant):
    permission = "accounts.lend_role"

    def form(self) -> forms.Form:
        return LendForm(self.request.POST, grant=self.row)

    def act(self, given: dict[str, Any]) -> str:
        to = given.pop("to")
        lend_role(grant_id=self.row.pk, to_id=to.pk, actor=self.request.user, **given)
        return _("Lent. Both of you are told; you can take it back at any time.")


class TakeBack(_OnGrant):
    permission = "accounts.take_back_role"

    def act(self, given: dict[str, Any]) -> str:
        take_back_role(loan_id=self.row.pk, actor=self.request.user)
        return _("Ended. The role is exercised by its holder alone again.")
