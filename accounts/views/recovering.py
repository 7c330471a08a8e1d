"""Asking for help when the second factor is lost. The answer is the same for every name, known or not."""

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from accounts.flows.recovering import ask_recovery
from accounts.forms.giving import LostForm
from accounts.queries.people import person_by_contact
from venture.doors.web import PUBLIC, Door
from venture.kernel.errors import RuleRefusal


def allowed(request: HttpRequest, contact: str) -> bool:
    """Count one attempt for this contact and this network, within the limits of a code."""
    return bool(ratelimit.consume(request, app="allauth.account", action="send_code", key=contact, limit_get=True))


@method_decorator(never_cache, name="dispatch")
class AskRecovery(Door, FormView):
    permission = PUBLIC
    form_class = LostForm
    template_name = "accounts/recover.html"

    def form_valid(self, form: LostForm) -> HttpResponse:
        contact = form.cleaned_data["contact"]
        if not allowed(self.request, contact):
            form.add_error(None, _("Too many attempts. Wait a while, or call the office."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        user = person_by_contact(contact)
        if user is not None:
            try:
                ask_recovery(user_id=user.pk, reason=form.cleaned_data["reason"], actor=None)
            except RuleRefusal as refusal:
                if refusal.code not in {"recovery_not_needed", "person_inactive"}:
                    raise
        return self.render_to_response(self.get_context_data(form=None, asked=True))

    def form_invalid(self, form: LostForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"asked": False, **given})
