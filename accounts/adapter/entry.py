"""allauth's account adapter: Chinese mobile numbers, words that say how to go on, and a record of every attempt."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, translate_url
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact, contact_of, mobile_of
from accounts.enums import SignInOutcome
from accounts.flows.contacts import contacts_of
from accounts.flows.signing import owner_of, record_sign_in
from accounts.flows.telling import tell
from accounts.forms.fields import ContactField
from accounts.models import User
from venture.doors.proof import proved_lately

SIZE_COOKIE = 365 * 86400
# What allauth calls its notices, and what our outbox calls them.
NOTICES = {
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes_made",
}
NAMES = {"password": "password", "code": "code", "totp": "app", "webauthn": "passkey", "recovery_codes": "recovery"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail, mobile number or password is not right."),
        "phone_password_mismatch": _("The e-mail, mobile number or password is not right."),
        "username_password_mismatch": _("Enter a mobile number of eleven digits, or an e-mail address."),
        "too_many_login_attempts": _(
            "Too many attempts in a short time. Wait five minutes, or sign in with a code instead of the password."
        ),
        "rate_limited": _("Too many attempts in a short time. Wait five minutes and try again."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right, or no longer valid."),
    }

    # --- Mobile numbers: kept on the person, and only after they were proved ---------------------------------------

    def phone_form_field(self, **kwargs: Any) -> Any:
        kwargs.pop("label", None)
        return ContactField(only="mobile", **kwargs)

    def clean_phone(self, phone: str) -> str:
        return mobile_of(phone) or phone

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        return (user.mobile, True) if user.mobile else None

    def set_phone(self, user: Any, phone: str, verified: bool) -> None:
        raise NotImplementedError("a mobile number changes by accounts.flows.contacts only")

    def set_phone_verified(self, user: Any, phone: str) -> None:
        raise NotImplementedError("a mobile number changes by accounts.flows.contacts only")

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        raise NotImplementedError("codes go out by accounts.flows.codes only: the library would keep them in clear")

    def get_user_by_phone(self, phone: str) -> User | None:
        mobile = mobile_of(phone)
        return owner_of(Contact("mobile", mobile)) if mobile else None

    # --- The steps of a sign-in ------------------------------------------------------------------------------------

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage", "accounts.adapter.steps.SecondStepStage"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count per name. The library forgets mobile numbers here: all of them would share one count."""
        name = credentials.get("email") or credentials.get("phone") or ""
        contact = contact_of(name)
        return f"{request.get_host()}:{contact.value if contact else name.lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            self._write(request, self._named(credentials), SignInOutcome.LOCKED, "password")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._write(request, self._named(credentials), SignInOutcome.WRONG, "password")

    def reauthenticate(self, user: Any, password: str) -> bool:
        credentials = {"email": user.email} if user.email else {"phone": user.mobile}
        found = self.authenticate(context.request, password=password, **credentials)
        return found is not None and found.pk == user.pk

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        self._write(request, user, SignInOutcome.CLOSED, method_of(request, user))
        return super().respond_user_inactive(request, user)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in until the browser closes; who carries a part in the round, for a working day at most."""
        super().login(request, user)
        request.session.set_expiry(settings.STAFF_SESSION_SECONDS if user.roles else 0)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        self._write(request, user, SignInOutcome.IN, method_of(request, user))
        if "Location" in response.headers:
            response.headers["Location"] = translate_url(response.headers["Location"], user.locale)
        size = "large" if user.large_text else "normal"
        response.set_cookie(
            "size", size, max_age=SIZE_COOKIE, samesite="Lax", secure=request.is_secure(), httponly=True
        )
        return response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    # --- Proof before a sensitive act ------------------------------------------------------------------------------

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Say whether the last proof is too old. A fresh sign-in is a proof; people without a password get a code."""
        return not proved_lately(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods = list(super().get_reauthentication_methods(user))
        if user.is_authenticated and contacts_of(user):
            code = {"id": "code", "description": _("Use a code by SMS or e-mail"), "url": reverse("account_prove")}
            methods.append(code)
        return methods

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        tell(user, NOTICES[template_prefix])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError("messages go out by venture.notify only")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Keep quiet about what the page itself shows: that one is signed in, or out."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, *args, **kwargs)

    def _named(self, credentials: dict[str, Any]) -> User | None:
        contact = contact_of(credentials.get("email") or credentials.get("phone") or "")
        return owner_of(contact) if contact else None

    def _write(self, request: HttpRequest, user: User | None, outcome: SignInOutcome, method: str) -> None:
        record_sign_in(
            user,
            outcome,
            method=method,
            address=self.get_client_ip(request),
            user_agent=request.headers.get("User-Agent", ""),
        )


def method_of(request: HttpRequest, user: Any) -> str:
    """Return the ways that this session has proved, in order: ``password+app``."""
    ways = [
        NAMES.get(record.get("type") or record["method"], record["method"])
        for record in get_authentication_records(request, user)
        if not record.get("reauthenticated")
    ]
    return "+".join(dict.fromkeys(ways))
