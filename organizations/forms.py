"""Forms of the organisation's own page and of the staff's desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.enums import MemberRole, OrganizationState
from organizations.flows.registering import CERTIFIED, PLAIN
from organizations.models import Organization

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
