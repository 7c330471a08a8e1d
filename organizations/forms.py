"""Forms of the organisation's own page and of the staff's desk."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Area, User
from organizations.enums import MemberRole, OrganizationState
from organizations.flows.registering import CERTIFIED, PLAIN
from organizations.models import Community, Organization
from organizations.permissions import DECIDERS, in_areas
from venture.kernel.errors import RuleRefusal, sentence_of

PAPERS = (
    _("Registration certificate (original)"),
    _("Charter"),
    _("Result of last year's inspection or annual report"),
    _("Identity document of the legal representative"),
)


class EntryForm(forms.ModelForm):
    """The entry. What the certificate bears cannot be changed once it is verified."""

    class Meta:
        model = Organization
        fields = (*CERTIFIED, *PLAIN)
        widgets = {"registered_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state != OrganizationState.REGISTERED:
            for name in CERTIFIED:
                del self.fields[name]


class PapersForm(forms.Form):
    papers = forms.MultipleChoiceField(
        label=_("Papers that you show"),
        choices=[(str(number), text) for number, text in enumerate(PAPERS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name the papers that you hand in: the registration certificate at least.")},
    )

    def chosen(self) -> list[str]:
        return [str(PAPERS[int(number)]) for number in self.cleaned_data["papers"]]


class InviteForm(forms.Form):
    address = forms.CharField(label=_("E-mail or mobile number"), max_length=120)
    role = forms.ChoiceField(label=_("Part"), choices=MemberRole.choices, initial=MemberRole.EDITOR)


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
