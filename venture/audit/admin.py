from typing import Any

from django.contrib import admin

from venture.audit.models import AuditEntry
from venture.doors.admin import StaffAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(StaffAdmin):
    """The log as the supervision reads it. Nothing here can be changed, by anyone."""

    view_permission = "audit.view"
    list_display = ["seq", "at", "actor", "verb", "subject_label", "subject_pk"]
    list_filter = ["verb", "subject_label"]
    search_fields = ["subject_pk", "verb"]
    list_select_related = ["actor"]
    ordering = ["-seq"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        return [field.name for field in AuditEntry._meta.fields]
