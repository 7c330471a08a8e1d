"""Lists of organisations, requests for verification, communities and operators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations import queries
from organizations.models import (
    BankAccount,
    Community,
    Operator,
    Organization,
    Sanction,
    SocialWorker,
    TakeOver,
    VerificationCase,
)
from venture.audit.flows import note_export
from venture.doors.admin import READ, StaffAdmin
from venture.doors.desk import DeskAdmin
from venture.doors.sheets import sheet_answer, workbook
from venture.kernel import clock


@admin.register(Organization)
class OrganizationAdmin(DeskAdmin):
    view_permission = "organizations.view_staff"
    desk = "organizations_desk"
    list_display = ("named", "kind", "uscc", "area", "grade", "state")
    list_filter = ("state", "kind", "grade")
    search_fields = ("name", "uscc")
    list_select_related = ("area",)

    @admin.display(description=_("name"), ordering="name")
    def named(self, row: Organization) -> str:
        return self.opens(row, row.name)


@admin.register(VerificationCase)
class VerificationCaseAdmin(DeskAdmin):
    view_permission = "organizations.view_cases"
    desk = "verification_desk"
    list_display = ("named", "state", "submitted_by", "submitted_at", "decided_by", "decided_at")
    list_filter = ("state",)
    search_fields = ("organization__name", "organization__uscc")
    list_select_related = ("organization__area", "submitted_by", "decided_by")

    @admin.display(description=_("organisation"), ordering="organization__name")
    def named(self, row: VerificationCase) -> str:
        return self.opens(row, row.organization.name)


@admin.register(TakeOver)
class TakeOverAdmin(DeskAdmin):
    view_permission = "take_overs.view_staff"
    desk = "take_over_desk"
    list_display = ("named", "position", "state", "asked_by", "asked_at", "checked_by", "decided_by")
    list_filter = ("state",)
    search_fields = ("organization__name", "organization__uscc", "asked_by__display_name")
    list_select_related = ("organization", "asked_by", "checked_by", "decided_by")

    @admin.display(description=_("organisation"), ordering="organization__name")
    def named(self, row: TakeOver) -> str:
        return self.opens(row, row.organization.name)


@admin.register(Community)
class CommunityAdmin(DeskAdmin):
    view_permission = "organizations.view_communities_staff"
    add_permission = "organizations.enter_community"
    desk = "community_desk"
    list_display = ("named", "code", "street", "phone", "people")
    list_filter = (("street", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("name", "code")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("street").prefetch_related(queries.answering())

    @admin.display(description=_("name"), ordering="name")
    def named(self, row: Community) -> str:
        return self.opens(row, row.name)

    @admin.display(description=_("community workers"))
    def people(self, row: Any) -> str:
        return "、".join(str(worker.user) for worker in row.answering) or "—"

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:community_new"))


@admin.register(Operator)
class OperatorAdmin(DeskAdmin):
    """The units that run rounds; they can never apply."""

    view_permission = "organizations.view_operators"
    desk = "operator_desk"
    list_display = ("named", "uscc", "phone", "since", "until")

    @admin.display(description=_("name"), ordering="name")
    def named(self, row: Operator) -> str:
        return self.opens(row, row.name)


class _OfOrganization(DeskAdmin):
    """A list whose rows open the desk of their organisation."""

    desk = "organizations_desk"
    key = "organization_id"
    search_fields = ("organization__name", "organization__uscc")

    @admin.display(description=_("organisation"), ordering="organization__name")
    def named(self, row: Any) -> str:
        return self.opens(row, row.organization.name)


@admin.register(Sanction)
class SanctionAdmin(_OfOrganization):
    view_permission = "sanctions.view_staff"
    list_display = ("named", "kind", "authority", "since", "until", "lifted_on", "entered_by", "lifted_by")
    list_filter = ("kind", ("lifted_on", admin.EmptyFieldListFilter))
    list_select_related = ("organization", "entered_by", "lifted_by")


@admin.register(BankAccount)
class BankAccountAdmin(_OfOrganization):
    """Accounts with their last digits; an organisation of one person waits here for staff."""

    view_permission = "bank_accounts.view_staff"
    list_display = ("named", "bank", "digits", "state", "proposed_by", "proposed_at", "usable_from")
    list_filter = ("state",)
    list_select_related = ("organization", "proposed_by")

    @admin.display(description=_("account number"))
    def digits(self, row: BankAccount) -> str:
        return row.masked


@admin.register(SocialWorker)
class SocialWorkerAdmin(StaffAdmin):
    """The social workers of all organisations: their organisations keep them, staff read and take along."""

    view_permission = "social_workers.view_staff"
    list_display = ("name", "organization", "level", "certificate", "registered_until", "ended_at")
    list_filter = ("level", "registered_until")
    search_fields = ("name", "certificate", "organization__name")
    list_select_related = ("organization",)
    fields = ("organization", "name", "level", "certificate", "registered_until", "entered_at", "ended_at")
    readonly_fields = fields
    actions = ("take_along",)

    @admin.action(description=_("Take along as a sheet"), permissions=["view"])
    def take_along(self, request: HttpRequest, rows: Any) -> HttpResponse:
        heads = (
            gettext("Organisation"), gettext("Name"), gettext("Level"), gettext("Certificate"),
            gettext("Registration valid until"), gettext("Left on"),
        )  # fmt: skip
        lines = [
            (
                row.organization.name, row.name, row.get_level_display(), row.certificate,
                row.registered_until.isoformat() if row.registered_until else "",
                f"{row.ended_at:%Y-%m-%d}" if row.ended_at else "",
            )
            for row in rows
        ]  # fmt: skip
        note_export(what="social_workers", count=len(lines), actor=request.user)
        name = f"social-workers-{clock.today():%Y%m%d}.xlsx"
        return sheet_answer(workbook(gettext("Social workers"), heads, lines), name)
