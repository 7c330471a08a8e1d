"""Lists of people, roles, proposals, invitations, recoveries and areas. They show; flows move."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.domain.contacts import contact_of
from accounts.flows.areas import add_area, rename_area
from accounts.flows.contacts import contacts_of
from accounts.models import Area, ClosingRequest, Recovery, RoleGrant, RoleInvitation, RoleProposal, User
from accounts.queries import people
from venture.doors.admin import READ, StaffAdmin
from venture.doors.desk import DeskAdmin
from venture.kernel import clock


class RoleFilter(admin.SimpleListFilter):
    """People who hold a role today."""

    title = _("role today")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(RoleGrant._meta.get_field("role").choices or [])

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if not self.value():
            return queryset
        held = RoleGrant.objects.current(clock.today()).filter(role=self.value())
        return queryset.filter(pk__in=held.values("user"))


class ForceFilter(admin.SimpleListFilter):
    """Roles in force, lent or over."""

    title = _("in force")
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("in force today")), ("lent", _("lent today")), ("over", _("over or not yet"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
        if self.value() not in {"yes", "lent", "over"}:
            return queryset
        current = Q(pk__in=RoleGrant.objects.current(clock.today()).values("pk"))
        if self.value() == "over":
            return queryset.exclude(current)
        return queryset.filter(current, lent_from__isnull=False) if self.value() == "lent" else queryset.filter(current)


def _masked(user: User) -> str:
    return " · ".join(contact.masked for contact in contacts_of(user))


@admin.register(User)
class UserAdmin(DeskAdmin):
    """People by name. A whole number or address finds its person; a part of one finds nobody."""

    view_permission = "accounts.view_people"
    desk = "accounts_person"
    list_display = ("named", "reached", "holds", "is_active", "date_joined")
    list_filter = (RoleFilter, "is_active")
    search_fields = ("display_name",)
    ordering = ("display_name", "pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related(people.held_today())

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        contact = contact_of(search_term)
        if contact is not None:
            return queryset.filter(**{contact.kind: contact.value}), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("person"), ordering="display_name")
    def named(self, user: User) -> str:
        return self.opens(user, user.display_name or str(_("(no name)")))

    @admin.display(description=_("reached by"))
    def reached(self, user: User) -> str:
        return _masked(user)

    @admin.display(description=_("roles today"))
    def holds(self, user: Any) -> str:
        return "、".join(str(grant.get_role_display()) for grant in user.held_today) or "—"


@admin.register(RoleGrant)
class RoleGrantAdmin(DeskAdmin):
    """Every role that anybody holds or held."""

    view_permission = "accounts.view_roles"
    desk = "accounts_person"
    key = "user_id"
    list_display = ("named", "role", "where", "starts_on", "ends_on", "for_whom", "given", "ended_at")
    list_filter = (ForceFilter, "role")
    search_fields = ("user__display_name",)
    ordering = ("-starts_on", "-pk")
    list_select_related = ("user", "area", "granted_by", "lent_from__user", "proposal__decided_by")

    @admin.display(description=_("person"), ordering="user__display_name")
    def named(self, grant: RoleGrant) -> str:
        return self.opens(grant, str(grant.user))

    @admin.display(description=_("area"), ordering="area")
    def where(self, grant: RoleGrant) -> str:
        return str(grant.area or _("The whole city"))

    @admin.display(description=_("stands in for"))
    def for_whom(self, grant: RoleGrant) -> str:
        return str(grant.lent_from.user) if grant.lent_from is not None else "—"

    @admin.display(description=_("given by"))
    def given(self, grant: RoleGrant) -> str:
        proposal = getattr(grant, "proposal", None)
        names = [grant.granted_by, proposal.decided_by if proposal is not None else None]
        return " → ".join(str(name) for name in names if name is not None) or "—"


@admin.register(RoleProposal)
class RoleProposalAdmin(DeskAdmin):
    view_permission = "accounts.view_proposals"
    desk = "accounts_proposal"
    list_display = ("named", "role", "where", "state", "proposed_by", "proposed_at", "decided_by", "decided_at")
    list_filter = ("state", "role")
    search_fields = ("user__display_name",)
    list_select_related = ("user", "area", "proposed_by", "decided_by")

    @admin.display(description=_("person"), ordering="user__display_name")
    def named(self, proposal: RoleProposal) -> str:
        return self.opens(proposal, str(proposal.user))

    @admin.display(description=_("area"), ordering="area")
    def where(self, proposal: RoleProposal) -> str:
        return str(proposal.area or _("The whole city"))


@admin.register(RoleInvitation)
class RoleInvitationAdmin(DeskAdmin):
    view_permission = "accounts.view_invitations"
    add_permission = "accounts.invite"
    desk = "accounts_invitation"
    list_display = ("named", "reached", "role", "where", "state", "invited_by", "expires_at")
    list_filter = ("state", "role")
    search_fields = ("name",)
    list_select_related = ("area", "invited_by")

    @admin.display(description=_("person"), ordering="name")
    def named(self, invitation: RoleInvitation) -> str:
        return self.opens(invitation, invitation.name)

    @admin.display(description=_("sent to"))
    def reached(self, invitation: RoleInvitation) -> str:
        return invitation.contact.masked

    @admin.display(description=_("area"), ordering="area")
    def where(self, invitation: RoleInvitation) -> str:
        return str(invitation.area or _("The whole city"))

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:accounts_invite"))


@admin.register(Recovery)
class RecoveryAdmin(DeskAdmin):
    view_permission = "accounts.view_recoveries"
    desk = "accounts_recovery"
    list_display = ("named", "state", "asked_at", "identified_by", "decided_by", "decided_at")
    list_filter = ("state",)
    search_fields = ("user__display_name",)
    list_select_related = ("user", "identified_by", "decided_by")

    @admin.display(description=_("person"), ordering="user__display_name")
    def named(self, recovery: Recovery) -> str:
        return self.opens(recovery, str(recovery.user))


class WishFilter(admin.SimpleListFilter):
    """Wishes to leave that wait, were taken back or were followed."""

    title = _("standing")
    parameter_name = "now"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Waits for the sponsor")), ("kept", _("Taken back")), ("closed", _("Account closed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ClosingRequest]) -> QuerySet[ClosingRequest]:
        ends = {"kept": Q(taken_back_at__isnull=False), "closed": Q(closed_at__isnull=False)}
        ends["open"] = ~ends["kept"] & ~ends["closed"]
        return queryset.filter(ends.get(self.value() or "", Q()))


@admin.register(ClosingRequest)
class ClosingRequestAdmin(DeskAdmin):
    view_permission = "accounts.view_closings"
    desk = "accounts_closing"
    list_display = ("named", "stands", "asked_at", "taken_back_at", "closed_at", "closed_by")
    list_filter = (WishFilter,)
    search_fields = ("user__display_name",)
    list_select_related = ("user", "closed_by")

    @admin.display(description=_("person"), ordering="user__display_name")
    def named(self, request: ClosingRequest) -> str:
        return self.opens(request, str(request.user))

    @admin.display(description=_("standing"))
    def stands(self, request: ClosingRequest) -> str:
        return request.standing


@admin.register(Area)
class AreaAdmin(StaffAdmin):
    """The divisions of the city. A code never changes: rights hang on it."""

    view_permission = "accounts.view_areas"
    change_permission = "accounts.change_areas"
    add_permission = "accounts.add_area"
    list_display = ("name", "code", "parent")
    search_fields = ("name", "code")
    list_select_related = ("parent",)
    fields = ("code", "name", "parent")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code", "parent") if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            rename_area(area_id=obj.pk, name=obj.name, actor=request.user)
        else:
            made = add_area(code=obj.code, name=obj.name, parent=obj.parent, actor=request.user)
            obj.pk, obj._state.adding = made.pk, False
