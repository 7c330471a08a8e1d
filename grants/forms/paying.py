"""What people type on the pages of payments."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants.enums import ReceiptKind, Route
from grants.models import RECEIPT_PURPOSE
from venture.files.forms import UploadField
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import parse_yuan

PERCENT = 100


class YuanField(forms.CharField):
    """An amount as people write it; cleaned it is fen."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input num"})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return parse_yuan(text) if text else 0
        except RuleRefusal as refusal:
            raise ValidationError(sentence_of(refusal), code=refusal.code) from None


class AskForm(forms.Form):
    """The request for a tranche: number, amount and scan of the receipt."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    receipt_number = forms.CharField(
        label=_("Number of the receipt"), max_length=40, widget=forms.TextInput(attrs={"class": "input"})
    )
    receipt_fen = YuanField(label=_("Amount on the receipt (yuan)"))

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["receipt"] = UploadField(purpose=RECEIPT_PURPOSE, ahead=True, label=ReceiptKind(kind).label)


class SettingsForm(forms.Form):
    """How a round pays. Shares are typed in per cent."""

    route = forms.ChoiceField(label=_("Route"), choices=Route.choices, widget=forms.RadioSelect)
    receipt = forms.ChoiceField(label=_("Receipt"), choices=ReceiptKind.choices, widget=forms.RadioSelect)
    payer = forms.CharField(
        label=_("Paying unit"), max_length=80, required=False, widget=forms.TextInput(attrs={"class": "input"}),
        help_text=_("The title of every receipt. Empty: whoever runs the round."),
    )  # fmt: skip
    spent_before_next = forms.IntegerField(
        label=_("Spent before the next tranche (per cent)"), min_value=0, max_value=100,
        widget=forms.NumberInput(attrs={"class": "input"}), help_text=_("0: it is not asked."),
    )  # fmt: skip
    sign_within_days = forms.IntegerField(
        label=_("Agreement signed within (working days)"), min_value=1, max_value=250,
        widget=forms.NumberInput(attrs={"class": "input"}),
    )  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Return what the flow takes: basis points in place of per cent."""
        cleaned = dict(self.cleaned_data)
        return {**cleaned, "spent_before_next": cleaned["spent_before_next"] * PERCENT}
