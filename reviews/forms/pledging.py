"""What an expert declares: ties to organisations of the city's list, or to one that is not on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from reviews.enums import TieKind
from reviews.flows.pledging import Declared
from venture.doors.admin import DayInput


class DeclareForm(forms.Form):
    """One kind of tie to some organisations. Which of them apply plays no part in what is taken or said."""

    org = forms.ModelMultipleChoiceField(
        label=_("Organisations"), queryset=Organization.objects.filter(verified_at__isnull=False), required=False
    )
    name = forms.CharField(label=_("Another organisation"), max_length=120, required=False)
    credit_code = forms.CharField(label=_("Its credit code"), max_length=18, required=False)
    kind = forms.ChoiceField(label=_("What ties you to it"), choices=TieKind.choices)
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def ties(self) -> list[Declared]:
        """Return what was ticked and what was written, each as a tie of its own."""
        given: dict[str, Any] = self.cleaned_data
        shared = {key: given[key] for key in ("kind", "since", "until", "note")}
        ticked = [Declared(organization_id=each.pk, **shared) for each in given["org"]]
        if given["name"] or given["credit_code"] or not ticked:
            ticked.append(Declared(name=given["name"], credit_code=given["credit_code"], **shared))
        return ticked
