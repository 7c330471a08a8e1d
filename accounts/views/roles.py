"""One's own roles: what I hold, what I lent to whom, what I stand in for."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts.flows.delegating import lend_role, take_back_role
from accounts.forms.giving import LendForm
from accounts.models import RoleGrant
from accounts.queries.people import grants_for_list, grants_of, loans_of
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of


class OwnRoles(Door, TemplateView):
    permission = SIGNED_IN
    template_name = "accounts/roles.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user: Any = self.request.user
        mine: list[Any] = list(policy.with_right(user, "accounts.lend_role", grants_of(user), name="may_lend"))
        forms = {grant.pk: LendForm(grant=grant) for grant in mine if grant.may_lend}
        lent = policy.with_right(user, "accounts.take_back_role", loans_of(user), name="may_end")
        stand_in = policy.with_right(user, "accounts.take_back_role", grants_of(user), name="may_end")
        return super().get_context_data(
            **{
                "today": clock.today(),
                "grants": [(grant, forms.get(grant.pk)) for grant in mine if grant.lent_from_id is None],
                "lent": lent,
                "stand_in": stand_in.filter(lent_from__isnull=False),
                **given,
            }
        )


class Lend(RowDoor, View):
    """Lend a role. What was typed wrongly is answered on the page that the form stands on."""

    permission = "accounts.lend_role"
    http_method_names = ["post"]

    def rows(self) -> QuerySet[RoleGrant]:
        return grants_for_list()

    def post(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        form = LendForm(request.POST, grant=self.row)
        if not form.is_valid():
            for name, troubles in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                messages.error(request, f"{label}：{' '.join(map(str, troubles))}")
            return redirect("account_roles")
        given = {**form.cleaned_data, "to_id": form.cleaned_data["to"].pk}
        del given["to"]
        try:
            lend_role(grant_id=self.row.pk, actor=request.user, **given)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Lent. Both of you are told; you can take it back at any time."))
        return redirect("account_roles")


class TakeBack(RowDoor, View):
    permission = "accounts.take_back_role"
    http_method_names = ["post"]

    def rows(self) -> QuerySet[RoleGrant]:
        return grants_for_list()

    def post(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        try:
            take_back_role(loan_id=self.row.pk, actor=request.user)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Ended. The role is exercised by its holder alone again."))
        return redirect("account_roles")
