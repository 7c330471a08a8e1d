"""What a contact person types on a phone: three fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.permissions import TASK_PURPOSE
from venture.files.forms import UploadField


class ReportForm(forms.Form):
    words = forms.CharField(
        label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences: what, when, with whom. Up to 1,000 characters."),
    )  # fmt: skip
    figure = forms.IntegerField(
        label=_("People or units reached"), min_value=0, max_value=100_000_000, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    file = UploadField(label=_("Photo or paper"), purpose=TASK_PURPOSE, ahead=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].widget.attrs["class"] = "num"
