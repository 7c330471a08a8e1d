"""Second factors: app, passkeys, recovery codes. allauth does the cryptography; the ways in and out are ours."""

import json
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView, GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.views.frame import OurFrame
from accounts.views.tracing import trace_refusal
from venture.doors.proof import FreshDoor
from venture.doors.web import PUBLIC, SIGNED_IN, Door

UNPROCESSABLE = 422


class InputForBrowser(OurFrame):
    """Give the browser's part of a passkey its input as text for a data attribute: no inline script."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)
        if "js_data" in context:
            context["passkey_input"] = json.dumps(context["js_data"], cls=DjangoJSONEncoder)
        return context


class AnswerUnprocessable:
    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = UNPROCESSABLE
        return response


@method_decorator(never_cache, name="dispatch")
class Overview(Door, IndexView):
    permission = SIGNED_IN


@method_decorator(never_cache, name="dispatch")
class AddApp(AnswerUnprocessable, FreshDoor, Door, ActivateTOTPView):
    permission = SIGNED_IN

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        # Who has just shown a code of the new app has proved the second factor of this session.
        record_authentication(self.request, self.request.user, method="mfa", type="totp", reauthenticated=True)
        return response


@method_decorator(never_cache, name="dispatch")
class RemoveApp(AnswerUnprocessable, FreshDoor, Door, DeactivateTOTPView):
    permission = SIGNED_IN


@method_decorator(never_cache, name="dispatch")
class AddPasskey(AnswerUnprocessable, InputForBrowser, FreshDoor, Door, AddWebAuthnView):
    permission = SIGNED_IN

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, method="mfa", type="webauthn", reauthenticated=True)
        return response


@method_decorator(never_cache, name="dispatch")
class RenamePasskey(AnswerUnprocessable, FreshDoor, Door, EditWebAuthnView):
    permission = SIGNED_IN
    success_url = reverse_lazy("mfa_index")


@method_decorator(never_cache, name="dispatch")
class RemovePasskey(FreshDoor, Door, RemoveWebAuthnView):
    permission = SIGNED_IN
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return HttpResponseRedirect(reverse("mfa_index"))
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(FreshDoor, Door, ViewRecoveryCodesView):
    permission = SIGNED_IN


@method_decorator(never_cache, name="dispatch")
class NewRecoveryCodes(AnswerUnprocessable, FreshDoor, Door, GenerateRecoveryCodesView):
    permission = SIGNED_IN


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesFile(FreshDoor, Door, DownloadRecoveryCodesView):
    permission = SIGNED_IN


class Prove(InputForBrowser, Door, AuthenticateView):
    """The second factor of a sign-in."""

    permission = PUBLIC

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        keys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        # Added afterwards: the library's view forgets what it is given.
        return {**super().get_context_data(**given), "has_passkey": keys.exists()}

    def form_invalid(self, form: Any) -> HttpResponse:
        trace_refusal(self.request, self.stage.login.user, "app" if "code" in self.request.POST else "passkey")
        response: HttpResponse = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response


@method_decorator(never_cache, name="dispatch")
class ProveAgain(AnswerUnprocessable, Door, ReauthenticateView):
    permission = SIGNED_IN


@method_decorator(never_cache, name="dispatch")
class ProveAgainByPasskey(InputForBrowser, Door, ReauthenticateWebAuthnView):
    permission = SIGNED_IN

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("The passkey was not accepted. Try again or choose another way."))
        return HttpResponseRedirect(self.request.get_full_path())


@method_decorator(never_cache, name="dispatch")
class SignInByPasskey(Door, LoginWebAuthnView):
    """A passkey alone: it is something one has, opened by something one knows or is."""

    permission = PUBLIC

    def get_authenticated_redirect_url(self) -> str:
        return reverse("portal:desk")

    def form_invalid(self, form: Any) -> HttpResponse:
        trace_refusal(self.request, None, "passkey")
        messages.error(self.request, _("The passkey was not accepted. Try again or choose another way."))
        return HttpResponseRedirect(reverse("account_login"))


def authenticators_of(user: Any) -> list[Authenticator]:
    """Return the person's app and passkeys; recovery codes are no factor of their own."""
    return list(Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES))
