"""What people type to allot money and to end a year."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.enums import AllotmentKind
from grants.forms.paying import YuanField
from rounds.models import FundSource, Round

EARLIEST, LATEST = 2000, 2200


def _text(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", **more})


def _choice() -> forms.Select:
    return forms.Select(attrs={"class": "input"})


class AllotmentForm(forms.Form):
    """Money for one field of a round, or back from it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    category_id = forms.TypedChoiceField(label=_("Field of service"), coerce=int, widget=_choice())
    source_id = forms.TypedChoiceField(label=_("Fund source"), coerce=int, widget=_choice())
    year = forms.IntegerField(
        label=_("Budget year"), min_value=EARLIEST, max_value=LATEST,
        widget=forms.NumberInput(attrs={"class": "input num"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is done"), widget=_choice(),
        choices=[(each.value, each.label) for each in AllotmentKind.of_fields()],
    )  # fmt: skip
    amount_fen = YuanField(label=_("Amount (yuan)"))
    document_number = forms.CharField(label=_("Number of the document"), max_length=60, widget=_text())

    def __init__(self, *args: Any, round_: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["category_id"].choices = list(round_.categories.order_by("order", "pk").values_list("pk", "name"))
        fields["source_id"].choices = list(FundSource.objects.order_by("pk").values_list("pk", "name"))


class PrizeMoneyForm(forms.Form):
    """Money for a round's creative prizes, or what is unused of it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    source_id = forms.TypedChoiceField(label=_("Fund source"), coerce=int, widget=_choice())
    year = forms.IntegerField(
        label=_("Budget year"), min_value=EARLIEST, max_value=LATEST,
        widget=forms.NumberInput(attrs={"class": "input num"}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("What is done"), widget=_choice(),
        choices=[(each.value, each.label) for each in AllotmentKind if each not in AllotmentKind.of_fields()],
    )  # fmt: skip
    amount_fen = YuanField(label=_("Amount (yuan)"))
    document_number = forms.CharField(label=_("Number of the document"), max_length=60, widget=_text())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["source_id"].choices = list(FundSource.objects.order_by("pk").values_list("pk", "name"))


class EnvelopesForm(forms.Form):
    """One document for all envelopes of a round."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    document_number = forms.CharField(label=_("Number of the document"), max_length=60, widget=_text())


class YearForm(EnvelopesForm):
    """The year that ends, with the document that ends it."""

    year = forms.IntegerField(
        label=_("Year"), min_value=EARLIEST, max_value=LATEST,
        widget=forms.NumberInput(attrs={"class": "input num"}),
    )  # fmt: skip
