"""Roles: proposed, invited to, lent; and the recovery of a lost factor."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain import roles
from accounts.domain.areas import EVERYWHERE, covers
from accounts.enums import IdentityCheck
from accounts.forms.fields import ContactField
from accounts.models import Area, RoleGrant, User
from accounts.queries.people import colleagues
from venture.doors.admin import DayInput
from venture.kernel import clock


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=200)


class RoleForm(forms.Form):
    """A role and an area that the person who fills it in may give."""

    role = forms.ChoiceField(label=_("Role"))
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), required=False)
    ends_on = forms.DateField(label=_("Until"), required=False, widget=DayInput)

    def __init__(self, *args: Any, giver: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = roles.proposable(giver.held)
        self.fields["role"].choices = [(role.value, role.label) for role in may]  # type: ignore[attr-defined]
        area = self.fields["area"]
        codes = {code for role, code in giver.held if any(role in roles.GIVING[each].proposers for each in may)}
        if EVERYWHERE in codes:
            area.queryset = Area.objects.all()  # type: ignore[attr-defined]
            area.empty_label = _("The whole city")  # type: ignore[attr-defined]
        else:
            mine = [each.pk for each in Area.objects.all() if any(covers(code, each.code) for code in codes)]
            area.queryset, area.required = Area.objects.filter(pk__in=mine), True  # type: ignore[attr-defined]


class ProposeForm(RoleForm):
    reason = _reason()


class InviteForm(RoleForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    address = ContactField()

    field_order = ("name", "address", "role", "area", "ends_on")


class EndForm(forms.Form):
    reason = _reason()


class LendForm(forms.Form):
    """To whom, from when until when, why."""

    to = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)
    reason = _reason()

    def __init__(self, data: Any = None, *, grant: RoleGrant) -> None:
        today = clock.today()
        super().__init__(data, initial={"starts_on": today}, prefix=f"lend{grant.pk}")
        mates = [
            each
            for each in colleagues(today).prefetch_related("role_grants").exclude(pk=grant.user_id)
            if not roles.apart_from(grant.role, {held.role for held in each.role_grants.all() if not held.ended_at})
        ]
        self.fields["to"].queryset = User.objects.filter(pk__in=[each.pk for each in mates])  # type: ignore[attr-defined]


class LostForm(forms.Form):
    """Asked without being signed in: who it is, and what happened."""

    contact = ContactField()
    reason = forms.CharField(
        label=_("What happened"),
        max_length=200,
        help_text=_("For example: the telephone with the app was lost or changed."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class IdentifyForm(forms.Form):
    how = forms.ChoiceField(label=_("How you made sure"), choices=IdentityCheck.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What was seen"),
        max_length=200,
        help_text=_("No identity number: which paper, who was present, which number was called."),
    )
