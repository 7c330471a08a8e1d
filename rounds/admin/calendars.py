"""The working-day calendar in the admin: announced years with one button, any year as lines with a look before."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from rounds.domain import calendar_lines
from rounds.flows import calendars as flows
from rounds.models import WorkYear
from rounds.queries import special_days
from venture.doors.admin import StaffAdmin, StaffDoor
from venture.kernel.errors import RuleRefusal, sentence_of

MOST_BYTES = 64 * 1024


class WorkYearForm(forms.ModelForm):
    """A year as lines. The first press shows what would change; the second, with the box ticked, changes it."""

    lines = forms.CharField(
        label=gettext_lazy("special days"),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
        required=False,
        help_text=gettext_lazy(
            "One line a day: the day, 休 (off) or 班 (worked), the occasion. Only days that differ from their weekday."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("or a CSV file"),
        required=False,
        help_text=gettext_lazy("Columns: day, 休 or 班, occasion. It fills the box above; nothing is saved yet."),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have compared the changes with the notice"),
        required=False,
        help_text=gettext_lazy("Leave it empty to look at the changes first; nothing is saved then."),
    )

    class Meta:
        model = WorkYear
        fields = ("year", "source", "lines", "file", "confirmed")

    def __init__(self, data: Any = None, files: Any = None, *args: Any, **given: Any) -> None:
        if files and "file" in files:
            data = _with_file(data, files["file"])
        super().__init__(data, files, *args, **given)
        # Those who only read the year get no fields at all.
        if self.instance.pk and "year" in self.fields:
            self.fields["year"].disabled = True
            self.initial["lines"] = calendar_lines.write(special_days(self.instance))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "lines" not in cleaned or not cleaned.get("year"):
            return cleaned
        try:
            after = calendar_lines.read(cleaned["lines"], cleaned["year"])
        except RuleRefusal as refusal:
            self.add_error("lines", sentence_of(refusal))
            return cleaned
        if cleaned.get("confirmed"):
            return cleaned
        before = special_days(self.instance) if self.instance.pk else {}
        self.add_error("confirmed", said(calendar_lines.compare(before, after)))
        return cleaned


def _with_file(data: Any, file: Any) -> Any:
    """Put the file's lines into the box and take the tick away: a file is always looked at before it is saved."""
    data = data.copy()
    data["lines"] = calendar_lines.from_file(file.read(MOST_BYTES))
    data.pop("confirmed", None)
    return data


def said(difference: calendar_lines.Difference) -> str:
    """Say what a new list changes, day by day."""
    parts = [
        (_("New: %(days)s."), difference.added),
        (_("Gone: %(days)s."), difference.removed),
        (_("Changed: %(days)s."), difference.changed),
    ]
    found = [words % {"days": _days(days)} for words, days in parts if days]
    if not found:
        return _("Nothing changes. Tick the box and save to keep the source.")
    return " ".join([*found, _("Tick the box and save if this agrees with the notice.")])


def _days(days: tuple[date, ...]) -> str:
    return "、".join(date_format(day, "MONTH_DAY_FORMAT") for day in days)


@admin.register(WorkYear)
class WorkYearAdmin(StaffAdmin):
    """The years that are known. What was published keeps its dates whatever changes here."""

    view_permission = "rounds.view_calendar"
    change_permission = "rounds.change_calendar"
    add_permission = "rounds.add_calendar"
    form = WorkYearForm
    list_display = ("year", "source", "special_days", "invented")
    change_list_template = "admin/rounds/workyear/change_list.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(special=Count("days"))

    def get_fields(self, request: HttpRequest, obj: WorkYear | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return ("year", "source", "shown_days")
        return WorkYearForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: WorkYear | None = None) -> Any:
        return ("shown_days",)

    @admin.display(description=gettext_lazy("special days"))
    def shown_days(self, year: WorkYear) -> str:
        return calendar_lines.write(special_days(year))

    @admin.display(description=gettext_lazy("remark"))
    def invented(self, year: WorkYear) -> str:
        return _("Demonstration: invented days") if year.demo else ""

    @admin.display(description=gettext_lazy("special days"), ordering="special")
    def special_days(self, year: Any) -> int:
        return int(year.special)

    def save_model(self, request: HttpRequest, obj: WorkYear, form: Any, change: bool) -> None:
        cleaned = form.cleaned_data
        flows.write_year(
            year=cleaned["year"], source=cleaned["source"], lines=cleaned["lines"], actor=request.user
        )  # fmt: skip
        obj.pk = WorkYear.objects.get(year=cleaned["year"]).pk

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The audit log holds it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The audit log holds it."""


class Load(StaffDoor, View):
    """Load every announced year that is not there yet."""

    permission = "rounds.add_calendar"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        years = flows.load_announced_years(actor=request.user)
        if years:
            messages.success(request, _("Loaded: %(years)s.") % {"years": "、".join(map(str, years))})
        else:
            messages.info(request, _("Every announced year is loaded already. Enter a later year by hand."))
        return HttpResponseRedirect(reverse("admin:rounds_workyear_changelist"))
