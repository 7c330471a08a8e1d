"""What staff type of a panel: its plan, what its experts are paid, the scan of a signed paper."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from projects.models import Project
from reviews.flows.panels import Plan
from reviews.flows.panels.planning import secretaries
from reviews.forms.deciding import NUMBER, TEXT, YuanField
from reviews.models import PANEL_PURPOSE, Appointment, Panel, ReviewGroup
from reviews.queries.panels import passed_to
from rounds.models import Stage
from venture.doors.admin import InstantInput
from venture.files.forms import UploadField

PASSED, PICKED = "passed", "picked"
SPLIT = re.compile(r"[\s,，;；、]+")


class PlanForm(forms.Form):
    """``which`` takes those who passed the stage before, or a list of numbers."""

    name = forms.CharField(label=pgettext_lazy("panel", "Name"), max_length=60, widget=forms.TextInput(attrs=TEXT))
    starts_at = forms.SplitDateTimeField(label=_("Begins at (Beijing time)"), required=False, widget=InstantInput())
    place = forms.CharField(
        label=pgettext_lazy("panel", "Place"), max_length=120, required=False, widget=forms.TextInput(attrs=TEXT)
    )
    talk_minutes = forms.IntegerField(
        label=_("Minutes to present"), min_value=1, max_value=120, widget=forms.NumberInput(attrs=NUMBER)
    )
    answer_minutes = forms.IntegerField(
        label=_("Minutes to answer"), min_value=0, max_value=120, widget=forms.NumberInput(attrs=NUMBER)
    )
    group = forms.ModelChoiceField(
        queryset=ReviewGroup.objects.none(), label=_("Review group"), required=False,
        help_text=_("Then those who passed are those of the group."), widget=forms.Select(attrs=TEXT),
    )  # fmt: skip
    which = forms.ChoiceField(
        label=_("Projects"), widget=forms.RadioSelect,
        choices=((PASSED, _("Those who passed the stage before")), (PICKED, _("The numbers below"))),
    )  # fmt: skip
    codes = forms.CharField(
        label=_("Numbers of the projects"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "input"}),
        help_text=_("One a line, or apart by commas."),
    )  # fmt: skip
    experts = forms.ModelMultipleChoiceField(
        queryset=Appointment.objects.none(), label=_("Experts at the table"), widget=forms.CheckboxSelectMultiple
    )
    chair = forms.ModelChoiceField(
        queryset=Appointment.objects.none(), label=_("Chair"), widget=forms.Select(attrs=TEXT)
    )
    secretary = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Secretary"), required=False, widget=forms.Select(attrs=TEXT)
    )

    def __init__(self, *given: Any, stage: Stage, panel: Panel | None = None, **options: Any) -> None:
        self.stage, self.panel = stage, panel
        options.setdefault("initial", self.standing(panel))
        super().__init__(*given, **options)
        fields: Any = self.fields
        seats = Appointment.objects.filter(round=stage.round_id, state="pledged").select_related("expert")
        for name in ("experts", "chair"):
            fields[name].queryset = seats.order_by("expert__name", "pk")
            fields[name].label_from_instance = lambda seat: seat.expert.name
        fields["secretary"].queryset = secretaries()
        fields["group"].queryset = ReviewGroup.objects.filter(stage__round=stage.round_id)
        if not fields["group"].queryset.exists():
            del fields["group"]

    def standing(self, panel: Panel | None) -> dict[str, Any]:
        if panel is None:
            return {"talk_minutes": 5, "answer_minutes": 5, "which": PASSED}
        return {
            "name": panel.name, "starts_at": panel.starts_at, "place": panel.place, "group": panel.group_id,
            "talk_minutes": panel.talk_minutes, "answer_minutes": panel.answer_minutes, "which": PICKED,
            "codes": "\n".join(panel.slots.order_by("order").values_list("project__code", flat=True)),
            "experts": list(panel.seats.values_list("appointment_id", flat=True)), "chair": panel.chair_id,
            "secretary": panel.secretary_id,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("which") == PASSED:
            cleaned["projects"] = tuple(passed_to(self.stage, cleaned.get("group")))
            if not cleaned["projects"]:
                self.add_error(
                    "which", _("Nobody passed yet: compute the ranking of the stage before, or list numbers.")
                )
        else:
            wanted = {code for code in SPLIT.split(cleaned.get("codes", "").strip()) if code}
            known = dict(Project.objects.filter(round=self.stage.round_id, code__in=wanted).values_list("code", "pk"))
            unknown = sorted(wanted - known.keys())
            if unknown:
                self.add_error("codes", _("Not of this round: %(codes)s") % {"codes": "、".join(unknown[:20])})
            cleaned["projects"] = tuple(known.values())
        return cleaned

    def plan(self) -> Plan:
        given = self.cleaned_data
        group, chair, secretary = given.get("group"), given["chair"], given["secretary"]
        return Plan(
            name=given["name"], projects=given["projects"], experts=tuple(seat.pk for seat in given["experts"]),
            chair=chair.pk, secretary=secretary.pk if secretary else None, group=group.pk if group else None,
            place=given["place"], starts_at=given["starts_at"], talk_minutes=given["talk_minutes"],
            answer_minutes=given["answer_minutes"],
        )  # fmt: skip


class ScanForm(forms.Form):
    scan = UploadField(purpose=PANEL_PURPOSE, label=_("Scan of the signed paper"))


class FeeForm(forms.Form):
    """Fees are the bureau's own data: nothing is assumed."""

    session = YuanField(label=_("For the session (yuan)"), required=False)
    project = YuanField(label=_("For each project scored (yuan)"), required=False)
    most = YuanField(label=_("For all projects at most (yuan, empty: any)"), required=False)
