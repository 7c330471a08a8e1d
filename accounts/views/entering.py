"""Signing in and up: by password, by code, by passkey; and the steps that follow."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import AccountInactiveView, LoginView, LogoutView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView

from accounts.adapter import SecondStepStage
from accounts.domain.contacts import Contact
from accounts.flows.signing import open_account, owner_of
from accounts.forms.entering import AskCodeForm, CodeForm, NewAccountForm, SecondPasswordForm, SignInForm
from accounts.views import challenge
from accounts.views.frame import OurFrame, tray_url
from accounts.views.tracing import trace_refusal
from venture.doors.kept import SESSION
from venture.doors.web import PUBLIC, Door
from venture.kernel.errors import RuleRefusal, sentence_of

UNPROCESSABLE = 422


def onward(request: HttpRequest, name: str) -> str:
    """Return the address of ``name`` that carries a safe ``next`` along."""
    url, after = reverse(name), get_next_redirect_url(request, "next")
    return f"{url}?{urlencode({'next': after})}" if after else url


class Entrance(Door, FormView):
    """A page before the sign-in. Who is inside already goes on."""

    permission = PUBLIC

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def early(self, request: HttpRequest) -> HttpResponse | None:
        if request.user.is_authenticated:
            return HttpResponseRedirect(get_next_redirect_url(request, "next") or reverse("portal:desk"))
        return None

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        after = get_next_redirect_url(self.request, "next") or ""
        links = {name: onward(self.request, f"account_{name}") for name in ("login", "login_code", "signup")}
        return super().get_context_data(**{"next": after, "links": links, **given})


@method_decorator(sensitive_variables(), name="dispatch")
class SignIn(OurFrame, Door, LoginView):
    """By password. The answer to a wrong name and to a wrong password is the same."""

    permission = PUBLIC
    form_class = SignInForm
    template_name = "account/login.html"

    def early(self, request: HttpRequest) -> HttpResponse | None:
        if request.user.is_authenticated:
            return HttpResponseRedirect(get_next_redirect_url(request, "next") or reverse("portal:desk"))
        return None

    def get_form_class(self) -> Any:
        return self.form_class

    def get_initial(self) -> dict[str, Any]:
        given = super().get_initial()
        wanted = self.request.GET.get("account", "")
        if settings.DEMO and wanted in {account.email for account in _demo_accounts()}:
            from accounts.demo import PASSWORD  # noqa: PLC0415 -- the demonstration only

            given.update(login=wanted, password=PASSWORD)
        return given

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        after = get_next_redirect_url(self.request, "next") or ""
        links = {name: onward(self.request, f"account_{name}") for name in ("login_code", "signup")}
        demo = _demo_accounts() if settings.DEMO else ()
        return super().get_context_data(
            **{
                "next": after,
                "links": links,
                "demo_accounts": demo,
                "kept_form": SESSION in self.request.session,
                **given,
            }
        )


def _demo_accounts() -> Any:
    from accounts.demo import ACCOUNTS  # noqa: PLC0415 -- the demonstration only

    return ACCOUNTS


class AskCode(Entrance):
    """Where should the code go? The same answer for every contact, known or not."""

    form_class = AskCodeForm
    template_name = "account/code_ask.html"
    signing_up = False

    def form_valid(self, form: AskCodeForm) -> HttpResponse:
        contact = form.contact_value()
        if not challenge.begin(self.request, "enter", contact):
            form.add_error("contact", str(challenge.TOO_MANY))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return HttpResponseRedirect(onward(self.request, "account_code"))

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"signing_up": self.signing_up, **given})


class EnterCode(Entrance):
    """The code from the message: opens the account of that contact, or the last step of a new one."""

    form_class = CodeForm
    template_name = "account/code_enter.html"
    running: challenge.Challenge

    def early(self, request: HttpRequest) -> HttpResponse | None:
        running = challenge.running(request, "enter")
        if running is None:
            return super().early(request) or HttpResponseRedirect(onward(request, "account_login_code"))
        self.running = running
        return super().early(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST:
            challenge.say_again(request, self.running)
            return HttpResponseRedirect(onward(request, "account_code"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        contact, request = self.running.contact, self.request
        if not challenge.passes(request, self.running, form.cleaned_data["code"]):
            trace_refusal(request, owner_of(contact), "code")
            form.add_error("code", str(challenge.WRONG))
            return self.form_invalid(form)
        owner = owner_of(contact)
        if owner is None:
            challenge.keep_proved(request, contact)
            return HttpResponseRedirect(onward(request, "account_create"))
        return enter_by_code(request, owner, contact)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"running": self.running, "demo_tray": tray_url(), **given})


def enter_by_code(request: HttpRequest, owner: Any, contact: Contact, *, signup: bool = False) -> HttpResponse:
    """Go on with the sign-in of ``owner``, who has proved ``contact``: further steps may follow."""
    record_authentication(request, owner, method="code", channel=contact.kind)
    email = contact.value if contact.kind == "email" else None
    login = Login(user=owner, email=email, redirect_url=get_next_redirect_url(request, "next"), signup=signup)
    return perform_login(request, login)


@method_decorator(sensitive_variables(), name="dispatch")
class Create(Entrance):
    """The last step of signing up: name, agreement, and a password if one is wanted."""

    form_class = NewAccountForm
    template_name = "account/create.html"
    contact: Contact

    def early(self, request: HttpRequest) -> HttpResponse | None:
        contact = challenge.proved(request)
        if contact is None:
            return super().early(request) or HttpResponseRedirect(onward(request, "account_signup"))
        self.contact = contact
        return super().early(request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "contact": self.contact}

    def form_valid(self, form: NewAccountForm) -> HttpResponse:
        try:
            user = open_account(
                self.contact,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"] or None,
                consents=form.consents(),
                locale=get_language() or settings.LANGUAGE_CODE,
            )
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        challenge.forget_proved(self.request)
        messages.success(self.request, _("Your account is open. Welcome!"))
        return enter_by_code(self.request, user, self.contact, signup=True)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"contact": self.contact, **given})


@method_decorator(login_stage_required(stage=SecondStepStage.key, redirect_urlname="account_login"), name="dispatch")
@method_decorator(sensitive_post_parameters(), name="dispatch")
class SecondStep(FormView):
    """An expert's second step: a code by SMS after the password, the password after a code."""

    template_name = "account/second_step.html"
    running: challenge.Challenge | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.stage: SecondStepStage = request._login_stage  # type: ignore[attr-defined]
        self.user, self.wanted = self.stage.login.user, self.stage.wanted()
        if self.wanted is None:
            return self.stage.exit()
        if self.wanted == "sms":
            mobile = Contact("mobile", self.user.mobile)
            self.running = challenge.running(request, "second", mobile)
            if self.running is None and request.method == "GET" and challenge.begin(request, "second", mobile):
                self.running = challenge.running(request, "second", mobile)
        answer: Any = super().dispatch(request, *args, **kwargs)
        return answer

    def get_form_class(self) -> Any:
        return CodeForm if self.wanted == "sms" else SecondPasswordForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST and self.wanted == "sms":
            challenge.begin(request, "second", Contact("mobile", self.user.mobile))
            return HttpResponseRedirect(reverse("account_second_step"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.wanted == "sms":
            right = self.running is not None and challenge.passes(self.request, self.running, form.cleaned_data["code"])
            proof: dict[str, Any] = {"method": "code", "channel": "mobile"}
        else:
            right = challenge.password_is_right(self.request, self.user, form.cleaned_data["password"])
            proof = {"method": "password"}
        if not right:
            trace_refusal(self.request, self.user, proof["method"])
            form.add_error(None, str(challenge.WRONG if self.wanted == "sms" else challenge.WRONG_PASSWORD))
            return self.form_invalid(form)
        record_authentication(self.request, self.user, **proof)
        return self.stage.exit()

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"wanted": self.wanted, "running": self.running, "demo_tray": tray_url(), **given}
        )


class SignOut(OurFrame, Door, LogoutView):
    permission = PUBLIC
    template_name = "account/logout.html"


class Inactive(OurFrame, Door, AccountInactiveView):
    permission = PUBLIC
    template_name = "account/inactive.html"
