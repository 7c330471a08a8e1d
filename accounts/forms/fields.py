"""Fields that several account forms share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact, Kind, contact_of

MESSAGES = {
    "mobile": _("Enter a mobile number of eleven digits, such as 138 0013 8000."),
    "email": _("Enter a whole e-mail address, such as name@example.com."),
    None: _("Enter a mobile number of eleven digits, or an e-mail address."),
}
LABELS = {"mobile": _("Mobile number"), "email": _("E-mail"), None: _("Mobile number or e-mail")}
HINTS = {"mobile": "tel", "email": "email", None: "username"}
KEYBOARDS = {"mobile": "tel", "email": "email", None: "text"}


class ContactField(forms.CharField):
    """A mobile number or an address, in the one way it is stored. ``clean`` returns the stored text.

    ``only`` takes one kind. ``contact`` holds the whole of what was read, after ``clean``.
    """

    contact: Contact | None = None

    def __init__(self, *, only: Kind | None = None, **kwargs: Any) -> None:
        self.only = only
        attributes = {
            "autocomplete": HINTS[only],
            "inputmode": KEYBOARDS[only],
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        kwargs.setdefault("label", LABELS[only])
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return text
        self.contact = contact_of(text)
        if self.contact is None or self.only not in {None, self.contact.kind}:
            raise ValidationError(MESSAGES[self.only], code="contact")
        return self.contact.value


class CodeField(forms.CharField):
    """Six digits from a message. Spaces and full-width digits are taken as they come."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "autofocus": True}
        kwargs.setdefault("label", _("Verification code"))
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)
