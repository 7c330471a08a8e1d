"""What people give on the way to an agreement: signatures, reasons, days, a round's own text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.models import SCAN_PURPOSE, TEMPLATE_PURPOSE
from venture.doors.admin import DayInput
from venture.files.forms import UploadField


class CodeForm(forms.Form):
    """Six digits, and the hash of what they sign."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    code = forms.CharField(
        label=_("Verification code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input code"}),
    )  # fmt: skip


class ScanForm(forms.Form):
    """The sealed agreement and the letter that authorises whoever brings it."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Purposes are declared when the app is ready, later than this class.
        for name, label in (("scan", _("Signed and sealed agreement")), ("letter", _("Letter of authorisation"))):
            self.fields[name] = UploadField(purpose=SCAN_PURPOSE, label=label, ahead=True)


class GiveUpForm(forms.Form):
    """The reason, and a tick that the person knows what it means."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text=_("It stays on record."),
    )  # fmt: skip
    known = forms.BooleanField(label=_("I know that the grant does not come back and may go to another project."))


class TemplateForm(forms.Form):
    """A round's own text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = UploadField(
            purpose=TEMPLATE_PURPOSE, label=_("Text of the agreement (.docx)"),
            help_text=_("Write fields in double braces, for example {{ recipient }}. Macros are refused."),
        )  # fmt: skip


class ProlongForm(forms.Form):
    until = forms.DateField(label=_("New day to sign by"), widget=DayInput(attrs={"class": "input"}))
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"class": "input"}))


class CountersignForm(forms.Form):
    signed_on = forms.DateField(
        label=_("Day on the paper"), required=False, widget=DayInput(attrs={"class": "input"}),
        help_text=_("Today where it is left empty."),
    )  # fmt: skip
