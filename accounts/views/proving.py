"""Proving again who one is, before a sensitive act: by password or by a code."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.domain.contacts import Contact
from accounts.flows.contacts import contacts_of
from accounts.forms.entering import CodeForm
from accounts.views import challenge
from accounts.views.frame import tray_url
from accounts.views.tracing import trace_refusal
from venture.doors.web import SIGNED_IN, Door

UNPROCESSABLE = 422


@method_decorator(never_cache, name="dispatch")
class ProveByPassword(Door, ReauthenticateView):
    permission = SIGNED_IN
    template_name = "account/prove_password.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class ProveByCode(Door, FormView):
    """A code to one's own contact, as proof again: the way of people without a password."""

    permission = SIGNED_IN
    form_class = CodeForm
    template_name = "account/prove_code.html"
    running: challenge.Challenge | None = None

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            self.running = challenge.running(request, "prove")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "send" in request.POST:
            return self._send(request.POST["send"])
        return super().post(request, *args, **kwargs)

    def _send(self, kind: str) -> HttpResponse:
        contact = next((own for own in self._contacts() if own.kind == kind), None)
        if contact is not None and not challenge.begin(self.request, "prove", contact):
            return self.render_to_response(self.get_context_data(refused=challenge.TOO_MANY), status=429)
        return HttpResponseRedirect(self.request.get_full_path())

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if self.running is None or not challenge.passes(self.request, self.running, form.cleaned_data["code"]):
            trace_refusal(self.request, self.request.user, "code")
            form.add_error("code", str(challenge.WRONG))
            return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)
        channel = self.running.contact.kind
        record_authentication(self.request, self.request.user, method="code", channel=channel, reauthenticated=True)
        after = get_next_redirect_url(self.request, "next") or reverse("account_home")
        return resume_request(self.request) or HttpResponseRedirect(after)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        after = get_next_redirect_url(self.request, "next") or ""
        return super().get_context_data(
            **{"running": self.running, "contacts": self._contacts(), "next": after, "demo_tray": tray_url(), **given}
        )

    def _contacts(self) -> list[Contact]:
        return contacts_of(self.request.user)  # type: ignore[arg-type]
