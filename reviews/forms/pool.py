"""What staff type about experts: the entry, a tie, the load in a round, the quotas of a draw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.areas import EVERYWHERE
from accounts.models import Area
from organizations.models import Organization
from organizations.permissions import in_areas
from reviews.domain.roster import MOST_PROJECTS, Facts
from reviews.enums import TieKind
from reviews.models import Appointment, Expert
from reviews.permissions.experts import KEEPERS
from reviews.queries.draws import FINANCE
from rounds.enums import Field
from venture.doors.admin import DayInput

MOST_DRAWN = 50


def plain_mobile(mobile: str) -> str:
    return mobile.removeprefix("+86")


class ExpertForm(forms.Form):
    """An expert's entry. A person of a district enters experts of that district."""

    name = forms.CharField(label=_("Name"), max_length=60)
    employer = forms.CharField(label=_("Works at"), max_length=120, required=False)
    employer_code = forms.CharField(label=_("Credit code of the employer"), max_length=24, required=False)
    title = forms.CharField(label=_("Professional title"), max_length=60, required=False)
    fields_of_service = forms.MultipleChoiceField(
        label=_("Fields of service"), choices=Field.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    finance = forms.BooleanField(label=_("Expert of finance or audit"), required=False)
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), required=False)
    mobile = forms.CharField(label=_("Mobile number"), max_length=24, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, help_text=_("Only to find conflicts of interest.")
    )
    most = forms.IntegerField(label=_("Projects a round, at most"), min_value=1, max_value=MOST_PROJECTS, initial=40)
    away_from = forms.DateField(label=_("Away from"), required=False, widget=DayInput)
    away_until = forms.DateField(label=_("Away until"), required=False, widget=DayInput)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Area.objects.filter(in_areas(user, "code", *KEEPERS)).order_by("code")
        area.empty_label, area.required = _("The whole city"), EVERYWHERE not in user.areas_of(*KEEPERS)

    def given(self) -> dict[str, Any]:
        """Return what the flows take: the expert's facts and the area."""
        data = dict(self.cleaned_data)
        area, chosen = data.pop("area"), data.pop("fields_of_service")
        return {"given": {**data, "fields": chosen}, "area": area}


class ChangeExpertForm(ExpertForm):
    active = forms.BooleanField(label=_("In use: may be chosen and drawn"), required=False)

    def given(self) -> dict[str, Any]:
        asked = super().given()
        return {**asked, "active": asked["given"].pop("active")}

    @staticmethod
    def of(expert: Expert) -> dict[str, Any]:
        """Return the entry as the form shows it."""
        known = {name: getattr(expert, name) for name in Facts.__dataclass_fields__ if name not in {"fields", "key"}}
        return {
            **known, "mobile": plain_mobile(expert.mobile), "fields_of_service": expert.fields, "area": expert.area_id,
            "active": expert.active,
        }  # fmt: skip


class TieForm(forms.Form):
    """A tie that staff know of: an organisation by its credit code where it is on the platform, else by name."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TieKind.choices)
    name = forms.CharField(label=_("Organisation"), max_length=120, required=False)
    credit_code = forms.CharField(label=_("Credit code"), max_length=24, required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def given(self) -> dict[str, Any]:
        """Return what the flow takes; a code or a full name of the platform becomes that organisation."""
        data = dict(self.cleaned_data)
        code, name = data["credit_code"].strip().upper(), data["name"].strip()
        rows = Organization.objects.filter(uscc=code) if code else Organization.objects.filter(name=name)
        found = rows.first() if code or name else None
        return {**data, "organization": found, **({"name": "", "credit_code": ""} if found else {})}


class LoadForm(forms.ModelForm):
    class Meta:
        model = Appointment
        fields = ("lower", "upper")


class ChooseForm(forms.Form):
    """Whom to invite into a round: from the pool, those not asked yet."""

    expert = forms.ModelMultipleChoiceField(
        label=_("Experts"), queryset=Expert.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    lower = forms.IntegerField(label=_("Projects at least"), min_value=0, max_value=MOST_PROJECTS, initial=0)
    upper = forms.IntegerField(
        label=_("Projects at most"), min_value=1, max_value=MOST_PROJECTS, required=False,
        help_text=_("Empty: as each entry says."),
    )  # fmt: skip

    def __init__(self, *args: Any, free: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = free  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """What is drawn: so many of each field and of finance."""

    label = forms.CharField(label=_("What the draw is for"), max_length=60)
    per_group = forms.IntegerField(
        label=_("Of one institution at most"), min_value=0, max_value=MOST_DRAWN, initial=1,
        help_text=_("0: any number."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, words in (*Field.choices, (FINANCE, _("Finance or audit"))):
            self.fields[f"n_{value}"] = forms.IntegerField(
                label=words, min_value=0, max_value=MOST_DRAWN, initial=0, required=False
            )

    def numbers(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("n_")]

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        quotas = [(name.removeprefix("n_"), count) for name, count in data.items() if name.startswith("n_") and count]
        return {"label": data["label"], "per_group": data["per_group"], "quotas": quotas}
