from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from venture.audit.models import AuditEntry
from venture.audit.queries import kind_of
from venture.doors.acts import name_of
from venture.doors.admin import StaffAdmin


class InWords(admin.AllValuesFieldListFilter):
    """The values that occur, said as ``words`` says them."""

    words: Callable[[str], str]

    def choices(self, changelist: Any) -> Any:
        for choice in super().choices(changelist):
            shown = choice["display"]
            yield {**choice, "display": type(self).words(shown) if isinstance(shown, str) else shown}


class ByAct(InWords):
    words = staticmethod(name_of)


class ByKind(InWords):
    words = staticmethod(kind_of)


@admin.register(AuditEntry)
class AuditEntryAdmin(StaffAdmin):
    """The log as the supervision reads it. Nothing here can be changed, by anyone."""

    view_permission = "audit.view"
    list_display = ["seq", "at", "actor", "act", "kind", "subject_pk"]
    list_filter = [("verb", ByAct), ("subject_label", ByKind)]
    search_fields = ["subject_pk", "verb"]
    list_select_related = ["actor"]
    ordering = ["-seq"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        said = {"verb": "act", "subject_label": "kind"}
        return [said.get(field.name, field.name) for field in AuditEntry._meta.fields]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_readonly_fields(request, obj)

    @admin.display(description=_("act"), ordering="verb")
    def act(self, entry: AuditEntry) -> str:
        return name_of(entry.verb)

    @admin.display(description=_("kind of record"), ordering="subject_label")
    def kind(self, entry: AuditEntry) -> str:
        return kind_of(entry.subject_label)
