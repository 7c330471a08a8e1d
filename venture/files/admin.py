from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from venture.doors.admin import StaffAdmin
from venture.files.models import StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(StaffAdmin):
    """What is kept, what waits for the scanner and what it held back. Nothing is opened from here."""

    view_permission = "files.view_register"
    list_display = ["pk", "kind", "size", "purpose", "state", "created_at", "attached_at"]
    list_filter = ["state", "kind", "purpose"]
    exclude = ["key", "ticket"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in StoredFile._meta.fields if field.name not in self.exclude]
