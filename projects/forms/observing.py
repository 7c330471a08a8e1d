"""To whom staff lend one application, until when and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.queries.people import person_by_contact
from venture.doors.admin import DayInput


class ObserverForm(forms.Form):
    person = forms.CharField(
        label=_("Mobile number or e-mail of the account"), max_length=254,
        help_text=_("The person opens an account first, if there is none."),
        widget=forms.TextInput(attrs={"class": "input"}),
    )  # fmt: skip
    until = forms.DateField(label=_("Until"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"class": "input"}))

    def clean_person(self) -> Any:
        user = person_by_contact(self.cleaned_data["person"])
        if user is None:
            raise forms.ValidationError(gettext("There is no account with this number or address."))
        return user
