"""The form in which a change of a published round is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds.models import AMENDABLE, Round
from venture.doors.admin import InstantInput


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
