"""One's own account: what is kept, what was agreed to, where one is signed in, and the way out."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.password_change import change_password, finalize_password_change
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import FormView, TemplateView, View

from accounts.domain.contacts import Contact
from accounts.domain.factors import need_of
from accounts.enums import ConsentPurpose
from accounts.flows import sessions
from accounts.flows.closing import ask_to_close, take_back_closing
from accounts.flows.consenting import give_consent, withdraw_consent
from accounts.flows.contacts import change_contact, contacts_of
from accounts.flows.signing import keep_display, rename
from accounts.forms.entering import CodeForm, PasswordForm
from accounts.forms.own import ClosingForm, NewContactForm, ProfileForm
from accounts.queries import own
from accounts.views import challenge
from accounts.views.frame import tray_url
from venture.doors.kept import Kept
from venture.doors.proof import FreshDoor
from venture.doors.web import SIGNED_IN, Door
from venture.kernel.errors import RuleRefusal, sentence_of

PER_PAGE = 30
UNPROCESSABLE = 422


@method_decorator(never_cache, name="dispatch")
class OwnPage(Door, TemplateView):
    permission = SIGNED_IN


class OwnForm(Door, FormView):
    permission = SIGNED_IN

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNPROCESSABLE)


class Home(OwnPage):
    """My account: every section on one page, each with the one thing that is done most."""

    template_name = "account/home.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user: Any = self.request.user
        factors = list(Authenticator.objects.filter(user=user).order_by("pk"))
        return super().get_context_data(
            contacts={contact.kind: contact.masked for contact in contacts_of(user)},
            last=own.last_sign_in(user),
            factors=[each for each in factors if each.type != Authenticator.Type.RECOVERY_CODES],
            factor_due=settings.SECOND_FACTOR_REQUIRED and need_of(user.roles) != "none",
            has_password=user.has_usable_password(),
            consents=own.consents_in_force(user),
            closing=own.open_closing(user),
            **given,
        )


class KeptForm(Door, Kept):
    permission = SIGNED_IN
    http_method_names = ["get", "head", "options"]


class Profile(OwnForm):
    form_class = ProfileForm
    template_name = "account/profile.html"

    def get_initial(self) -> dict[str, Any]:
        user: Any = self.request.user
        return {"display_name": user.display_name, "locale": user.locale, "large_text": user.large_text}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        user: Any = self.request.user
        given = form.cleaned_data
        rename(user, given["display_name"])
        keep_display(user, locale=given["locale"], large_text=given["large_text"])
        messages.success(self.request, _("Saved."))
        answer = HttpResponseRedirect(translate_url(reverse("account_home"), user.locale))
        size = "large" if user.large_text else "normal"
        answer.set_cookie(
            "size", size, max_age=365 * 86400, samesite="Lax", secure=self.request.is_secure(), httponly=True
        )
        return answer


class NewContact(FreshDoor, OwnForm):
    """A new mobile number or address: the code goes there."""

    form_class = NewContactForm
    template_name = "account/contact.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kind": self.kwargs["kind"]}

    def form_valid(self, form: NewContactForm) -> HttpResponse:
        if not challenge.begin(self.request, "change", form.contact_value()):
            form.add_error("contact", str(challenge.TOO_MANY))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return redirect("account_contact_code")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        kind = self.kwargs["kind"]
        present = getattr(self.request.user, kind)
        masked = Contact(kind, present).masked if present else ""
        return super().get_context_data(**{"kind": kind, "present": masked, **given})


class ContactCode(FreshDoor, OwnForm):
    form_class = CodeForm
    template_name = "account/contact_code.html"
    running: challenge.Challenge

    def early(self, request: HttpRequest) -> HttpResponse | None:
        running = challenge.running(request, "change")
        if running is None:
            return redirect("account_home")
        self.running = running
        return super().early(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST:
            challenge.say_again(request, self.running)
            return redirect("account_contact_code")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        user: Any = self.request.user
        if not challenge.passes(self.request, self.running, form.cleaned_data["code"]):
            form.add_error("code", str(challenge.WRONG))
            return self.form_invalid(form)
        try:
            change_contact(user, self.running.contact)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Changed. We have written to your old contact as well."))
        return redirect("account_home")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"running": self.running, "demo_tray": tray_url(), **given})


@method_decorator(sensitive_variables(), name="dispatch")
class NewPassword(FreshDoor, OwnForm):
    """A new password after a fresh proof: so that somebody who forgot the old one comes in by a code."""

    form_class = PasswordForm
    template_name = "account/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        user: Any = self.request.user
        change_password(user, form.cleaned_data["password1"])
        sessions.end_other_sessions(user, self.request.session)
        finalize_password_change(self.request, user)
        record_authentication(self.request, user, method="password", reauthenticated=True)
        return redirect("account_home")


class Consents(OwnPage):
    template_name = "account/consents.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(rows=own.consents_of(self.request.user), **given)

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        purpose = request.POST.get("purpose", "")
        if purpose not in ConsentPurpose.values:
            return redirect("account_consents")
        if "withdraw" in request.POST:
            withdraw_consent(user, ConsentPurpose(purpose))
            messages.success(request, _("Withdrawn. From now on we no longer use your data for this."))
        else:
            give_consent(user, ConsentPurpose(purpose))
            messages.success(request, _("Agreed. You may take this back here at any time."))
        return redirect("account_consents")


class SignIns(OwnPage):
    template_name = "account/sign_ins.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows = own.sign_ins_of(self.request.user)
        return super().get_context_data(page=Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page")), **given)


class Sessions(OwnPage):
    template_name = "account/sessions.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user: Any = self.request.user
        return super().get_context_data(places=sessions.places_of(user, self.request.session.session_key), **given)

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if "others" in request.POST:
            sessions.end_other_sessions(user, request.session)
            messages.success(request, _("You are signed out everywhere else."))
        elif (pk := request.POST.get("session", "")).isdigit() and sessions.end_session(user, int(pk)):
            messages.success(request, _("Signed out there."))
        return redirect("usersessions_list")


class Closing(FreshDoor, OwnForm):
    form_class = ClosingForm
    template_name = "account/closing.html"

    def form_valid(self, form: ClosingForm) -> HttpResponse:
        user: Any = self.request.user
        ask_to_close(user, form.cleaned_data["reason"])
        messages.success(
            self.request, _("Your request is with the sponsor. Until the account is closed you may take it back.")
        )
        return redirect("account_home")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"closing": own.open_closing(self.request.user), **given})


class KeepAccount(Door, View):
    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        take_back_closing(user)
        messages.success(request, _("Your account stays open."))
        return redirect("account_home")
