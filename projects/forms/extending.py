"""What staff give when they ask for more time for one applicant."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from venture.doors.admin import InstantInput


class ExtensionForm(forms.Form):
    """The number of the application, the new end, the reason. ``rows`` are the applications that may be named."""

    code = forms.CharField(
        label=_("Number of the application"), max_length=24, help_text=_("For example GY2027-0142."),
        widget=forms.TextInput(attrs={"class": "input", "autocapitalize": "characters"}),
    )  # fmt: skip
    until = forms.SplitDateTimeField(label=_("Open until (Beijing time)"), widget=InstantInput())
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The applicant reads it, and it stays on record."),
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean_code(self) -> Project:
        """Return the application. Raise ``ValidationError`` for one that the person does not look after."""
        found = self.rows.filter(code__iexact=self.cleaned_data["code"].strip()).first()
        if found is None:
            raise ValidationError(gettext("No application in your area has this number."))
        return found
