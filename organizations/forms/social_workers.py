"""What an organisation writes about its social workers."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import SocialWorker
from venture.doors.admin import DayInput


class SocialWorkerForm(forms.ModelForm):
    class Meta:
        model = SocialWorker
        fields = ("name", "level", "certificate", "registered_until")
        widgets: ClassVar[dict[str, Any]] = {"registered_until": DayInput}
        labels: ClassVar[dict[str, Any]] = {"name": pgettext_lazy("person", "Name")}
        help_texts: ClassVar[dict[str, Any]] = {
            "name": _("For your organisation and the office only; the public reads numbers.")
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        level = cleaned.get("level")
        if level and level != "none" and not cleaned.get("certificate"):
            self.add_error("certificate", _("Write the number of the certificate, or choose “No certificate yet”."))
        return cleaned


class RenewForm(forms.Form):
    registered_until = forms.DateField(widget=DayInput)
