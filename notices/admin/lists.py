"""The list of notices: drafts, those that wait for the second person, and what is published."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from notices.models import Notice
from venture.doors.admin import READ
from venture.doors.desk import DeskAdmin


@admin.register(Notice)
class NoticeAdmin(DeskAdmin):
    view_permission = "notices.view_staff"
    add_permission = "notices.draft"
    desk = "notice_desk"
    list_display = ("named", "kind", "round", "numbered", "state", "ends_on", "published_at")
    list_filter = ("state", "kind", ("round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "document_number")
    list_select_related = ("round", "series")
    ordering = ("published_at", "-pk")

    def get_ordering(self, request: HttpRequest) -> Any:
        from django.db.models import F  # noqa: PLC0415

        return (F("published_at").desc(nulls_first=True), "-pk")

    @admin.display(description=_("title"), ordering="title")
    def named(self, row: Notice) -> str:
        return self.opens(row, row.title)

    @admin.display(description=_("number"))
    def numbered(self, row: Notice) -> str:
        return f"{row.series.code}-{row.number:03d}" if row.number else "—"

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:notice_new"))
