"""Conflicts of interest as staff see them: the facts in words, and what may be decided about a soft one."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from organizations.queries import is_member
from reviews.enums import ConflictCode, ConflictState
from reviews.flows import conflicts as flows
from reviews.models import Conflict
from reviews.queries.conflicts import for_list
from reviews.words.conflicts import sentence
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.doors.templatetags.when import beijing

ACTS: Mapping[str, desk.Act] = {
    "waive": ("conflicts.waive", flows.waive_conflict, _("Waived; the reason is kept.")),
    "uphold": ("conflicts.waive", flows.uphold_conflict, _("Confirmed: the expert is kept from the project.")),
    "restore": ("conflicts.restore", flows.restore_conflict, _("It stands again; the reason is kept.")),
}


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return ConflictCode.choices

    def queryset(self, request: HttpRequest, rows: QuerySet[Conflict]) -> QuerySet[Conflict]:
        value = self.value()
        return rows.filter(code=value) if value in ConflictCode.values else rows


class OpenFilter(admin.SimpleListFilter):
    title = _("decision")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("yes", _("To be decided")), ("no", _("Decided")))

    def queryset(self, request: HttpRequest, rows: QuerySet[Conflict]) -> QuerySet[Conflict]:
        if self.value() == "yes":
            return rows.filter(state=ConflictState.STANDING, hard=False, decided_at__isnull=True)
        return rows.filter(decided_at__isnull=False) if self.value() == "no" else rows


def name_of(code: str) -> str:
    return str(ConflictCode(code).label) if code in ConflictCode.values else code


@admin.register(Conflict)
class ConflictAdmin(DeskAdmin):
    view_permission = "conflicts.view"
    desk = "conflict_desk"
    list_display = ("named", "applicant", "kind", "weight", "state", "source", "given", "found")
    list_filter = (
        OpenFilter, ("project__round", admin.RelatedOnlyFieldListFilter), "state", "hard", "source", KindFilter,
    )  # fmt: skip
    search_fields = ("expert__name", "project__code", "project__organization__name")
    ordering = ("state", "hard", "-found_at", "pk")
    list_per_page = 100

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/pages/pool.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        return for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=_("expert"), ordering="expert__name")
    def named(self, row: Conflict) -> str:
        return self.opens(row, row.expert.name)

    @admin.display(description=_("application and applicant"), ordering="project__code")
    def applicant(self, row: Conflict) -> str:
        return format_html(
            '<span>{}<br><span class="muted">{}</span></span>', row.project.code, row.project.organization.name
        )  # fmt: skip

    @admin.display(description=_("found"))
    def kind(self, row: Conflict) -> str:
        return format_html(
            '<span>{}<br><span class="muted">{}</span></span>', name_of(row.code), sentence(row.code, row.facts)
        )

    @admin.display(description=_("weight"), ordering="hard")
    def weight(self, row: Conflict) -> str:
        return weight_of(row)

    @admin.display(description=_("has the project"))
    def given(self, row: Any) -> str:
        return str(_("Yes")) if row.is_given else "—"

    @admin.display(description=_("found at"), ordering="found_at")
    def found(self, row: Conflict) -> str:
        return beijing(row.found_at)


def weight_of(row: Conflict) -> str:
    words, colour = (_("must stand aside"), "red") if row.hard else (_("to be weighed"), "amber")
    return format_html('<span><span class="tag {}">{}</span></span>', colour, words)


class ConflictDoor:
    permission = "conflicts.view"
    desk = "conflict_desk"
    acts = ACTS
    row: Conflict
    request: HttpRequest

    def rows(self) -> Any:
        return for_list()


class Desk(ConflictDoor, DeskPage):
    """One conflict. 12 queries."""

    template_name = "admin/reviews/conflict.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row: Any = self.row
        own = Conflict.objects.filter(
            is_member(self.request.user, organization_ref="project__organization_id"), pk=row.pk
        ).exists()
        facts = {
            "title": f"{row.expert.name} · {row.project.code}",
            "kind": name_of(row.code),
            "words": sentence(row.code, row.facts),
            "own": own,
            "weight": weight_of(row),
            "entries": entries_of(row)[:20],
        }
        return super().get_context_data(**{**facts, **given})


class Act(ConflictDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        more = {} if verb == "uphold" else {"reason": self.request.POST.get("reason", "")}
        return {"conflict_id": self.row.pk, **more}
