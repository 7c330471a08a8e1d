"""Stages with their days, the rubric, what a comment must hold, and how ties are broken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.admin.fields import AnchorsField, PercentField
from rounds.admin.forms.means import MeansForm
from rounds.admin.forms.money import offer
from rounds.domain.lengths import COMMENT_LEAST, MOST_ASKED
from rounds.enums import Tie
from rounds.models import Criterion, Round, Stage, TieRule
from venture.doors.admin import DayInput


class TiesForm(MeansForm):
    """How long a comment is at least; ties in the order in which they are broken, an empty place is skipped."""

    units = {"comment_least": _("characters")}
    comment_least = forms.IntegerField(
        label=_("Comment of an expert, at least"), required=False, min_value=0, max_value=MOST_ASKED,
        help_text=_("A shorter one cannot be handed in. Empty or 0: a comment is free."),
    )  # fmt: skip

    class Meta:
        model = Round
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["comment_least"] = self.instance.form_limits.get(COMMENT_LEAST)
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
        places = [name for name in self.fields if name.startswith("tie_")]
        return [self.cleaned_data[name] for name in places if self.cleaned_data.get(name)]

    def save(self, commit: bool = True) -> Any:
        least = self.cleaned_data.get("comment_least")
        others = {path: value for path, value in self.instance.form_limits.items() if path != COMMENT_LEAST}
        self.instance.form_limits = {**others, COMMENT_LEAST: least} if least else others
        if commit:
            self.instance.save(update_fields=["form_limits"])
        self.instance.tie_rules.all().delete()
        TieRule.objects.bulk_create(
            TieRule(round=self.instance, order=order, kind=kind) for order, kind in enumerate(self._kinds(), start=1)
        )
        return self.instance


class StageForm(MeansForm):
    units = {"scale": _("points"), "threshold": _("points"), "reviewers": _("experts"), "quota": _("projects")}
    weight = PercentField(label=_("Weight in the result"), required=False)

    class Meta:
        model = Stage
        fields = (
            "name", "kind", "starts_on", "ends_on", "reviewers", "blind", "drop_extremes", "scale", "threshold",
            "quota", "weight", "inferred",
        )  # fmt: skip
        widgets = {"starts_on": DayInput, "ends_on": DayInput}
        labels = {"blind": _("Experts do not see whose project it is")}
        help_texts = {"drop_extremes": _("Only with five experts or more."), "quota": _("Empty: no limit.")}

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 0


class CriterionForm(MeansForm):
    units = {"weight": _("points")}
    anchors = AnchorsField(label=_("Anchored levels, one per line"), required=False)

    class Meta:
        model = Criterion
        fields = ("name", "parent", "weight", "hint", "anchors", "may_not_apply", "needs_reason", "inferred")
        labels = {"weight": _("Weight"), "may_not_apply": _("An expert may say “does not apply”")}
        help_texts = {"parent": _("Empty for a heading. Only the parts of a heading are scored.")}

    def __init__(self, *args: Any, choices: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["parent"], [each for each in choices if each.pk != self.instance.pk])


def heads_of(round_: Round) -> list[Criterion]:
    """Return the headings that a part may stand under. One query for all rows together."""
    return list(round_.criteria.filter(parent=None))
