"""An idea in six questions, four short steps for one hand; and what an organisation offers for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from organizations.domain import uscc
from projects.enums import IdeaOwner
from projects.models import Idea, IdeaOffer
from rounds.enums import Field
from venture.kernel.errors import RuleRefusal, sentence_of

SHORTEST = 10
# What each step asks: never more than four answers at once.
STEPS: tuple[tuple[str, ...], ...] = (
    ("title", "field", "population"),
    ("problem", "proposal", "contribution"),
    ("speaks_as", "unit_name", "unit_code", "host_name"),
    ("street", "credit", "agreed"),
)
ASKED = tuple(name for step in STEPS for name in step)


class IdeaForm(forms.ModelForm):
    """All answers, or those of one ``step`` (from 1). ``agreed`` is asked of a new idea only."""

    agreed = forms.BooleanField(
        label=_("I agree that everybody may read this text, without my name."),
        error_messages={"required": _("Tick this: an idea can only be paired when organisations can read it.")},
    )

    class Meta:
        model = Idea
        fields = tuple(name for name in ASKED if name != "agreed")
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 4}),
            "proposal": forms.Textarea(attrs={"rows": 5}),
            "contribution": forms.Textarea(attrs={"rows": 2}),
            "speaks_as": forms.RadioSelect,
            "unit_code": forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        }
        labels = {
            "title": _("1. What is your idea, in one line?"),
            "field": _("2. Which field of service is it?"),
            "population": _("3. Whom does it help?"),
            "problem": _("4. What is hard for them today?"),
            "proposal": _("5. What should be done?"),
            "contribution": _("6. What would you do yourself?"),
            "speaks_as": _("Who has the idea?"),
            "street": _("Where? (the whole city, if you choose nothing)"),
            "credit": _("How should you be named once the idea is paired or wins?"),
        }
        help_texts = {
            "title": _("For example: a repair corner for old people's radios. 30 characters."),
            "population": _("For example: people over seventy who live alone."),
            "problem": _("What you saw yourself. No names, no telephone numbers."),
            "proposal": _("Who does what, where, how often. An organisation makes a project of it."),
            "contribution": _("For example: I could teach on Saturdays. “Only the idea” is fine too."),
            "unit_code": _("18 characters; of the group's host, where a group has the idea."),
            "host_name": _("Only for a group: the registered unit that answers for it, for example the committee."),
            "credit": _("A name or a pen name. Leave it empty to stay unnamed for good."),
        }

    def __init__(self, *args: Any, step: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        street: Any = self.fields["street"]
        street.queryset = Area.objects.filter(parent__parent__isnull=False, children=None).select_related("parent")
        street.label_from_instance = _place
        street.empty_label = _("The whole city")
        field: Any = self.fields["field"]
        field.choices = [("", _("Choose")), *Field.choices]
        speaks: Any = self.fields["speaks_as"]
        speaks.choices = IdeaOwner.choices
        speaks.initial = IdeaOwner.PERSON
        if self.instance.pk is not None:
            del self.fields["agreed"]
        if step is not None:
            for name in set(self.fields) - set(STEPS[step - 1]):
                del self.fields[name]

    def clean_problem(self) -> str:
        return _long_enough(self.cleaned_data["problem"])

    def clean_proposal(self) -> str:
        return _long_enough(self.cleaned_data["proposal"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = given.get("speaks_as", IdeaOwner.PERSON)
        if "speaks_as" in self.fields and kind != IdeaOwner.PERSON:
            for name in ("unit_name", "unit_code", *(("host_name",) if kind == IdeaOwner.GROUP else ())):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for a unit or a group."))
            self._judge_code(given.get("unit_code", ""), kind)
        return given

    def _judge_code(self, text: str, kind: str) -> None:
        try:
            code = uscc.validated(text) if text else ""
            if kind == IdeaOwner.UNIT and code[:2] in uscc.APPLICANT_PREFIXES:
                raise RuleRefusal("unit_is_social", prefix=code[:2])
        except RuleRefusal as refusal:
            self.add_error("unit_code", sentence_of(refusal))

    def words(self) -> dict[str, Any]:
        """Return the words of the idea, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}

    def typed(self) -> dict[str, str]:
        """Return what was typed into the fields of this form, valid or not, cut at a length that no field needs."""
        return {name: str(self.data.get(name, ""))[:2000] for name in self.fields if name != "agreed"}


class OfferForm(forms.ModelForm):
    """What the owner reads beside other offers. ``organizations`` are those for which the person writes."""

    class Meta:
        model = IdeaOffer
        fields = ("organization", "approach", "strength", "owner_part", "into")
        widgets = {
            "approach": forms.Textarea(attrs={"rows": 5}),
            "strength": forms.Textarea(attrs={"rows": 3}),
            "owner_part": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "organization": _("For which organisation"),
            "approach": _("How would you do it?"),
            "strength": _("What do you bring along?"),
            "owner_part": _("What would the owner of the idea do?"),
            "into": _("Which application?"),
        }
        help_texts = {
            "approach": _("The owner compares this with other offers; it becomes the first text of “Activities”."),
            "strength": _("People, rooms, experience: in two lines."),
            "owner_part": _("For example: joins the team meeting once a month."),
            "into": _("A draft that you have begun takes the idea up; what is written in it stays."),
        }

    def __init__(self, *args: Any, organizations: Any, drafts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: Any = self.fields["into"]
        into.queryset, into.empty_label = drafts, _("A new application")
        if not drafts:
            del self.fields["into"]
        chosen: Any = self.fields["organization"]
        chosen.queryset = organizations
        if len(organizations) == 1:
            chosen.initial, chosen.empty_label = organizations[0].pk, None

    def clean_approach(self) -> str:
        return _long_enough(self.cleaned_data["approach"])


class JudgeForm(forms.Form):
    """One idea under review: a number for each criterion, and one sentence."""

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, each in enumerate(criteria):
            self.fields[f"p{place}"] = forms.IntegerField(
                label=_("%(name)s (0 to %(points)s)") % each, min_value=0, max_value=int(each["points"]),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )  # fmt: skip
        self.fields["words"] = forms.CharField(
            label=_("Why, in one sentence"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
        )

    def points(self) -> dict[str, int]:
        return {name[1:]: value for name, value in self.cleaned_data.items() if name != "words"}


def _place(area: Area) -> str:
    return f"{area.parent.name} · {area.name}" if area.parent is not None else area.name


def _long_enough(text: Any) -> str:
    said = str(text).strip()
    if len(said) < SHORTEST:
        raise forms.ValidationError(_("Say a little more: at least 10 characters."))
    return said
