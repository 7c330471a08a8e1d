"""Forms of capacity building: short enough for a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.queries.people import person_by_contact
from organizations.domain.assessing import LEAST, MOST
from organizations.enums import Ability, Statement
from organizations.models import Mentor, Pairing, Training
from organizations.permissions import MATERIAL
from venture.doors.admin import DayInput, InstantInput
from venture.files.forms import UploadField
from venture.kernel import clock

MARKS = [(str(mark), str(mark)) for mark in range(LEAST, MOST + 1)]
RATINGS = [("5", "5"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1")]


class PartForm(forms.Form):
    """The four statements of one part: a step of the assessment. What was answered in other steps travels along."""

    def __init__(self, *args: Any, ability: Ability, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in Statement:
            if each.ability == ability:
                self.fields[each.value] = forms.ChoiceField(
                    label=each.label, choices=MARKS, widget=forms.RadioSelect, error_messages={"required": _("Choose.")}
                )

    def marks(self) -> dict[str, int]:
        return {name: int(mark) for name, mark in self.cleaned_data.items()}


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("What would help your organisation most"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class AskMentorForm(forms.ModelForm):
    class Meta:
        model = Pairing
        fields = ("ability", "wish")
        widgets = {"wish": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"wish": _("One thing that you want to be able to do afterwards.")}


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(label=_("How was it?"), choices=RATINGS, coerce=int, widget=forms.RadioSelect)
    words = forms.CharField(label=_("One sentence"), max_length=300, required=False)


class VisitForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DayInput)
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=15, max_value=600, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    words = forms.CharField(
        label=_("What was worked on"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    next_step = forms.CharField(label=_("What comes next"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class TrainingForm(forms.ModelForm):
    class Meta:
        model = Training
        fields = (
            "title", "kind", "ability", "lead", "teacher", "place", "starts_at", "ends_at", "minutes", "signs_until",
            "seats", "seats_each",
        )  # fmt: skip
        field_classes = dict.fromkeys(("starts_at", "ends_at", "signs_until"), forms.SplitDateTimeField)
        widgets = {
            "lead": forms.Textarea(attrs={"rows": 2}),
            **{name: InstantInput() for name in ("starts_at", "ends_at", "signs_until")},
        }

    def validate_constraints(self) -> None:
        """The flow says it in words."""


class MaterialForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=60, required=False)
    file = UploadField(label=_("File"), purpose=MATERIAL)


class MentorForm(forms.ModelForm):
    abilities = forms.MultipleChoiceField(
        label=_("Fields"), choices=Ability.choices, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip

    class Meta:
        model = Mentor
        fields = ("unit", "abilities", "hours", "words")
        labels = {"unit": _("Works at")}


class NewMentorForm(MentorForm):
    person = forms.CharField(
        label=_("Mobile number or e-mail of the account"), max_length=254,
        help_text=_("The person opens an account first, if there is none."),
    )  # fmt: skip
    field_order = ("person", "unit", "abilities", "hours", "words")

    def clean_person(self) -> Any:
        user = person_by_contact(self.cleaned_data["person"])
        if user is None:
            raise forms.ValidationError(_("There is no account with this number or address."))
        return user


class PairForm(forms.Form):
    """Which of the fitting mentors, for how many hours."""

    mentor = forms.TypedChoiceField(label=_("Mentor"), coerce=int, widget=forms.RadioSelect)
    hours = forms.IntegerField(label=_("Hours agreed"), min_value=1, max_value=400)

    def __init__(self, *args: Any, mentors: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["mentor"]
        choice.choices = [
            (each.pk, _("%(name)s, %(unit)s: %(left)s hours left") % {
                "name": each.user, "unit": each.unit, "left": each.left,
            }) for each in mentors
        ]  # fmt: skip
