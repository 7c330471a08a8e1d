"""The list of rounds."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rounds.enums import AmendmentState
from rounds.models import Round
from venture.doors.desk import DeskAdmin


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
class RoundAdmin(DeskAdmin):
    """The list; a round opens on its own desk, where its rules are set up."""

    view_permission = "rounds.view_staff"
    add_permission = "rounds.create"
    list_display = ("name", "code", "state", "opens_at", "closes_at", "money")
    list_filter = ("state", "year", AmendingFilter)
    search_fields = ("code", "title", "document_number")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("area")

    def address(self, row: Round) -> str:
        # The desk's address takes nothing but a round's code.
        return reverse("admin:rounds_desk", args=[row.code])

    @admin.display(description=_("title"), ordering="title")
    def name(self, round_: Round) -> str:
        return self.opens(round_, round_.title)

    @admin.display(description=_("money in all (yuan)"), ordering="pool_fen")
    def money(self, round_: Round) -> str:
        return f"{round_.pool_fen / 100:,.0f}"

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), ("GET", "HEAD"))
        return refused or HttpResponseRedirect(reverse("admin:rounds_start"))
