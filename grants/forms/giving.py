"""What donors and the staff type of donations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.enums import DonationTarget, DonorKind, GiftKind
from grants.forms.paying import YuanField
from grants.models import GIFT_PURPOSE, DonationRules, NamedFund
from projects.models import Project
from rounds.models import Category
from venture.files.forms import UploadField

JOINT = ":"


def _text(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", **more})


def purposes(
    categories: Sequence[Category], funds: Sequence[NamedFund], projects: Sequence[Project]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a donation of a round may be for, by kind, as choices; kinds without any are left out."""
    fields = {each.slug for each in categories}
    groups: list[tuple[Any, list[tuple[str, str]]]] = [
        (DonationTarget.FUND.label, [(f"fund{JOINT}{each.slug}", each.name) for each in funds if each.field in fields]),
        (DonationTarget.FIELD.label, [(f"field{JOINT}{each.slug}", each.name) for each in categories]),
        (DonationTarget.PROJECT.label, [(f"project{JOINT}{each.code}", each.title) for each in projects]),
    ]
    return [(str(label), choices) for label, choices in groups if choices]


def aim_of(purpose: str) -> dict[str, Any]:
    """Return what the flow takes of a chosen purpose."""
    target, _joint, name = purpose.partition(JOINT)
    names = {"fund": "fund_slug", "field": "category_slug", "project": "project_code"}
    return {"target": target, names[target]: name} if target in names else {"target": ""}


class IntentionForm(forms.Form):
    """Who gives how much: four fields and two boxes. What it is for was chosen a page before."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    donor_kind = forms.ChoiceField(label=_("Who gives"), choices=DonorKind, widget=forms.RadioSelect)
    donor_name = forms.CharField(
        label=_("Name of the unit, or your own"), max_length=80, widget=_text(autocomplete="organization")
    )
    amount_fen = YuanField(label=_("Amount you have in mind (yuan)"), required=False)
    goods = forms.CharField(
        label=_("Or goods: what, and how many"), max_length=200, required=False, widget=_text(),
    )  # fmt: skip
    mobile = forms.CharField(
        label=_("Mobile number"), max_length=20, widget=_text(inputmode="tel", autocomplete="tel"),
        help_text=_("We ring you up to agree on the contract. It is shown to nobody else."),
    )  # fmt: skip
    shown = forms.BooleanField(
        label=_("My name may be shown in public as the donor's"), required=False,
        help_text=_("Without this agreement you appear nowhere. You can take it back by telephone at any time."),
    )  # fmt: skip

    def __init__(self, *args: Any, rules: DonationRules, **options: Any) -> None:
        super().__init__(*args, **options)
        if not rules.takes_goods:
            del self.fields["goods"]
            self.fields["amount_fen"].required = True


class StaffIntentionForm(IntentionForm):
    """An intention that reached the staff: with its purpose, a contact person and the wished name."""

    purpose = forms.ChoiceField(label=_("For"), widget=forms.Select(attrs={"class": "input"}))
    contact = forms.CharField(label=_("Contact person"), max_length=40, required=False, widget=_text())
    wish = forms.CharField(
        label=_("Name that is wished for the project"), max_length=40, required=False, widget=_text()
    )
    field_order = ("key", "purpose", "donor_kind", "donor_name", "contact", "mobile", "amount_fen", "goods", "wish")

    def __init__(self, *args: Any, choices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["purpose"]
        chosen.choices = choices
        self.fields["mobile"].help_text = ""


class DonationReceiptForm(forms.Form):
    """What opens a donation to its donor."""

    receipt = forms.CharField(label=_("Receipt number"), max_length=20, widget=_text(autocapitalize="characters"))
    mobile = forms.CharField(label=_("Mobile number"), max_length=20, widget=_text(inputmode="tel", autocomplete="tel"))


class GiftForm(forms.Form):
    """What arrived: by the bank's slip, or as goods with their value."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(label=_("What arrived"), choices=GiftKind, widget=forms.RadioSelect)
    amount_fen = YuanField(label=_("Amount, or value of the goods (yuan)"))
    on = forms.DateField(label=_("Arrived on"), widget=forms.DateInput(attrs={"type": "date", "class": "input"}))
    voucher = forms.CharField(label=_("Number of the bank's slip"), max_length=40, required=False, widget=_text())
    receipt_number = forms.CharField(label=_("Number of the donation receipt"), max_length=40, widget=_text())
    what = forms.CharField(
        label=_("Goods: what was handed over, and by what it was valued"), max_length=300, required=False,
        widget=_text(),
    )  # fmt: skip

    def __init__(self, *args: Any, takes_goods: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"] = UploadField(purpose=GIFT_PURPOSE, ahead=True, required=False, label=_("Receipt (scan)"))
        if not takes_goods:
            kind: Any = self.fields["kind"]
            kind.choices = [(GiftKind.MONEY.value, GiftKind.MONEY.label)]
            self.initial.setdefault("kind", GiftKind.MONEY)
            del self.fields["what"]


class SupportForm(forms.Form):
    """Money of a fund for one project's award."""

    project_id = forms.TypedChoiceField(label=_("Project"), coerce=int, widget=forms.Select(attrs={"class": "input"}))
    source_id = forms.TypedChoiceField(
        label=_("Fund or field"), coerce=int, widget=forms.Select(attrs={"class": "input"})
    )
    amount_fen = YuanField(label=_("Amount (yuan)"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=_text())

    def __init__(self, *args: Any, projects: Any, sources: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["project_id"].choices = projects
        fields["source_id"].choices = sources
