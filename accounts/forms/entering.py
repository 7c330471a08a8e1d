"""Signing in and up."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact
from accounts.enums import ConsentPurpose
from accounts.forms.fields import CodeField, ContactField
from accounts.models import User


class SignInForm(LoginForm):
    """Mobile number or e-mail, and the password. The session ends with the browser unless one asks to stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = ContactField(initial=self.fields["login"].initial)
        password = self.fields["password"]
        password.label, password.help_text = _("Password"), ""
        password.widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = _("Stay signed in on this device")
        self.order_fields(["login", "password", "remember"])
        if settings.DEMO:
            password.widget.render_value = True

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> Any:
        """Sign in. Staying signed in is for people without a part in the round."""
        answer = super().login(request, redirect_url)
        if request.user.is_authenticated and request.user.roles:
            request.session.set_expiry(settings.STAFF_SESSION_SECONDS)
        return answer


class AskCodeForm(forms.Form):
    """Where the code should go."""

    contact = ContactField()

    def contact_value(self) -> Contact:
        field = self.fields["contact"]
        assert isinstance(field, ContactField)
        assert field.contact is not None
        return field.contact


class CodeForm(forms.Form):
    code = CodeField()


class NewAccountForm(forms.Form):
    """The last step of signing up: the contact is proved already."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As colleagues know you. It stands under what you hand in."),
    )
    password = forms.CharField(
        label=_("Password (may stay empty)"),
        required=False,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten signs or more. Without one you sign in with a code each time."),
    )
    account = forms.BooleanField(
        label=_("I have read how my data is used, and agree to an account"),
        error_messages={"required": _("Without your agreement no account can be opened: it holds your data.")},
    )
    reminders = forms.BooleanField(
        label=_("Remind me of dates by SMS and e-mail (may be taken back at any time)"), required=False
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            someone = User(display_name=self.cleaned_data.get("name", ""), **{self.contact.kind: self.contact.value})
            password_validation.validate_password(password, someone)
        return password

    def consents(self) -> list[ConsentPurpose]:
        """Return what the person agreed to."""
        asked = {"account": ConsentPurpose.ACCOUNT, "reminders": ConsentPurpose.REMINDERS}
        return [purpose for name, purpose in asked.items() if self.cleaned_data[name]]


class SecondPasswordForm(forms.Form):
    """The password as second step, after a code."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """A new password. The old one is not asked for: the page itself asks for a fresh proof before it opens."""

    password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )
    password2 = forms.CharField(
        label=_("New password once more"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password1") and given.get("password2") and given["password1"] != given["password2"]:
            self.add_error("password2", ValidationError(_("The two passwords differ."), code="password_mismatch"))
        return given
