"""What the call is named, who answers for it, when it runs, and what its plan says in words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.admin.forms.means import MeansForm
from rounds.models import Provision, Round
from venture.doors.admin import DayInput, InstantInput


class BasicsForm(MeansForm):
    units = {"grace_seconds": _("seconds")}
    due = (
        "document_number", "opens_at", "closes_at", "starts_on", "ends_on", "enquiry_phone", "supervision_phone",
    )  # fmt: skip
    groups = (
        (_("Name and purpose"), ("title", "year", "document_number", "lead")),
        (_("Who runs it"), ("sponsor", "operator", "enquiry_phone", "supervision_phone")),
        (_("Days and hours"), ("opens_at", "closes_at", "grace_seconds", "starts_on", "ends_on")),
    )
    opens_at = forms.SplitDateTimeField(label=_("Opens at"), required=False, widget=InstantInput)
    closes_at = forms.SplitDateTimeField(
        label=_("Closes at"),
        required=False,
        widget=InstantInput,
        help_text=_("Beijing time. The clock of the platform decides to the second, not the person on duty."),
    )

    class Meta:
        model = Round
        fields = (
            "title", "year", "document_number", "lead", "sponsor", "operator", "opens_at", "closes_at",
            "grace_seconds", "starts_on", "ends_on", "enquiry_phone", "supervision_phone",
        )  # fmt: skip
        widgets = {"starts_on": DayInput, "ends_on": DayInput, "lead": forms.Textarea(attrs={"rows": 2})}
        labels = {"grace_seconds": _("Grace after closing")}
        help_texts = {
            "document_number": _("As on the paper that announces the round, for example 云民函〔2027〕1号."),
            "operator": _("The organisation that runs the round for the sponsor. It can never apply itself."),
            "grace_seconds": _("For whoever was sending at closing time. It is not promised to anybody; 0 is usual."),
            "starts_on": _("The first day on which a funded project may begin."),
            "supervision_phone": _("For complaints; another number than that for enquiries."),
        }


class ProvisionForm(MeansForm):
    class Meta:
        model = Provision
        fields = ("chapter", "title", "text", "citation", "inferred")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
