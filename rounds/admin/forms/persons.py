"""How many people each act needs, and which advanced means the round uses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.admin.forms.means import MeansForm
from rounds.domain.persons import LEAST
from rounds.enums import Act, Means
from rounds.models import Round

MOST = 5


class PersonsForm(MeansForm):
    groups = (
        (_("How many persons"), tuple(f"act_{act}" for act in Act.values)),
        ("", ("advanced",)),
    )
    units = {f"act_{act}": _("persons") for act in Act.values}
    advanced = forms.MultipleChoiceField(
        label=_("Advanced means"),
        choices=Means.choices,
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
        acts: dict[str, forms.Field] = {
            f"act_{act.value}": forms.IntegerField(
                label=act.label, min_value=1, max_value=MOST, initial=max(needed.get(act.value, 0), LEAST[act.value])
            )
            for act in Act
        }
        acts["act_publish"].disabled = True
        acts["act_publish"].help_text = _("The operator proposes, a clerk checks, the head approves.")
        for name, field in acts.items():
            field.unit = self.units[name]  # type: ignore[attr-defined]
            field.widget.attrs["class"] = "input num"
        self.fields = {**acts, **self.fields}

    def save(self, commit: bool = True) -> Any:
        named = {act: self.cleaned_data[f"act_{act}"] for act in Act.values}
        self.instance.persons_per_act = {**self.instance.persons_per_act, **named}
        kept = [means for means in self.instance.advanced if means not in Means.values]
        self.instance.advanced = [*kept, *self.cleaned_data["advanced"]]
        return super().save(commit)
