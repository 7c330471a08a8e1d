"""The form of a need, short enough for a phone."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Community
from organizations.queries import communities_of
from projects.enums import Urgency
from projects.forms.steps import SteppedForm
from projects.models import Need

SHORTEST = 10


class NeedForm(SteppedForm):
    """What a need says. ``communities`` are those that the person may speak for."""

    steps: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (_("Where, and what it is about"), ("community", "field", "title")),
        (_("Who lacks what"), ("population", "scale", "problem")),
        (_("How pressing it is, and how you know"), ("urgency", "evidence")),
    )

    class Meta:
        model = Need
        fields = ("community", "field", "title", "population", "scale", "problem", "urgency", "evidence")
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 4}),
            "evidence": forms.Textarea(attrs={"rows": 2}),
            "urgency": forms.RadioSelect,
        }
        labels = {"scale": _("How many persons or households")}
        help_texts = {
            "title": _("In one line, for example: meals for old people on weekends."),
            "population": _("No names, no telephone numbers: this is published."),
            "problem": _("What happens, when, and what was tried. 10 to 1,000 characters."),
            "evidence": _("A visit, a questionnaire, a register: how the number is known."),
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community: Any = self.fields["community"]
        if user is not None:
            mine = communities_of(user)
            community.queryset = mine
            if len(mine) == 1:
                community.initial = mine[0].pk
                community.empty_label = None
        if self.instance.pk is not None:
            del self.fields["community"]
        urgency: Any = self.fields["urgency"]
        urgency.choices = Urgency.choices
        urgency.initial = Urgency.ORDINARY

    def clean_problem(self) -> str:
        problem = str(self.cleaned_data["problem"]).strip()
        if len(problem) < SHORTEST:
            raise forms.ValidationError(_("Say a little more: at least 10 characters."))
        return problem

    def words(self) -> dict[str, Any]:
        """Return the words of the need, without its community."""
        return {name: value for name, value in self.cleaned_data.items() if name != "community"}

    def community(self) -> Community:
        chosen: Community = self.cleaned_data["community"]
        return chosen


def typed_in(data: Any) -> dict[str, str]:
    """Return what was typed into the form's fields, valid or not, cut at a length that no field needs."""
    return {name: str(data.get(name, ""))[:2000] for name in NeedForm.Meta.fields if data.get(name)}
