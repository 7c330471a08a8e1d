"""Forms of the staff's desks: records of organisations, communities, units tied to an operator."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Area, User
from organizations.enums import InspectionOutcome
from organizations.models import Community, OperatorAffiliate, Sanction
from organizations.permissions import DECIDERS, EVIDENCE, in_areas
from venture.doors.admin import DayInput
from venture.files.forms import UploadField
from venture.kernel.errors import RuleRefusal, sentence_of

FIRST_YEAR, LAST_YEAR = 1980, 2100


class InspectionForm(forms.Form):
    """A year's result. Members state it, staff enter it: the same form."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    outcome = forms.ChoiceField(label=_("Result"), choices=InspectionOutcome.choices)
    evidence = UploadField(label=_("Evidence"), purpose=EVIDENCE, required=False, ahead=True)


class SanctionForm(forms.ModelForm):
    evidence = UploadField(label=_("Evidence"), purpose=EVIDENCE, required=False, ahead=True)

    class Meta:
        model = Sanction
        fields = ("kind", "authority", "document", "grounds", "since", "until")
        widgets = {"grounds": forms.Textarea(attrs={"rows": 3}), "since": DayInput, "until": DayInput}


class LiftForm(forms.Form):
    on = forms.DateField(label=_("Lifted on"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    mistaken = forms.BooleanField(label=_("It was entered by mistake; no rule counts it"), required=False)


class AffiliateForm(forms.ModelForm):
    class Meta:
        model = OperatorAffiliate
        fields = ("name", "uscc", "reason", "since", "until")
        widgets = {"since": DayInput, "until": DayInput}


class EndAffiliateForm(forms.Form):
    until = forms.DateField(label=_("Until"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=300)


class CommunityForm(forms.ModelForm):
    class Meta:
        model = Community
        fields = ("name", "phone")


class NewCommunityForm(forms.ModelForm):
    class Meta:
        model = Community
        fields = ("street", "code", "name", "phone")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streets = Area.objects.filter(in_areas(user, "code", *DECIDERS, Role.OPERATOR), children=None)
        street: Any = self.fields["street"]
        street.queryset = streets.exclude(parent=None)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        street, code = given.get("street"), given.get("code")
        if street is not None and code and code[:9] != street.code[:9]:
            refusal = RuleRefusal("community_code", street=street.code[:9])
            self.add_error("code", sentence_of(refusal))
        return given


class WorkerForm(forms.Form):
    """Name a person by the e-mail address or mobile number of an account."""

    address = forms.CharField(label=_("E-mail or mobile number of the account"), max_length=120)
    person: User

    def clean_address(self) -> str:
        given = str(self.cleaned_data["address"]).strip()
        mobile = given if given.startswith("+") else f"+86{given}"
        found = User.objects.filter(Q(email__iexact=given) | Q(mobile=mobile), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has an account with this address. Ask the person to sign up first."))
        self.person = found
        return given
