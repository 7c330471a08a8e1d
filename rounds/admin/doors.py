"""The list of rounds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from rounds.enums import AmendmentState
from rounds.models import Round
from venture.doors.admin import StaffAdmin


class AmendingFilter(admin.SimpleListFilter):
    """Rounds with an amendment that waits for its second person."""

    title = _("amendments")
    parameter_name = "amending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(AmendmentState.ASKED.value, AmendmentState.ASKED.label)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() != AmendmentState.ASKED:
            return queryset
        return queryset.filter(amendments__state=AmendmentState.ASKED).distinct()


@admin.register(Round)
class RoundAdmin(StaffAdmin):
    """The list; a round opens on its own desk, where its rules are set up."""

    view_permission = "rounds.view_staff"
    add_permission = "rounds.create"
    list_display = ("name", "code", "state", "opens_at", "closes_at", "money")
    list_display_links = None
    list_filter = ("state", "year", AmendingFilter)
    search_fields = ("code", "title", "document_number")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("area")

    @admin.display(description=_("title"), ordering="title")
    def name(self, round_: Round) -> str:
        url = reverse("admin:rounds_desk", kwargs={"code": round_.code})
        return format_html('<a href="{}">{}</a>', url, round_.title)

    @admin.display(description=_("money in all (yuan)"), ordering="pool_fen")
    def money(self, round_: Round) -> str:
        return f"{round_.pool_fen / 100:,.0f}"

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), ("GET", "HEAD"))
        return refused or HttpResponseRedirect(reverse("admin:rounds_start"))

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_view_permission(request), ("GET", "HEAD"), object_id)
        if refused is not None:
            return refused
        round_ = self.get_object(request, object_id)
        if round_ is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(reverse("admin:rounds_desk", kwargs={"code": round_.code}))
