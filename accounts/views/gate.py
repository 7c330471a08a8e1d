"""The gate: whoever carries a part in the round proves a second factor before any other page."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.domain.factors import meets, need_of
from accounts.views.factors import authenticators_of
from accounts.views.own import OwnPage
from venture.doors.api.problems import answer

# The way through the gate, the way out, and how the page looks. Pages named account_recover… are the way of people who
# lost their factor.
OPEN = frozenset(
    {
        "account_second_factor",
        "account_logout",
        "account_reauthenticate",
        "account_prove",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "portal:display",
        "portal:help",
        "portal:privacy",
        "portal:accessibility",
    }
)
OPEN_STEM = "account_recover"


def passed(request: HttpRequest) -> bool:
    """Say whether this session proved what the person's roles need. No query for people without a session."""
    user: Any = request.user
    if not user.is_authenticated:
        return True
    need = need_of(user.roles)
    return need == "none" or meets(need, get_authentication_records(request, user))


class SecondFactorMiddleware:
    """Stand before every view. Off where ``SECOND_FACTOR_REQUIRED`` is off, which production never is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED:
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in OPEN or name.startswith(OPEN_STEM) or passed(request):
            return None
        if request.path.startswith("/api/v1/"):
            return answer(403, detail=_("Second factor needed"), name="second_factor")
        after = request.get_full_path() if request.method == "GET" else ""
        query = f"?{urlencode({'next': after})}" if after else ""
        return HttpResponseRedirect(reverse("account_second_factor") + query)


class SecondFactor(OwnPage):
    """What is missing, and each way to give it."""

    template_name = "account/second_factor.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if passed(request):
            return HttpResponseRedirect(self._after() or reverse("portal:desk"))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user: Any = self.request.user
        after = self._after()
        query = f"?{urlencode({'next': after})}" if after else ""
        kinds = {each.type for each in authenticators_of(user)}
        records = get_authentication_records(self.request, user)
        methods = {record["method"] for record in records}
        light = need_of(user.roles) == "any"
        return super().get_context_data(
            query=query,
            has_app="totp" in kinds,
            has_passkey="webauthn" in kinds,
            sms_open=light and bool(user.mobile) and "code" not in methods,
            password_open=light and user.has_usable_password() and "password" not in methods,
            **given,
        )

    def _after(self) -> str:
        return get_next_redirect_url(self.request, "next") or ""
