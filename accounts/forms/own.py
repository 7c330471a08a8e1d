"""One's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import Contact, Kind
from accounts.forms.fields import ContactField


class ProfileForm(forms.Form):
    """Name, language and size of the text."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    large_text = forms.BooleanField(label=_("Large text"), required=False)


class NewContactForm(forms.Form):
    """The new number or address; the code goes there first."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"] = ContactField(only=kind)

    def contact_value(self) -> Contact:
        field = self.fields["contact"]
        assert isinstance(field, ContactField)
        assert field.contact is not None
        return field.contact


class ClosingForm(forms.Form):
    reason = forms.CharField(
        label=_("Why (may stay empty)"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    sure = forms.BooleanField(
        label=_("I have read what is kept"),
        error_messages={"required": _("Please confirm that you have read what is kept.")},
    )
