"""The forms of the set-up, one part per step. They turn what is typed into rows; the flow decides whether it may be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rounds.admin.fields import AnchorsField, LinesField, PercentField, YuanField
from rounds.enums import BudgetRuleKind, Tie
from rounds.models import (
    BudgetRule,
    Category,
    Criterion,
    DocumentRequirement,
    EligibilityRule,
    Envelope,
    FundSource,
    Round,
    Stage,
    SubService,
    TieRule,
    Tranche,
)
from venture.doors.admin import DayInput, InstantInput

SHARES = frozenset({BudgetRuleKind.MAX_SHARE, BudgetRuleKind.MIN_SHARE})
VALUELESS = frozenset({BudgetRuleKind.FORBIDDEN})
ACTS = {
    "publish": _("Publish the round"),
    "amend": _("Amend a published round"),
    "refuse": _("Refuse an application"),
    "pay": _("Pay a tranche"),
    "override": _("Override a rank"),
}
ADVANCED = {
    "expert_draw": _("Draw experts by verifiable lot"),
    "optimiser": _("Propose the assignment of experts by computation"),
    "composite": _("Composite score of written review and panel"),
    "calibration": _("Even out strict and mild experts"),
    "first_time_share": _("Reserve a share for first-time applicants"),
    "district_envelopes": _("Envelopes per district"),
}


class BasicsForm(forms.ModelForm):
    opens_at = forms.SplitDateTimeField(label=_("Opens at"), required=False, widget=InstantInput)
    closes_at = forms.SplitDateTimeField(label=_("Closes at"), required=False, widget=InstantInput)

    class Meta:
        model = Round
        fields = (
            "title", "year", "document_number", "lead", "sponsor", "operator", "opens_at", "closes_at",
            "grace_seconds", "starts_on", "ends_on", "enquiry_phone", "supervision_phone",
        )  # fmt: skip
        widgets = {"starts_on": DayInput, "ends_on": DayInput}


class PoolForm(forms.ModelForm):
    pool_fen = YuanField(label=_("Money in all (yuan)"))
    project_cap_fen = YuanField(label=_("At most for one project (yuan)"))

    class Meta:
        model = Round
        fields = ("pool_fen", "project_cap_fen")


class ApplicantsForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ("projects_per_organization",)


class BudgetForm(forms.ModelForm):
    short_form_below_fen = YuanField(
        label=_("Short form for projects below (yuan)"),
        help_text=_("Smaller projects fill only the short form. 0: everybody fills the whole form."),
    )

    class Meta:
        model = Round
        fields = ("short_form_below_fen",)


class PaymentForm(forms.ModelForm):
    class Meta:
        model = Round
        fields = ("nature", "notice_days")
        widgets = {"nature": forms.RadioSelect}


class TiesForm(forms.ModelForm):
    """Ties in the order in which they are broken; an empty place is skipped."""

    class Meta:
        model = Round
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = list(self.instance.tie_rules.values_list("kind", flat=True))
        choices = [("", _("— none —")), *Tie.choices]
        for place in range(len(Tie)):
            self.fields[f"tie_{place}"] = forms.ChoiceField(
                label=_("Tie rule %(place)s") % {"place": place + 1},
                choices=choices,
                required=False,
                initial=now[place] if place < len(now) else "",
            )

    def clean(self) -> dict[str, Any]:
        kinds = self._kinds()
        if len(kinds) != len(set(kinds)):
            self.add_error(None, _("A tie rule stands twice. Each rule can break a tie only once."))
        return self.cleaned_data

    def _kinds(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)]

    def save(self, commit: bool = True) -> Any:
        self.instance.tie_rules.all().delete()
        TieRule.objects.bulk_create(
            TieRule(round=self.instance, order=order, kind=kind) for order, kind in enumerate(self._kinds(), start=1)
        )
        return self.instance


class PersonsForm(forms.ModelForm):
    """How many people each act needs, and which advanced means the round uses."""

    advanced = forms.MultipleChoiceField(
        label=_("Advanced means"),
        choices=ADVANCED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An ordinary round needs none of them. What is not ticked does not appear on any page."),
    )

    class Meta:
        model = Round
        fields = ("advanced",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed = self.instance.persons_per_act
        acts = {
            f"act_{act}": forms.IntegerField(
                label=words, min_value=1, max_value=5, initial=needed.get(act, 2), help_text=_("Persons")
            )
            for act, words in ACTS.items()
        }
        self.fields = {**acts, **self.fields}

    def save(self, commit: bool = True) -> Any:
        named = {act: self.cleaned_data[f"act_{act}"] for act in ACTS}
        self.instance.persons_per_act = {**self.instance.persons_per_act, **named}
        kept = [means for means in self.instance.advanced if means not in ADVANCED]
        self.instance.advanced = [*kept, *self.cleaned_data["advanced"]]
        return super().save(commit)


class CategoryForm(forms.ModelForm):
    services = LinesField(label=_("Services, one per line"), required=False)

    class Meta:
        model = Category
        fields = ("slug", "name", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["services"].initial = [service.name for service in self.instance.services.all()]

    def save(self, commit: bool = True) -> Any:
        category = super().save(commit)
        if "services" in self.changed_data:
            category.services.all().delete()
            SubService.objects.bulk_create(
                SubService(category=category, name=name, order=order)
                for order, name in enumerate(self.cleaned_data["services"])
            )
        return category


class EnvelopeForm(forms.ModelForm):
    amount_fen = YuanField(label=_("Amount (yuan)"))

    class Meta:
        model = Envelope
        fields = ("category", "source", "area", "amount_fen")

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(round=round_)  # type: ignore[attr-defined]
        self.fields["source"].queryset = FundSource.objects.all()  # type: ignore[attr-defined]


class EligibilityForm(forms.ModelForm):
    class Meta:
        model = EligibilityRule
        fields = ("text", "kind", "value", "automatic", "citation", "inferred")


class DocumentForm(forms.ModelForm):
    class Meta:
        model = DocumentRequirement
        fields = ("name", "slug", "hint", "required")


class BudgetRuleForm(forms.ModelForm):
    """The value is yuan for amounts and percent for shares; it is kept as fen or basis points."""

    value = forms.CharField(label=_("Value (yuan or percent)"), required=False)
    categories = LinesField(label=_("Cost categories, one per line"), required=False)

    class Meta:
        model = BudgetRule
        fields = ("name", "kind", "value", "base", "categories", "blocks", "citation", "inferred")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["value"] = self._reader(self.instance.kind).prepare_value(self.instance.value)

    def _reader(self, kind: str) -> forms.CharField:
        return PercentField(required=False) if kind in SHARES else YuanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        kind, typed = cleaned.get("kind", ""), cleaned.get("value", "")
        try:
            value = self._reader(kind).clean(typed)
        except forms.ValidationError as error:
            self.add_error("value", error)
            return cleaned
        if value is None and kind and kind not in VALUELESS:
            self.add_error("value", _("This kind of rule needs a value."))
        cleaned["value"] = value or 0
        return cleaned


class StageForm(forms.ModelForm):
    weight = PercentField(label=_("Weight in the result (%)"), required=False)

    class Meta:
        model = Stage
        fields = (
            "name", "kind", "starts_on", "ends_on", "reviewers", "blind", "drop_extremes", "scale", "threshold",
            "quota", "weight", "inferred",
        )  # fmt: skip
        widgets = {"starts_on": DayInput, "ends_on": DayInput}

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 0


class CriterionForm(forms.ModelForm):
    anchors = AnchorsField(label=_("Anchored levels, one per line"), required=False)

    class Meta:
        model = Criterion
        fields = ("name", "parent", "weight", "hint", "anchors", "may_not_apply", "needs_reason", "inferred")

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Criterion.objects.filter(round=round_, parent=None).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class TrancheForm(forms.ModelForm):
    share = PercentField(label=_("Share (%)"))
    preconditions = LinesField(label=_("Preconditions, one per line"), required=False)

    class Meta:
        model = Tranche
        fields = ("share", "trigger", "preconditions")


@dataclass(frozen=True)
class Rows:
    """A table of a step: rows of one model, added and removed with or without scripts."""

    prefix: str
    label: Any
    form: type[forms.ModelForm]
    of_round: str = "round"
    takes_round: bool = False
    numbered: bool = True

    @property
    def model(self) -> type[models.Model]:
        return self.form._meta.model

    def formset(self, round_: Round, data: Mapping[str, Any] | None = None) -> forms.BaseModelFormSet:
        maker = forms.modelformset_factory(self.model, form=self.form, extra=0, can_delete=True)
        rows = self.model._default_manager.filter(**{self.of_round: round_})
        if self.model is Criterion:  # a part stands under its whole
            rows = rows.select_related("parent").order_by(
                Coalesce("parent__order", "order"), models.F("parent").asc(nulls_first=True), "order", "pk"
            )
        extra = {"round_": round_} if self.takes_round else {}
        return maker(data, queryset=rows, prefix=self.prefix, form_kwargs=extra)

    def save(self, formset: forms.BaseModelFormSet, round_: Round) -> None:
        """Write the rows of a valid formset. New rows stand after the others."""
        for form in formset.deleted_forms:
            if form.instance.pk:
                form.instance.delete()
        if not self.numbered:
            for form in _kept(formset):
                form.save()
            return
        last = self.model._default_manager.filter(**{self.of_round: round_}).aggregate(last=models.Max("order"))["last"]
        for form in _kept(formset):
            if form.instance.pk is None:
                last = (last or 0) + 1
                form.instance.round, form.instance.order = round_, last
            form.save()


def _kept(formset: forms.BaseModelFormSet) -> Iterable[forms.ModelForm]:
    gone = formset.deleted_forms
    return (form for form in formset.forms if form.has_changed() and form not in gone)


@dataclass(frozen=True)
class Step:
    """One page of the set-up. ``key`` is also the ``where`` of the contradictions that are mended here."""

    key: str
    label: Any
    lead: Any
    form: type[forms.ModelForm] | None = None
    rows: tuple[Rows, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(
        "basics", _("Basics and dates"), _("What the call is named, who answers for it and when it runs."), BasicsForm
    ),
    Step(
        "money",
        _("Fields and envelopes"),
        _("Which fields of service are funded, from which sources, and with how much."),
        PoolForm,
        (
            Rows("categories", _("Fields of service"), CategoryForm),
            Rows("envelopes", _("Envelopes"), EnvelopeForm, "category__round", takes_round=True, numbered=False),
        ),
    ),
    Step(
        "applicants",
        _("Who may apply"),
        _("The conditions that an applicant must meet, and the papers to bring."),
        ApplicantsForm,
        (
            Rows("eligibility", _("Conditions"), EligibilityForm),
            Rows("documents", _("Papers"), DocumentForm),
        ),
    ),
    Step(
        "budget",
        _("Budget rules"),
        _("What a budget may hold, in yuan and percent."),
        BudgetForm,
        (Rows("rules", _("Rules"), BudgetRuleForm),),
    ),
    Step(
        "review",
        _("Review"),
        _("The stages with their days, the rubric and how ties are broken."),
        TiesForm,
        (
            Rows("stages", _("Stages"), StageForm),
            Rows("criteria", _("Rubric"), CriterionForm, takes_round=True),
        ),
    ),
    Step(
        "payment",
        _("Agreement and payment"),
        _("The legal nature of the money, the public notice and the parts of the payment."),
        PaymentForm,
        (Rows("tranches", _("Parts of the payment"), TrancheForm),),
    ),
    Step(
        "persons",
        _("Persons and means"),
        _("How many people each act needs, and which advanced means this round uses."),
        PersonsForm,
    ),
)
BY_KEY = {step.key: step for step in STEPS}
