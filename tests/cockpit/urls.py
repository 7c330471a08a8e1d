"""The admin site with doors made for its tests, so that they hold whatever the apps register."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path

import venture.urls
from accounts.models import Area, RoleGrant, User
from cockpit.site import VentureAdminSite
from venture.doors.admin import StaffAdmin, StaffInline
from venture.jobs.models import Job
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal

OUTSIDE = "990000"
DECLARED: dict[str, Any] = {
    "desk_tests.view_area": lambda user: ~Q(code=OUTSIDE) if user.has_role("clerk") else policy.NOBODY,
    "desk_tests.change_area": lambda user: ~Q(code=OUTSIDE) if user.has_role("clerk") else policy.NOBODY,
    "desk_tests.view_person": lambda user: policy.EVERYBODY if user.has_role("clerk") else policy.NOBODY,
    "desk_tests.view_job": lambda user: policy.EVERYBODY if user.has_role("system_admin") else policy.NOBODY,
}
for permission, rule in DECLARED.items():
    if permission not in policy.declared():
        policy.declare(permission, rule)
if "desk_tests.add_area" not in policy.declared():
    policy.declare_act("desk_tests.add_area", lambda user: user.has_role("clerk"))


class GrantInline(StaffInline):
    model = RoleGrant
    fk_name = "user"
    extra = 1


class AreaDoor(StaffAdmin):
    view_permission = "desk_tests.view_area"
    change_permission = "desk_tests.change_area"
    add_permission = "desk_tests.add_area"
    list_display = ("code", "name", "parent")
    list_filter = ("parent",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    actions = ("count_them",)

    @admin.action(description="数一数")
    def count_them(self, request: HttpRequest, queryset: QuerySet[Area]) -> None:
        messages.success(request, "、".join(queryset.values_list("name", flat=True)) or "无")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if obj.name == "不许":
            raise RuleRefusal("desk_tests.refused")
        super().save_model(request, obj, form, change)


class PersonDoor(StaffAdmin):
    view_permission = "desk_tests.view_person"
    change_permission = "desk_tests.view_person"
    fields = ("display_name", "email", "date_joined", "is_active")
    list_display = ("display_name", "email", "date_joined", "is_active")
    list_filter = ("is_active",)
    inlines: ClassVar[list[Any]] = [GrantInline]


class JobDoor(StaffAdmin):
    view_permission = "desk_tests.view_job"
    list_display = ("label", "state")
    list_filter = ("state",)


site = VentureAdminSite()
site.register(Area, AreaDoor)
site.register(User, PersonDoor)
site.register(Job, JobDoor)

# The tests' own desk before everything else that the site has: pages link to each other.
urlpatterns = [path("admin/", site.urls), *venture.urls.urlpatterns]
