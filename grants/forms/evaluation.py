"""Forms of an evaluation. Points are typed as points with two places and kept as hundredths."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.domain.evaluation import HUNDREDTHS, RATIO, Item
from grants.enums import VoiceOrigin
from grants.models import Evaluation

EXTRAS = range(1, 4)
MOST_EXTRA = 20
LONGEST = 5_000


@dataclass(frozen=True)
class Asked:
    """An item with the bound fields in which its points are typed."""

    item: Item
    fields: tuple[forms.BoundField, ...]


def _points(label: Any, most: int, *, least: int = 0, step: str = "0.5") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=least, max_value=most, decimal_places=2, required=False,
        widget=forms.NumberInput(attrs={"class": "input num", "inputmode": "decimal", "step": step}),
    )  # fmt: skip


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=10**9, required=False,
        widget=forms.NumberInput(attrs={"class": "input num", "inputmode": "numeric"}),
    )  # fmt: skip


class SheetForm(forms.Form):
    """Points of every item, up to three extras, the opinion. What is missing may be saved; proposing asks for it."""

    opinion = forms.CharField(
        label=_("Opinion"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, items: Sequence[Item], evaluation: Evaluation) -> None:
        self.items = items
        super().__init__(data, initial=_initial(evaluation))
        for item in items:
            if item.scoring == RATIO:
                self.fields[f"reached_{item.key}"] = _count(_("Reached"))
                self.fields[f"target_{item.key}"] = _count(_("Target"))
            else:
                self.fields[f"given_{item.key}"] = _points(_("Points"), item.points)
        for number in EXTRAS:
            self.fields[f"extra_{number}"] = _points(_("Points, or minus"), MOST_EXTRA, least=-MOST_EXTRA)
            self.fields[f"extra_reason_{number}"] = forms.CharField(
                label=_("Reason"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "input"})
            )

    def asked(self) -> Iterator[Asked]:
        for item in self.items:
            names = (f"reached_{item.key}", f"target_{item.key}") if item.scoring == RATIO else (f"given_{item.key}",)
            yield Asked(item, tuple(self[name] for name in names))

    def extras(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        for number in EXTRAS:
            yield self[f"extra_{number}"], self[f"extra_reason_{number}"]

    def clean(self) -> dict[str, Any]:
        for number in EXTRAS:
            value, reason = self.cleaned_data.get(f"extra_{number}"), self.cleaned_data.get(f"extra_reason_{number}")
            if value and not reason:
                self.add_error(f"extra_reason_{number}", _("A bonus or a deduction needs its reason."))
        return self.cleaned_data

    @property
    def marks(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for item in self.items:
            if item.scoring == RATIO:
                reached, target = self.cleaned_data[f"reached_{item.key}"], self.cleaned_data[f"target_{item.key}"]
                pair = {name: value for name, value in (("reached", reached), ("target", target)) if value is not None}
                if pair:
                    found[item.key] = pair
            elif (given := self.cleaned_data[f"given_{item.key}"]) is not None:
                found[item.key] = {"given": _hundredths(given)}
        return found

    @property
    def extra_rows(self) -> list[dict[str, Any]]:
        rows = ((self.cleaned_data[f"extra_{n}"], self.cleaned_data[f"extra_reason_{n}"]) for n in EXTRAS)
        return [{"hundredths": _hundredths(value), "reason": reason} for value, reason in rows if value]


def _hundredths(value: Decimal) -> int:
    return int(value * HUNDREDTHS)


def _initial(evaluation: Evaluation) -> dict[str, Any]:
    found: dict[str, Any] = {"opinion": evaluation.opinion}
    for key, mark in evaluation.marks.items():
        for name, value in mark.items():
            found[f"{name}_{key}"] = _plain(value) if name == "given" else value
    for number, row in enumerate(evaluation.bonus, start=1):
        found |= {f"extra_{number}": _plain(row["hundredths"]), f"extra_reason_{number}": row["reason"]}
    return found


def _plain(hundredths: int) -> Decimal:
    value = Decimal(hundredths) / HUNDREDTHS
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


class WordsForm(forms.Form):
    """A part of an evaluation in words, with a paper if there is one."""

    words = forms.CharField(
        label=_("What was found"), max_length=LONGEST, widget=forms.Textarea(attrs={"class": "input", "rows": 4})
    )


class VoiceForm(forms.Form):
    """One to five, and a remark for who has one."""

    STARS = ((5, _("Very satisfied")), (4, _("Satisfied")), (3, _("So-so")), (2, _("Not satisfied")), (1, _("Poor")))
    stars = forms.TypedChoiceField(
        label=_("How satisfied are you?"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything to add"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )  # fmt: skip


class EnteredVoiceForm(VoiceForm):
    """What came on paper or by telephone, written down by staff."""

    origin = forms.ChoiceField(
        label=_("How it came"), choices=[(each.value, each.label) for each in (VoiceOrigin.PAPER, VoiceOrigin.PHONE)]
    )
    community = forms.TypedChoiceField(
        label=_("Community"), coerce=int, empty_value=None, required=False, help_text=_("Empty for somebody served.")
    )

    def __init__(self, *args: Any, communities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["community"]
        field.choices = [("", "—"), *communities]
