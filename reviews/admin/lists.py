"""The list of applications as staff work through it: the filters they use, search, a sheet to take along."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.domain.areas import prefix_of
from accounts.models import Area
from projects.enums import CorrectionState
from projects.models import Project
from reviews import flows
from reviews.admin.sheets import applications_sheet, sheet_answer
from reviews.admin.standing import StandingFilter
from reviews.enums import Advice, ScreeningState
from reviews.queries import screenings
from rounds.models import Round
from venture.doors.desk import DeskAdmin
from venture.doors.templatetags.when import beijing
from venture.kernel import clock, policy
from venture.kernel.money import format_yuan

WAN = 1_000_000
# Up to and with so many 万元; the last band has no end.
BANDS = (5, 10, 20)
DISTRICT = 6


WAITS: dict[str, Callable[[Any], QuerySet[Project]]] = {
    "screen": lambda user: screenings.to_screen(clock.now()),
    "back": lambda user: screenings.handed_back(),
    "refusal": screenings.refusals,
    "recommend": lambda user: screenings.to_recommend(clock.now()),
}


class WaitingFilter(admin.SimpleListFilter):
    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (
            ("screen", _("To be screened")), ("back", _("Correction came in")), ("refusal", _("Refusal to confirm")),
            ("recommend", _("District to recommend")),
        )  # fmt: skip

    def queryset(self, request: HttpRequest, rows: QuerySet[Project]) -> QuerySet[Project]:
        waits = WAITS.get(self.value() or "")
        return rows if waits is None else rows.filter(pk__in=waits(request.user).values("pk"))


class ScreeningFilter(admin.SimpleListFilter):
    title = _("screening")
    parameter_name = "screening"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return ScreeningState.choices

    def queryset(self, request: HttpRequest, rows: QuerySet[Project]) -> QuerySet[Project]:
        value = self.value()
        if value == ScreeningState.UNSEEN:
            return rows.filter(Q(screening__isnull=True) | Q(screening__state=value), state="submitted")
        return rows.filter(screening__state=value) if value in ScreeningState.values else rows


class DistrictFilter(admin.SimpleListFilter):
    title = _("district")
    parameter_name = "district"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        rows = Area.objects.order_by("code").values_list("code", "name")
        return [(code, name) for code, name in rows if len(prefix_of(code)) == DISTRICT]

    def queryset(self, request: HttpRequest, rows: QuerySet[Project]) -> QuerySet[Project]:
        value = self.value()
        if not value or not value.isdigit():
            return rows
        return rows.filter(organization__area__code__startswith=prefix_of(value))


class OfficerFilter(admin.SimpleListFilter):
    title = _("screened by")
    parameter_name = "officer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("me", _("Me")), ("others", _("Colleagues")), ("nobody", _("Nobody yet")))

    def queryset(self, request: HttpRequest, rows: QuerySet[Project]) -> QuerySet[Project]:
        mine = Q(screening__officer=request.user.pk)
        asked = {
            "me": mine,
            "others": Q(screening__officer__isnull=False) & ~mine,
            "nobody": Q(screening__officer__isnull=True),
        }.get(self.value() or "")
        return rows if asked is None else rows.filter(asked)


class DueFilter(admin.SimpleListFilter):
    title = _("correction due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("late", _("Overdue")), ("day", _("Within a day")), ("week", _("Within a week")))

    def queryset(self, request: HttpRequest, rows: QuerySet[Project]) -> QuerySet[Project]:
        ahead = {"late": timedelta(), "day": timedelta(days=1), "week": timedelta(days=7)}.get(self.value() or "")
        return rows if ahead is None else rows.filter(_due_until(clock.now() + ahead))


def _due_until(at: datetime) -> Q:
    return Q(corrections__state=CorrectionState.OPEN, corrections__due_at__lte=at)


class AmountFilter(admin.SimpleListFilter):
    title = _("grant asked for")
    parameter_name = "amount"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        yield from ((str(band), _("Up to %(wan)s0,000 yuan") % {"wan": band}) for band in BANDS)
        yield "more", _("More than %(wan)s0,000 yuan") % {"wan": BANDS[-1]}

    def queryset(self, request: HttpRequest, rows: QuerySet[Project]) -> QuerySet[Project]:
        value = self.value() or ""
        if value == "more":
            return rows.filter(grant_fen__gt=BANDS[-1] * WAN)
        if value not in {str(band) for band in BANDS}:
            return rows
        place = [str(band) for band in BANDS].index(value)
        floor = BANDS[place - 1] if place else 0
        return rows.filter(grant_fen__gt=floor * WAN - (not place), grant_fen__lte=BANDS[place] * WAN)


@lru_cache(maxsize=256)
def _said(choice: TextChoices, language: str | None) -> str:
    """Return the word of a choice in the active ``language``; a list says few of them many times."""
    return str(choice.label)


def _two_lines(first: str, second: str, *, beside: str = "") -> str:
    """Return two lines of a cell; ``beside`` is markup after the first. Written out: each row of a list asks for it."""
    words = f'{escape(first)}{beside}<br><span class="muted">{escape(second)}</span>'
    return mark_safe(words)  # noqa: S308 -- both values are escaped here


class RoundFilter(admin.RelatedOnlyFieldListFilter):
    """The rounds to which something was handed in. The stock filter asks the whole list, and reads rounds whole.

    The same for everybody, whatever they may read: the title of a published round is public.
    """

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        handed_in = Project.objects.filter(round=OuterRef("pk"), submitted_at__isnull=False)
        rows = Round.objects.filter(Exists(handed_in)).order_by("-year", "-code")
        return [(str(pk), title) for pk, title in rows.values_list("pk", "title")]


@admin.register(Project)
class ProjectAdmin(DeskAdmin):
    """Applications that were handed in; a draft is its applicant's own and stands in no list of staff."""

    view_permission = "applications.view_staff"
    desk = "screening_desk"
    key = "code"
    list_display = (
        "named", "project", "service", "asked", "state", "screened", "due", "district_says", "submitted",
    )  # fmt: skip
    list_filter = (
        WaitingFilter, ("round", RoundFilter), "state", ScreeningFilter, "category__slug",
        StandingFilter, DistrictFilter, OfficerFilter, DueFilter, AmountFilter,
        "recommendation__advice", "on_paper",
    )  # fmt: skip
    search_fields = ("code", "title", "organization__name", "organization__uscc", "screening__officer__display_name")
    ordering = ("submitted_at", "pk")
    list_per_page = 100
    actions = ("take_on", "take_along")

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/pages/screening.css"]}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        facts = {"may_remind": policy.may(request.user, "screening.remind")}
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> Any:
        return screenings.for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=_("number"), ordering="code")
    def named(self, row: Project) -> str:
        return self.opens(row, row.code)

    @admin.display(description=_("project and applicant"), ordering="title")
    def project(self, row: Any) -> str:
        paper = f' <span class="tag amber">{escape(str(_("On paper")))}</span>' if row.on_paper else ""
        return _two_lines(row.title or "—", row.applicant, beside=paper)

    @admin.display(description=_("field of service"), ordering="category__order")
    def service(self, row: Any) -> str:
        return row.service or "—"

    @admin.display(description=_("asked for (yuan)"), ordering="grant_fen")
    def asked(self, row: Project) -> str:
        return format_yuan(row.grant_fen)

    @admin.display(description=_("screening"), ordering="screening__state")
    def screened(self, row: Any) -> str:
        if row.screening_state is None:
            return "—"
        words = _said(ScreeningState(row.screening_state), get_language())
        return _two_lines(words, row.officer_name) if row.officer_name else words

    @admin.display(description=_("correction due"), ordering="correction_due")
    def due(self, row: Any) -> str:
        return beijing(row.correction_due) or "—"

    @admin.display(description=_("district"), ordering="recommendation__advice")
    def district_says(self, row: Any) -> str:
        return _said(Advice(row.advice), get_language()) if row.advice else "—"

    @admin.display(description=_("handed in at"), ordering="submitted_at")
    def submitted(self, row: Project) -> str:
        return beijing(row.submitted_at)

    def has_reading_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_screening_permission(self, request: HttpRequest) -> bool:
        return self.condition(request, "screening.screen") != policy.NOBODY

    @admin.action(description=_("Take these cases on"), permissions=["screening"])
    def take_on(self, request: HttpRequest, rows: QuerySet[Project]) -> None:
        actor: Any = request.user
        chosen = list(policy.visible(actor, "screening.screen", rows).values_list("pk", flat=True))
        taken, asked = flows.take_on(project_ids=chosen, actor=actor), rows.count()
        said = ngettext("%(n)s case is yours now.", "%(n)s cases are yours now.", taken) % {"n": taken}
        if taken < asked:
            left = ngettext("%(n)s was left alone.", "%(n)s were left alone.", asked - taken) % {"n": asked - taken}
            messages.warning(request, f"{said} {left}")
        else:
            messages.success(request, said)

    @admin.action(description=_("Take along as a sheet (xlsx)"), permissions=["reading"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Project]) -> HttpResponse:
        actor: Any = request.user
        found = list(screenings.for_sheet(rows))
        flows.note_export(what="applications", count=len(found), actor=actor)
        return sheet_answer(applications_sheet(found), f"applications-{clock.today():%Y%m%d}.xlsx")
