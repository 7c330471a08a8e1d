"""The staff's list of the three-society linkage, the picture by street, and the gaps that it shows."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.queries import registrations_ending
from projects.models import Linkage
from projects.queries import linkage as queries
from venture.audit.flows import note_export
from venture.doors.admin import StaffDoor, StaffRowDoor
from venture.doors.desk import DeskAdmin
from venture.doors.sheets import sheet_answer, workbook
from venture.kernel import clock, policy
from venture.kernel.money import format_yuan

FEN = 100
SHOWN = 30


@admin.register(Linkage)
class LinkageAdmin(DeskAdmin):
    view_permission = "linkage.view_staff"
    desk = "linkage_desk"
    list_display = ("named", "organization", "model", "bound_to", "satisfied", "at_work", "hours", "helpers", "value")
    list_filter = ("model", "project__round", "project__category__slug")
    search_fields = ("project__code", "project__title", "project__organization__name")
    ordering = ("-project__code",)
    actions = ("take_along",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.linkages_for_staff().filter(self.condition(request, self.view_permission))

    @admin.display(description=gettext_lazy("project"), ordering="project__code")
    def named(self, row: Linkage) -> str:
        return self.opens(row, f"{row.project.code} {row.project.title}")

    @admin.display(description=gettext_lazy("organisation"), ordering="project__organization__name")
    def organization(self, row: Linkage) -> str:
        return row.project.organization.name

    @admin.display(description=gettext_lazy("communities"), ordering="communities")
    def bound_to(self, row: Any) -> int:
        return int(row.communities)

    @admin.display(description=gettext_lazy("satisfaction"), ordering="satisfied")
    def satisfied(self, row: Any) -> str:
        return "—" if row.satisfied is None else f"{row.satisfied:.1f}"

    @admin.display(description=gettext_lazy("social workers"), ordering="at_work")
    def at_work(self, row: Any) -> int:
        return int(row.at_work)

    @admin.display(description=gettext_lazy("hours"), ordering="hours")
    def hours(self, row: Any) -> int:
        return int(row.hours)

    @admin.display(description=gettext_lazy("volunteers"), ordering="volunteers")
    def helpers(self, row: Linkage) -> str:
        return _("%(people)s people, %(hours)s hours") % {"people": row.volunteers, "hours": row.volunteer_hours}

    @admin.display(description=gettext_lazy("charitable resources (yuan)"), ordering="value_fen")
    def value(self, row: Any) -> str:
        return format_yuan(row.value_fen)

    @admin.action(description=gettext_lazy("Take along as a sheet"), permissions=["view"])
    def take_along(self, request: HttpRequest, rows: Any) -> HttpResponse:
        heads = (
            _("Project"), _("Title"), _("Organisation"), _("Field of service"), _("Model of linkage"),
            _("Communities"), _("Satisfaction"), _("Social workers"), _("Hours of social workers"), _("Volunteers"),
            _("Hours of volunteers"), _("Charitable resources (yuan)"),
        )  # fmt: skip
        lines = [
            (
                each.project.code, each.project.title, each.project.organization.name,
                str(each.project.category or ""), each.get_model_display(), each.communities,
                "" if each.satisfied is None else f"{each.satisfied:.1f}", each.at_work, each.hours, each.volunteers,
                each.volunteer_hours, each.value_fen / FEN,
            )
            for each in rows
        ]  # fmt: skip
        note_export(what="linkage", count=len(lines), actor=request.user)
        name = f"linkage-{clock.today():%Y%m%d}.xlsx"
        return sheet_answer(workbook(_("Three-society linkage"), heads, lines), name)


class Desk(StaffRowDoor, TemplateView):
    """One project's linkage as staff read it: who, where, how long, how content. 8 queries."""

    permission = "linkage.view_staff"
    template_name = "admin/projects/linkage.html"
    row: Linkage

    def rows(self) -> Any:
        return Linkage.objects.select_related("project")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        project: Any = queries.for_linkage_page().get(pk=self.row.project_id)
        facts = {"title": project.title, "subtitle": project.code, "project": project, "row": self.row}
        return super().get_context_data(**{**facts, **given})


class Gaps(StaffDoor, TemplateView):
    """Streets without a project, fields without a social worker, registrations that end. 9 queries."""

    permission = "linkage.see_gaps"
    template_name = "admin/projects/linkage_gaps.html"
    title = gettext_lazy("Gaps of the linkage")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user, today = self.request.user, clock.today()
        seen = policy.visible(user, "linkage.view_staff", Linkage.objects.all())
        bonds = queries.bonds_of(seen.values_list("project_id", flat=True))
        shown = queries.street_picture(bonds)
        ending = policy.visible(user, "social_workers.view_staff", registrations_ending(today))
        facts = {
            "picture": shown, "gaps": queries.gaps_of(shown, bonds), "cells": shown.cells, "today": today,
            "ending": list(ending[:SHOWN]), "list": reverse("admin:projects_linkage_changelist"),
        }  # fmt: skip
        return super().get_context_data(**{**facts, **given})
