"""The page behind the link of an invitation. It shows on GET and answers on POST: opening a link accepts nothing."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView

from accounts.enums import ProposalState
from accounts.flows.inviting import accept_as_newcomer, accept_invitation, needs_account, standing_invitation
from accounts.forms.entering import NewAccountForm
from accounts.models import RoleInvitation, RoleProposal
from accounts.views.entering import enter_by_code
from venture.doors.web import PUBLIC, Door
from venture.kernel.errors import RuleRefusal, sentence_of


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class AcceptInvitation(Door, TemplateView):
    """Unknown, answered and lapsed look the same. The address holds the token only, and no other site hears of it."""

    permission = PUBLIC
    template_name = "accounts/invitation.html"
    invitation: RoleInvitation | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.invitation = standing_invitation(kwargs["token"])
        if self.invitation is None:
            answer: HttpResponse = self.render_to_response({"invitation": None}, status=404)
            answer.render()  # type: ignore[attr-defined]
        else:
            answer = super().dispatch(request, *args, **kwargs)
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._show(self._form() if self._newcomer() else None)

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        assert self.invitation is not None
        contact = self.invitation.contact
        if request.user.is_authenticated:
            try:
                return self._welcome(accept_invitation(token=token, actor=request.user))
            except RuleRefusal as refusal:
                messages.error(request, sentence_of(refusal))
                return self._show(None, status=409)
        if not self._newcomer():
            return self._show(None, status=409)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            user, proposal = accept_as_newcomer(
                token=token,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"] or None,
                consents=form.consents(),
                locale=get_language() or settings.LANGUAGE_CODE,
            )
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self._show(form, status=409)
        self._welcome(proposal)
        return enter_by_code(request, user, contact, signup=True)

    def _newcomer(self) -> bool:
        assert self.invitation is not None
        return not self.request.user.is_authenticated and needs_account(self.invitation)

    def _form(self, data: Any = None) -> NewAccountForm:
        assert self.invitation is not None
        return NewAccountForm(data, contact=self.invitation.contact, initial={"name": self.invitation.name})

    def _show(self, form: NewAccountForm | None, status: int = 200) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(invitation=self.invitation, contact=form and form.contact, form=form), status=status
        )

    def _welcome(self, proposal: RoleProposal) -> HttpResponse:
        if proposal.state == ProposalState.CONFIRMED:
            messages.success(self.request, _("Welcome. The role is yours from today on."))
        else:
            messages.success(self.request, _("Accepted. A second person confirms the role; you will hear of it."))
        return redirect("account_home")
