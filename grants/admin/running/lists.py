"""Lists of running projects and of what belongs to them. Every row opens where the work is done."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from grants.admin.running.sheets import TakesAlong
from grants.domain.close_out import BEGIN, CHECK, CLOSE
from grants.enums import ExpenseState
from grants.flows import running as flows
from grants.flows.running.settings import save_rules
from grants.models import Activity, ChangeRequest, Expense, Grant, Report, RunningProject, RunningRules, SiteVisit
from grants.queries.ending import NEAR, READY, lacks, waiting
from grants.queries.running import staff
from grants.words.closing import STEPS, lack_words
from grants.words.running import say_flags
from venture.doors.admin import StaffAdmin, refusals_as_messages
from venture.doors.desk import DeskAdmin
from venture.doors.templatetags.when import beijing_day
from venture.kernel import clock, policy
from venture.kernel.money import format_yuan

VERBS = {
    "decide": gettext_lazy("Decide the change"),
    "read": gettext_lazy("Read the report"),
    "check": gettext_lazy("Check expenses"),
    "chase": gettext_lazy("Ask for the report"),
    "start": gettext_lazy("Let it begin"),
    "look": gettext_lazy("Look at it"),
}
TABS = {"decide": "changes", "read": "reports", "check": "expenses", "chase": "reports"}


class WaitsFilter(admin.SimpleListFilter):
    title = pgettext_lazy("project", "what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (
            ("running", _("Under way")), ("report", _("A report to read")), ("late", _("A late report")),
            ("expenses", _("Expenses to check")), ("struck", _("Something struck the checks")),
            ("change", _("A change to decide")),
        )  # fmt: skip

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = {
            "running": Q(state__in=staff.STARTED), "report": Q(handed_in__gt=0), "late": Q(late__gt=0),
            "expenses": Q(open_expenses__gt=0), "struck": Q(struck__gt=0), "change": Q(asked__gt=0),
        }  # fmt: skip
        return rows.filter(asked[chosen]) if (chosen := self.value() or "") in asked else rows


class EndFilter(admin.SimpleListFilter):
    """Which projects are ready for a step of their close-out, and which are at their end and lack something."""

    title = pgettext_lazy("project", "close-out")
    parameter_name = "end"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (
            (BEGIN, _("Ready to be begun")), (CHECK, _("Begun, ready to be checked")),
            (CLOSE, _("Checked, ready to be closed")), (NEAR, _("At its end, something lacks")),
        )  # fmt: skip

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return waiting(rows, chosen) if chosen in {NEAR, *READY} else rows


@admin.register(RunningProject)
class RunningProjects(TakesAlong, DeskAdmin):
    """Two queries for the rows, whatever stands on them."""

    view_permission = "running.view_staff"
    sheet = "projects"
    desk, key = "project_desk", "project.code"
    list_display = ("named", "unit", "state", "money", "last", "waits", "verb")
    list_filter = (WaitsFilter, EndFilter, "state", ("round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("project__code", "project__title", "organization__name")
    ordering = ("project__code",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return staff.for_list(clock.today()).filter(self.condition(request, self.view_permission))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show what a close-out lacks in place of what runs, where the list is narrowed to the end."""
        return ("named", "unit", "state", "money", "lacks", "ending") if request.GET.get("end") else self.list_display

    @admin.display(description=gettext_lazy("project"), ordering="project__code")
    def named(self, row: Grant) -> str:
        url = self.address(row)
        title = row.project.title or row.project.code
        return format_html('<a href="{}">{}</a><br><span class="muted">{}</span>', url, title, row.project.code)

    @admin.display(description=gettext_lazy("organisation"), ordering="organization__name")
    def unit(self, row: Grant) -> str:
        return row.organization.name

    @admin.display(description=gettext_lazy("received, spent (yuan)"), ordering="paid_fen")
    def money(self, row: Any) -> str:
        share = f"{row.spent * 100 // row.paid_fen}%" if row.paid_fen else "—"
        return format_html(
            '<span class="num">{} · {}</span><br><span class="muted">{}</span>', format_yuan(row.paid_fen),
            format_yuan(row.spent), _("%(share)s of what was received") % {"share": share},
        )  # fmt: skip

    @admin.display(description=gettext_lazy("last activity"), ordering="last_on")
    def last(self, row: Any) -> str:
        return beijing_day(row.last_on) or "—"

    @admin.display(description=gettext_lazy("what stands open"))
    def waits(self, row: Any) -> str:
        said = [
            (row.late, ngettext("%(n)s report late", "%(n)s reports late", row.late), "red"),
            (row.struck, ngettext("%(n)s expense struck", "%(n)s expenses struck", row.struck), "amber"),
            (row.open_expenses, ngettext("%(n)s expense to check", "%(n)s expenses to check", row.open_expenses), ""),
            (row.asked, ngettext("%(n)s change asked for", "%(n)s changes asked for", row.asked), ""),
        ]
        tags = [
            format_html('<span class="tag {}">{}</span>', tone, words % {"n": count})
            for count, words, tone in said
            if count
        ]
        return format_html("{} " * len(tags), *tags) if tags else "—"

    @admin.display(description=gettext_lazy("next"))
    def verb(self, row: Any) -> str:
        due = staff.verb_of(row)
        tab = f"?tab={TABS[due]}" if due in TABS else ""
        url = f"{reverse('admin:project_desk', args=[row.project.code])}{tab}"
        return format_html('<a class="btn sm" href="{}">{}</a>', url, VERBS[due])

    @admin.display(description=gettext_lazy("lacks for its close-out"))
    def lacks(self, row: Any) -> str:
        said = [lack_words(each) for each in lacks(row)]
        return (
            format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ([each] for each in said))) if said else "—"
        )

    @admin.display(description=gettext_lazy("next"))
    def ending(self, row: Any) -> str:
        url = reverse("admin:grant_end", args=[row.project.code])
        verb = VERBS["look"] if lacks(row) else STEPS.get(row.end_step, VERBS["look"])
        return format_html('<a class="btn sm" href="{}">{}</a>', url, verb)


class OfProject(TakesAlong, DeskAdmin):
    """Rows of a project that open on its page, or on a page of their own."""

    tab = ""
    list_select_related: ClassVar[Any] = ("grant__project", "grant__organization")
    search_fields: ClassVar[Any] = ("grant__project__code", "grant__project__title", "grant__organization__name")

    def address(self, row: Any) -> str:
        if self.desk:
            return reverse(f"admin:{self.desk}", args=[row.pk])
        return f"{reverse('admin:project_desk', args=[row.grant.project.code])}?tab={self.tab}#r{row.pk}"

    @admin.display(description=gettext_lazy("project"), ordering="grant__project__code")
    def named(self, row: Any) -> str:
        title = row.grant.project.title or row.grant.project.code
        return format_html(
            '<a href="{}">{}</a><br><span class="muted">{}</span>', self.address(row), title, row.grant.project.code
        )  # fmt: skip


@admin.register(Activity)
class ActivityAdmin(OfProject):
    view_permission = "activities.view_staff"
    sheet, tab = "activities", "activities"
    list_display = ("named", "title", "on", "people", "signed", "place", "recorded_by")
    list_filter = (("grant__round", admin.RelatedOnlyFieldListFilter), ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related: ClassVar[Any] = (*OfProject.list_select_related, "recorded_by")
    search_fields = ("title", "place", *OfProject.search_fields)


@admin.register(Expense)
class ExpenseAdmin(OfProject):
    view_permission = "expenses.view_staff"
    sheet, tab = "expenses", "expenses"
    list_display = ("named", "purpose", "amount", "on", "payee", "voucher_number", "state", "strikes")
    list_filter = ("state", "method", ("grant__round", admin.RelatedOnlyFieldListFilter))
    list_select_related: ClassVar[Any] = (*OfProject.list_select_related, "entered_by", "judged_by")
    search_fields = ("voucher_number", "payee", "purpose", *OfProject.search_fields)
    actions = ("accept_clean", "take_along")

    @admin.display(description=gettext_lazy("amount (yuan)"), ordering="amount_fen")
    def amount(self, row: Expense) -> str:
        return format_html('<span class="num">{}</span>', format_yuan(row.amount_fen))

    @admin.display(description=gettext_lazy("what struck the checks"))
    def strikes(self, row: Expense) -> str:
        said = say_flags(row.flags) if row.state in (ExpenseState.ENTERED, ExpenseState.QUERIED) else []
        return "；".join(said) or "—"

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return self.condition(request, "expenses.accept") != policy.NOBODY

    @admin.action(description=gettext_lazy("Accept those that nothing struck"), permissions=["accept"])
    def accept_clean(self, request: HttpRequest, rows: QuerySet[Expense]) -> None:
        """Accept what may be accepted without a word; what struck the checks is looked at one by one."""
        actor: Any = request.user
        mine = policy.visible(actor, "expenses.accept", rows).filter(flags=[], state=ExpenseState.ENTERED)
        done = 0
        for key in list(mine.order_by("pk").values_list("pk", flat=True)):
            with refusals_as_messages(request):
                flows.accept_expense(expense_id=key, actor=actor)
                done += 1
        messages.success(request, ngettext("%(n)s accepted.", "%(n)s accepted.", done) % {"n": done})


@admin.register(Report)
class ReportAdmin(OfProject):
    view_permission = "reports.view_staff"
    sheet, desk = "reports", "report_desk"
    list_display = ("named", "kind", "order", "state", "due_on", "mend_by", "submitted_at", "days_late")
    list_filter = ("state", "kind", ("grant__round", admin.RelatedOnlyFieldListFilter))
    list_select_related: ClassVar[Any] = (*OfProject.list_select_related, "judged_by")
    ordering = ("due_on", "pk")


@admin.register(ChangeRequest)
class ChangeAdmin(OfProject):
    view_permission = "changes.view_staff"
    sheet, desk = "changes", "change_desk"
    list_display = ("named", "number", "kind", "state", "asked_by", "asked_at", "decided_by")
    list_filter = ("state", "kind", ("grant__round", admin.RelatedOnlyFieldListFilter))
    list_select_related: ClassVar[Any] = (*OfProject.list_select_related, "asked_by", "decided_by")


@admin.register(SiteVisit)
class VisitAdmin(OfProject):
    view_permission = "visits.view_staff"
    sheet, desk = "visits", "visit_desk"
    list_display = ("named", "on", "visitors", "state", "mend_by", "mended_at")
    list_filter = ("state", ("grant__round", admin.RelatedOnlyFieldListFilter))


@admin.register(RunningRules)
class RulesAdmin(StaffAdmin):
    view_permission = "running_rules.view"
    change_permission = "running_rules.change"
    add_permission = "running_rules.add"
    list_display = ("round", "progress_months", "midterm_share", "report_days", "final_days", "working_days")
    list_select_related: ClassVar[Any] = ("round",)

    def save_model(self, request: HttpRequest, obj: RunningRules, form: Any, change: bool) -> None:
        save_rules(obj, actor=request.user)  # type: ignore[arg-type]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("round",) if obj is not None else ()
