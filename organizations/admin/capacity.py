"""Lists of capacity building, with their sheets, and the figures for the operator's report."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView

from organizations.enums import Ability
from organizations.models import Assessment, Mentor, Pairing, Seat, Training
from organizations.queries import capacity as queries
from organizations.queries.capacity_figures import figures_of
from venture.audit.flows import note_export
from venture.doors.admin import READ, DayInput, StaffDoor
from venture.doors.desk import DeskAdmin
from venture.doors.sheets import sheet_answer, when, workbook
from venture.doors.templatetags.when import beijing
from venture.kernel import clock

LABELS = dict(Ability.choices)


class TakesAlong:
    """A list whose chosen rows can be taken along as a sheet; who took how many is on record."""

    sheet: tuple[str, Callable[[], tuple[str, ...]], Callable[[Any], Sequence[Any]]]
    actions: Any = ("take_along",)

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))  # type: ignore[attr-defined]

    @admin.action(description=gettext_lazy("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        name, heads, line = self.sheet
        found = list(rows)
        note_export(what=name, count=len(found), actor=request.user)
        content = workbook(str(rows.model._meta.verbose_name_plural), heads(), [line(each) for each in found])
        return sheet_answer(content, f"{name}-{clock.today():%Y%m%d}.xlsx")


def _training_heads() -> tuple[str, ...]:
    return (
        _("Title"), _("Kind"), _("Field"), pgettext("training", "Led by"), pgettext("training", "Place"),
        _("Starts at"), _("Minutes"), pgettext("training", "Places"), _("Taken"), pgettext("training", "Waiting"),
        _("Came"), _("State"),
    )  # fmt: skip


def _training_line(row: Any) -> Sequence[Any]:
    return (
        row.title, row.get_kind_display(), row.get_ability_display(), row.teacher, row.place, when(row.starts_at),
        row.minutes, row.seats, row.taken, row.waiting, row.came, row.get_state_display(),
    )  # fmt: skip


@admin.register(Training)
class TrainingAdmin(TakesAlong, DeskAdmin):
    view_permission = "trainings.view_staff"
    add_permission = "trainings.enter"
    desk = "training_desk"
    list_display = ("named", "ability", "begins", "occupied", "state")
    list_filter = ("state", "kind", "ability")
    search_fields = ("title", "teacher", "place")
    sheet = ("trainings", _training_heads, _training_line)

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.trainings().filter(self.condition(request, self.view_permission))

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def named(self, row: Training) -> str:
        return self.opens(row, row.title)

    @admin.display(description=gettext_lazy("starts at"), ordering="starts_at")
    def begins(self, row: Training) -> str:
        return beijing(row.starts_at, "year")

    @admin.display(description=gettext_lazy("places taken"))
    def occupied(self, row: Any) -> str:
        waits = _(", %(count)s waiting") % {"count": row.waiting} if row.waiting else ""
        return f"{row.taken} / {row.seats}{waits}"

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:training_new"))


def _seat_heads() -> tuple[str, ...]:
    return (
        _("Training"), _("Day"), _("Organisation"), _("Person"), _("State"), _("Arrived at"), _("Rating"),
        _("Feedback"),
    )  # fmt: skip


def _seat_line(row: Any) -> Sequence[Any]:
    return (
        row.training.title, when(row.training.starts_at)[:10], row.organization.name, str(row.user),
        row.get_state_display(), when(row.arrived_at), row.rating or "", row.feedback,
    )  # fmt: skip


@admin.register(Seat)
class SeatAdmin(TakesAlong, DeskAdmin):
    """Who had a place where: the sign-in sheets of all trainings."""

    view_permission = "seats.view_staff"
    desk, key = "training_desk", "training_id"
    list_display = ("named", "organization", "user", "state", "rating")
    list_filter = ("state", "training__ability")
    search_fields = ("training__title", "organization__name", "user__display_name")
    list_select_related = ("training", "organization", "user")
    sheet = ("training_places", _seat_heads, _seat_line)

    @admin.display(description=gettext_lazy("training"), ordering="training__starts_at")
    def named(self, row: Seat) -> str:
        return self.opens(row, row.training.title)


def _mentor_heads() -> tuple[str, ...]:
    return (_("Person"), _("Works at"), _("Fields"), _("Hours a year"), _("Promised"), _("Given (minutes)"), _("Since"))


def _mentor_line(row: Any) -> Sequence[Any]:
    return (
        str(row.user), row.unit, "、".join(str(LABELS[each]) for each in row.abilities), row.hours, row.promised,
        row.given, row.since.isoformat(),
    )  # fmt: skip


@admin.register(Mentor)
class MentorAdmin(TakesAlong, DeskAdmin):
    view_permission = "mentors.view_staff"
    add_permission = "mentors.enter"
    desk = "mentor_desk"
    list_display = ("named", "works_at", "fields_of", "hours", "promised_hours", "still")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("user__display_name", "unit")
    sheet = ("mentors", _mentor_heads, _mentor_line)

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.mentors().filter(self.condition(request, self.view_permission))

    @admin.display(description=gettext_lazy("person"), ordering="user__display_name")
    def named(self, row: Mentor) -> str:
        return self.opens(row, str(row.user))

    @admin.display(description=gettext_lazy("Works at"), ordering="unit")
    def works_at(self, row: Mentor) -> str:
        return row.unit

    @admin.display(description=gettext_lazy("fields"))
    def fields_of(self, row: Mentor) -> str:
        return "、".join(str(LABELS[each]) for each in row.abilities)

    @admin.display(description=gettext_lazy("promised this year"), ordering="promised")
    def promised_hours(self, row: Any) -> int:
        return int(row.promised)

    @admin.display(description=gettext_lazy("still a mentor"), boolean=True)
    def still(self, row: Mentor) -> bool:
        return row.ended_at is None

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:mentor_new"))


@admin.register(Pairing)
class PairingAdmin(DeskAdmin):
    view_permission = "pairings.view_staff"
    desk = "pairing_desk"
    list_display = ("named", "ability", "state", "mentor", "hours", "asked_at")
    list_filter = ("state", "ability")
    search_fields = ("organization__name", "mentor__user__display_name")
    list_select_related = ("organization", "mentor__user")

    @admin.display(description=gettext_lazy("organisation"), ordering="organization__name")
    def named(self, row: Pairing) -> str:
        return self.opens(row, row.organization.name)


def _assessment_heads() -> tuple[str, ...]:
    return (_("Organisation"), _("Day"), *(str(label) for label in LABELS.values()), _("What would help most"))


def _assessment_line(row: Any) -> Sequence[Any]:
    return (
        row.organization.name,
        row.on.isoformat(),
        *(row.result.get(each, 0) / 10 for each in Ability.values),
        row.words,
    )


@admin.register(Assessment)
class AssessmentAdmin(TakesAlong, DeskAdmin):
    view_permission = "assessments.view_staff"
    desk, key = "organizations_desk", "organization_id"
    list_display = ("named", "on", *(f"tenths_{each}" for each in Ability.values))
    search_fields = ("organization__name",)
    list_select_related = ("organization",)
    sheet = ("assessments", _assessment_heads, _assessment_line)

    @admin.display(description=gettext_lazy("organisation"), ordering="organization__name")
    def named(self, row: Assessment) -> str:
        return self.opens(row, row.organization.name)


def _part(ability: Ability) -> Any:
    @admin.display(description=ability.label)
    def shown(self: Any, row: Assessment) -> str:
        return f"{row.result.get(ability.value, 0) / 10:.1f}"

    return shown


for _each in Ability:
    setattr(AssessmentAdmin, f"tenths_{_each.value}", _part(_each))


class SpanForm(forms.Form):
    first = forms.DateField(label=gettext_lazy("From"), widget=DayInput)
    last = forms.DateField(label=gettext_lazy("Until"), widget=DayInput)


class Report(StaffDoor, TemplateView):
    """The figures of a span, this year's unless another is named; ``sheet`` in the address takes them along."""

    permission = "capacity.report"
    template_name = "admin/organizations/capacity/report.html"
    title = gettext_lazy("Capacity building in figures")
    http_method_names = ["get", "head", "options"]

    def span(self) -> tuple[date, date, SpanForm]:
        today = clock.today()
        usual = {"first": today.replace(month=1, day=1), "last": today}
        form = SpanForm({**{name: day.isoformat() for name, day in usual.items()}, **self.request.GET.dict()})
        if not form.is_valid() or form.cleaned_data["first"] > form.cleaned_data["last"]:
            return usual["first"], usual["last"], SpanForm(initial=usual)
        return form.cleaned_data["first"], form.cleaned_data["last"], form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first, last, form = self.span()
        figures = figures_of(first, last)
        if "sheet" in request.GET:
            rows = lines_of(figures)
            if request.method == "GET":
                note_export(what="capacity_figures", count=len(rows), actor=request.user)
            name = f"capacity-{first:%Y%m%d}-{last:%Y%m%d}.xlsx"
            return sheet_answer(workbook(str(self.title), (_("Figure"), _("Value")), rows), name)
        return self.render_to_response(
            self.get_context_data(figures=figures, rows=lines_of(figures), first=first, last=last, form=form)
        )


def lines_of(figures: Any) -> list[tuple[str, Any]]:
    """Return the figures with what each counts, in the order of the report."""
    rating = f"{figures.rating:.1f}" if figures.rating is not None else "—"
    return [
        (_("Trainings and workshops held"), figures.trainings),
        (_("Person-times present"), figures.persons),
        (_("Hours of persons present"), figures.person_minutes // 60),
        (_("Organisations reached"), figures.organizations),
        (_("Signed up and did not come"), figures.absent),
        (_("Mean rating, 1 to 5 (%(count)s answers)") % {"count": figures.ratings}, rating),
        (_("Pairings made"), figures.pairings),
        (_("Mentors at work"), figures.mentors),
        (_("Visits confirmed by the organisations"), figures.visits),
        (_("Hours of these visits"), figures.visit_minutes // 60),
        (_("Visits not confirmed, not counted"), figures.unconfirmed),
        (_("Organisations assessed"), figures.assessed),
        (_("Of these assessed before as well"), figures.again),
        (_("Of these higher than the time before"), figures.better),
    ]
