"""The pool of experts as staff keep it: the list with its filters, one expert's desk, the buttons of the desk."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from reviews import flows as screening
from reviews.admin.rosters import roster_sheet
from reviews.admin.sheets import sheet_answer
from reviews.flows import joining, pool
from reviews.forms.pool import ChangeExpertForm, ExpertForm, TieForm, plain_mobile
from reviews.models import Conflict, Expert, ExpertTie
from reviews.queries.pool import account_of, account_state, for_desk, for_list, of_field
from rounds.enums import Field
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import READ, StaffDoor, StaffRowDoor, refusals_as_messages
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.doors.templatetags.when import beijing_day
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

CHANGE = "experts.change"
ACTS: Mapping[str, desk.Act] = {
    "invite": (CHANGE, joining.invite_expert, _("The link to an account is sent; it works for seven days.")),
    "link": (CHANGE, joining.link_expert, _("Joined with the account.")),
}
ACCOUNTS = {
    "linked": (_("Has an account"), ""),
    "invited": (_("Invited to an account"), "amber"),
    "lapsed": (_("The invitation lapsed"), "red"),
    "revoked": (_("The invitation was taken back"), "red"),
    "none": (_("No account yet"), "amber"),
}


class ServiceFilter(admin.SimpleListFilter):
    title = _("field of service")
    parameter_name = "service"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return Field.choices

    def queryset(self, request: HttpRequest, rows: QuerySet[Expert]) -> QuerySet[Expert]:
        value = self.value()
        return of_field(rows, value) if value in Field.values else rows


class AccountFilter(admin.SimpleListFilter):
    title = _("account")
    parameter_name = "account"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("yes", _("Has an account")), ("no", _("No account yet")))

    def queryset(self, request: HttpRequest, rows: QuerySet[Expert]) -> QuerySet[Expert]:
        value = self.value()
        return rows.filter(user__isnull=value == "no") if value in {"yes", "no"} else rows


@admin.register(Expert)
class ExpertAdmin(DeskAdmin):
    view_permission = "experts.view"
    add_permission = "experts.add"
    desk = "expert_desk"
    list_display = ("named", "works_at", "services", "account", "rounds", "load", "away", "active")
    list_filter = (ServiceFilter, "finance", "active", AccountFilter, ("area", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "employer", "title")
    list_per_page = 100
    actions = ("take_along",)

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["css/pages/pool.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        return for_list().annotate(now=Value(clock.now())).filter(self.condition(request, self.view_permission))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        facts = {"may_bring": policy.may(request.user, "experts.bring")}
        return super().changelist_view(request, {**facts, **(extra_context or {})})

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:expert_new"))

    @admin.display(description=pgettext_lazy("person", "name"), ordering="name")
    def named(self, row: Expert) -> str:
        return self.opens(row, row.name)

    @admin.display(description=_("works at"), ordering="employer")
    def works_at(self, row: Expert) -> str:
        return format_html('<span>{}<br><span class="muted">{}</span></span>', row.employer or "—", row.title)

    @admin.display(description=_("fields of service"))
    def services(self, row: Expert) -> str:
        words = "、".join(str(Field(value).label) for value in row.fields if value in Field.values)
        tag = format_html('<span class="tag blue">{}</span>', _("Finance")) if row.finance else ""
        return format_html("<span>{} {}</span>", words, tag)

    @admin.display(description=_("account"))
    def account(self, row: Any) -> str:
        words, colour = ACCOUNTS[account_state(row, row.now)]
        return format_html('<span><span class="tag {}">{}</span></span>', colour, words)

    @admin.display(description=_("rounds"), ordering="round_count")
    def rounds(self, row: Any) -> int:
        return row.round_count or 0

    @admin.display(description=_("projects at most"), ordering="most")
    def load(self, row: Expert) -> int:
        return row.most

    @admin.display(description=_("away"), ordering="away_from")
    def away(self, row: Expert) -> str:
        return absence(row) or "—"

    def has_keeping_permission(self, request: HttpRequest) -> bool:
        return self.condition(request, CHANGE) != policy.NOBODY

    @admin.action(description=_("Take along as a sheet (xlsx)"), permissions=["keeping"])
    def take_along(self, request: HttpRequest, rows: QuerySet[Expert]) -> HttpResponse:
        actor: Any = request.user
        found = list(policy.visible(actor, CHANGE, rows).prefetch_related("ties__organization"))
        screening.note_export(what="experts", count=len(found), actor=actor)
        return sheet_answer(roster_sheet(found), f"experts-{clock.today():%Y%m%d}.xlsx")


def absence(expert: Expert) -> str:
    """Return when an expert is away, in words; empty without an absence."""
    if expert.away_from is None:
        return ""
    return f"{beijing_day(expert.away_from)}–{beijing_day(expert.away_until) if expert.away_until else ''}"


class Enter(StaffDoor, FormView):
    permission = "experts.add"
    template_name = "admin/reviews/expert_form.html"
    title = _("Enter an expert")
    form_class = ExpertForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        try:
            made = pool.add_expert(actor=actor, **form.given())
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        return HttpResponseRedirect(reverse("admin:expert_desk", args=[made.pk]))


class ExpertDoor:
    """What page and buttons share."""

    permission = "experts.view"
    desk = "expert_desk"
    acts = ACTS
    row: Expert
    request: HttpRequest

    def rows(self) -> Any:
        return for_desk()


class Desk(ExpertDoor, DeskPage):
    """One expert. 20 queries at most, however many ties and rounds there are."""

    template_name = "admin/reviews/expert.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, user = self.row, self.request.user
        may_change = self.may()["invite"]
        state = account_state(row, clock.now())
        conflicts = policy.visible(user, "conflicts.view", Conflict.objects.filter(expert=row, state="standing"))
        facts = {
            "title": row.name,
            "may_change": may_change,
            "form": given.pop("form", None) or (self.form() if may_change else None),
            "tie_form": TieForm() if may_change else None,
            "services": [Field(value).label for value in row.fields if value in Field.values],
            "absence": absence(row),
            "account": ACCOUNTS[state],
            "account_state": state,
            "found": account_of(row) if may_change and state != "linked" else None,
            "mobile": plain_mobile(row.mobile) if may_change else "",
            "email": row.email if may_change else "",
            "conflicts": conflicts.count(),
            "entries": entries_of(row)[:20],
        }
        return super().get_context_data(**{**facts, **given})

    def form(self) -> ChangeExpertForm:
        return ChangeExpertForm(user=self.request.user, initial=ChangeExpertForm.of(self.row))


class Change(ExpertDoor, DeskPage):
    """Take a changed entry; what cannot be read is shown again with everything that was typed."""

    http_method_names = ["post"]
    permission = CHANGE
    template_name = "admin/reviews/expert.html"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        form = ChangeExpertForm(request.POST, user=actor)
        if form.is_valid():
            try:
                pool.change_expert(expert_id=self.row.pk, actor=actor, **form.given())
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
            else:
                messages.success(request, gettext("Saved."))
                return self.back()
        page = Desk(request=request, kwargs={"pk": pk})
        page.row = self.row
        return page.render_to_response(page.get_context_data(form=form), status=422)


class Act(ExpertDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        return {"expert_id": self.row.pk}


class AddTie(ExpertDoor, StaffRowDoor, FormView):
    http_method_names = ["post"]
    permission = CHANGE
    form_class = TieForm

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        with refusals_as_messages(self.request):
            pool.add_tie(expert_id=self.row.pk, actor=actor, **form.given())
            messages.success(self.request, gettext("Entered; conflicts were looked for anew."))
        return HttpResponseRedirect(reverse("admin:expert_desk", args=[self.row.pk]))

    def form_invalid(self, form: Any) -> HttpResponse:
        for errors in form.errors.values():
            messages.error(self.request, " ".join(map(str, errors)))
        return HttpResponseRedirect(reverse("admin:expert_desk", args=[self.row.pk]))


class RemoveTie(StaffRowDoor, FormView):
    http_method_names = ["post"]
    permission = "experts.untie"
    row: ExpertTie

    def rows(self) -> Any:
        return ExpertTie.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        with refusals_as_messages(request):
            pool.remove_tie(tie_id=self.row.pk, reason=request.POST.get("reason", ""), actor=actor)
            messages.success(request, gettext("Taken out; the log keeps it."))
        return HttpResponseRedirect(reverse("admin:expert_desk", args=[self.row.expert_id]))
