"""What a community answers, and the sealed paper that an applicant brings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.enums import ConsentState
from projects.models import SEAL_PURPOSE
from venture.files.forms import UploadField

ANSWERS = (
    (ConsentState.AGREED.value, pgettext_lazy("consent answer", "We agree")),
    (ConsentState.CONDITIONAL.value, pgettext_lazy("consent answer", "We agree with conditions")),
    (ConsentState.REFUSED.value, pgettext_lazy("consent answer", "We do not agree")),
    (ConsentState.NOT_OURS.value, pgettext_lazy("consent answer", "This is not our community")),
)


class ProofForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input code"}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Four answers, a name, and words where an answer needs them."""

    answer = forms.ChoiceField(
        label=_("Opinion of the community"), choices=ANSWERS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four answers.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Conditions or reason"), required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
        help_text=_("Needed unless you simply agree. The applicant reads it."),
    )  # fmt: skip
    answerer = forms.CharField(
        label=_("Your name"), max_length=20, widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"})
    )


class SealForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Purposes are declared when the app is ready, later than this class.
        self.fields["seal"] = UploadField(purpose=SEAL_PURPOSE, label=_("Picture of the sealed opinion"), ahead=True)
