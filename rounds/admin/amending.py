"""Changes of a published round: the form, and each change told as old → new in words."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.flows.amending import AMENDABLE
from rounds.models import Amendment, Round
from venture.doors.admin import InstantInput


@dataclass(frozen=True)
class Change:
    """One changed value in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ToldAmendment:
    amendment: Amendment
    changes: list[Change]


def told(amendment: Amendment, round_: Round) -> ToldAmendment:
    """Say what an amendment changes. While it waits, the old value is the one in force now."""
    changes = []
    for name, new in amendment.changes.items():
        old = amendment.before[name] if name in amendment.before else getattr(round_, name)
        label = capfirst(str(Round._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        changes.append(Change(label, _said(name, old), _said(name, new)))
    return ToldAmendment(amendment, changes)


def _said(name: str, value: Any) -> str:
    if name == "closes_at" and value:
        instant = parse_datetime(value) if isinstance(value, str) else value
        return date_format(localtime(instant), "DATETIME_FORMAT") if instant else "—"
    if name == "grace_seconds":
        return _("%(count)s seconds") % {"count": value}
    return str(value) if value not in {None, ""} else "—"


class AmendForm(forms.Form):
    """The few things that may change after publication; only what differs is asked for."""

    closes_at = forms.SplitDateTimeField(label=gettext_lazy("Closes at"), required=False, widget=InstantInput)
    grace_seconds = forms.IntegerField(label=gettext_lazy("Grace after closing"), min_value=0, required=False)
    enquiry_phone = forms.CharField(label=gettext_lazy("Telephone for enquiries"), max_length=40, required=False)
    supervision_phone = forms.CharField(
        label=gettext_lazy("Telephone of the supervision"), max_length=40, required=False
    )
    lead = forms.CharField(label=gettext_lazy("Purpose in one sentence"), max_length=200, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The guide of the call shows it to everybody, with the old and the new value."),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        self.round = round_
        kwargs["initial"] = {name: getattr(round_, name) for name in AMENDABLE}
        super().__init__(*args, **kwargs)
        self.fields["grace_seconds"].unit = _("seconds")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self._changes():
            self.add_error(None, _("Nothing differs from what is published."))
        return self.cleaned_data

    def wanted(self) -> dict[str, Any]:
        return {"changes": self._changes(), "reason": self.cleaned_data["reason"]}

    def _changes(self) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for name in AMENDABLE:
            value = self.cleaned_data.get(name)
            if value not in {None, getattr(self.round, name)}:
                changed[name] = value.isoformat() if name == "closes_at" else value
        return changed
