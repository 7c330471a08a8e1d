"""What staff type on the pages of ranking, selection and decision. Money is typed in yuan."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.enums import DecisionWay, OverrideKind
from reviews.models import MINUTES_PURPOSE, OVERRIDE_PURPOSE
from venture.files.forms import UploadField
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import parse_yuan

AREA = {"rows": 2, "class": "input"}
TEXT, NUMBER = {"class": "input"}, {"class": "input num", "inputmode": "decimal"}


class YuanField(forms.CharField):
    """An amount in yuan as people type it; cleaned it is fen."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=NUMBER))
        super().__init__(max_length=24, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except RuleRefusal as refusal:
            raise forms.ValidationError(sentence_of(refusal), code=refusal.code) from None


def asked_for(field: Any) -> Any:
    """Return a field that its label does not call optional: the flow refuses it empty, in the words of the act."""
    field.asked_for = True
    return field


def reason(**options: Any) -> Any:
    return asked_for(
        forms.CharField(label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs=AREA), **options)
    )


class ComputeForm(forms.Form):
    apart = forms.IntegerField(
        label=_("Ask for one more expert from this difference on (points of 100)"), min_value=1, max_value=100,
        widget=forms.NumberInput(attrs=NUMBER),
    )  # fmt: skip
    public = forms.CharField(
        label=_("Public number for the lot"), max_length=120, required=False, widget=forms.TextInput(attrs=TEXT),
        help_text=_("A lottery number of a named later draw. Empty: the hash of the sheets."),
    )  # fmt: skip


class RulesForm(forms.Form):
    pass_mark = forms.DecimalField(
        label=_("Pass mark"), required=False, min_value=Decimal(0), max_value=Decimal(100), decimal_places=2,
        widget=forms.NumberInput(attrs=NUMBER),
    )  # fmt: skip
    projects_per_organisation = forms.IntegerField(
        label=_("Projects per organisation at most (0: any)"), min_value=0, max_value=999, initial=0,
        widget=forms.NumberInput(attrs=NUMBER),
    )  # fmt: skip
    fen_per_organisation = YuanField(label=_("Yuan per organisation at most (0: any)"), required=False)
    fill = forms.BooleanField(label=_("A smaller project further down may use what is left"), required=False)


class AmountForm(forms.Form):
    fen = YuanField(label=_("Recommended amount (yuan)"))
    reason = reason()


class TransferForm(forms.Form):
    giver = forms.ChoiceField(label=pgettext_lazy("money", "From"), widget=forms.Select(attrs=TEXT))
    taker = forms.ChoiceField(label=_("To"), widget=forms.Select(attrs=TEXT))
    fen = YuanField(label=_("Amount (yuan)"))
    reason = reason()

    def __init__(self, *given: Any, envelopes: Any = (), **options: Any) -> None:
        super().__init__(*given, **options)
        for name in ("giver", "taker"):
            self.fields[name].choices = envelopes  # type: ignore[attr-defined]


class OverrideForm(forms.Form):
    kind = forms.ChoiceField(label=_("Change"), choices=OverrideKind.choices, widget=forms.Select(attrs=TEXT))
    fen = YuanField(label=_("Amount (yuan), only for another amount"), required=False)
    reason = asked_for(forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs=AREA),
        help_text=_("It is printed for the meeting."),
    ))  # fmt: skip
    minutes = asked_for(UploadField(purpose=OVERRIDE_PURPOSE, label=_("Minutes"), required=False))


class ReasonForm(forms.Form):
    reason = reason()


class WayForm(forms.Form):
    way = forms.ChoiceField(label=_("Way"), choices=DecisionWay.choices, widget=forms.Select(attrs=TEXT))


class CutForm(forms.Form):
    fen = YuanField(label=_("New amount (yuan)"))
    reason = reason()


class RecordForm(forms.Form):
    body = forms.CharField(
        label=_("Meeting"), max_length=80, required=False, widget=forms.TextInput(attrs={**TEXT, "list": "bodies"})
    )
    met_on = forms.DateField(
        label=_("Held on"), required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
    )  # fmt: skip
    number = forms.CharField(
        label=_("Number of the minutes"), max_length=60, required=False, widget=forms.TextInput(attrs=TEXT)
    )
    minutes = UploadField(purpose=MINUTES_PURPOSE, label=_("Scan of the minutes"), required=False)

    def __init__(self, *given: Any, by_vote: bool = False, **options: Any) -> None:
        """Leaders who signed ``by_vote`` need no minutes."""
        super().__init__(*given, **options)
        for name in ("body", "met_on", *(() if by_vote else ("number", "minutes"))):
            asked_for(self.fields[name])


class FeedbackForm(forms.Form):
    text = forms.CharField(
        label=_("What the applicant reads"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "input"}),
    )  # fmt: skip
