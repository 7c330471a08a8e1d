from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("One year"))]


class TokenForm(forms.Form):
    """What a person says of a token to be made."""

    name = forms.CharField(
        label=_("What it is for"), max_length=60, help_text=_("So that you know later which program uses it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("How long it is valid"), choices=DAYS, coerce=int, initial=90)
