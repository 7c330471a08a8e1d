from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from venture.doors.admin import StaffAdmin, refusals_as_messages
from venture.jobs import flows
from venture.jobs.models import Job
from venture.kernel import policy


@admin.register(Job)
class JobAdmin(StaffAdmin):
    """What runs in the background, what waits, and what a person must look at."""

    view_permission = "jobs.view"
    list_display = ["pk", "name", "label", "state", "attempts", "run_at", "finished_at"]
    list_filter = ["state", "name"]
    ordering = ["-pk"]
    actions = ["run_again", "take_off"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in Job._meta.fields]

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return policy.condition(request.user, "jobs.steer") != policy.NOBODY

    @admin.action(description=_("Run again"), permissions=["steer"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        for job_id in queryset.values_list("pk", flat=True):
            with refusals_as_messages(request):
                flows.rerun(job_id=job_id, actor=request.user)

    @admin.action(description=_("Take off the list"), permissions=["steer"])
    def take_off(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        for job_id in queryset.values_list("pk", flat=True):
            with refusals_as_messages(request):
                flows.cancel(job_id=job_id, actor=request.user)
