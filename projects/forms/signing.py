"""What people give when they sign, and when they take an application back for good."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import SIGNATURE_PURPOSE
from venture.files.forms import UploadField


class CodeForm(forms.Form):
    """Six digits, and the hash of what they sign."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    code = forms.CharField(
        label=_("Verification code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input code"}),
    )  # fmt: skip


class ScanForm(forms.Form):
    """The sealed paper and the letter that authorises whoever brings it."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Purposes are declared when the app is ready, later than this class.
        for name, label in (("scan", _("Signed and sealed paper")), ("letter", _("Letter of authorisation"))):
            self.fields[name] = UploadField(purpose=SIGNATURE_PURPOSE, label=label, ahead=True)


class WithdrawForm(forms.Form):
    """The reason, and a tick that the person knows what it means."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text=_("It stays on record."),
    )  # fmt: skip
    known = forms.BooleanField(label=_("I know that a withdrawn application does not come back."))
