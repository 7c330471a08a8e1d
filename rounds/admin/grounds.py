"""What rounds stand on and what is left of them: sources of money with their bans, frozen rules with their hash."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rounds.models import FundBan, FundSource, RulesVersion
from venture.doors.admin import StaffAdmin, StaffInline


class FundBanInline(StaffInline):
    model = FundBan

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(FundSource)
class FundSourceAdmin(StaffAdmin):
    """Where the money comes from. Sources come with the presets; bans are judged by the budget rules."""

    view_permission = "rounds.view_sources"
    list_display = ("name", "mark", "duty")
    inlines = (FundBanInline,)


@admin.register(RulesVersion)
class RulesVersionAdmin(StaffAdmin):
    """Frozen rules: read, compared by their hash, never changed."""

    view_permission = "rounds.view_versions"
    list_display = ("round", "number", "at", "reason", "short_hash")
    list_filter = ("round",)
    search_fields = ("sha256",)
    fields = ("round", "number", "at", "reason", "sha256", "rules")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("round")

    @admin.display(description=_("SHA-256"))
    def short_hash(self, version: RulesVersion) -> str:
        return version.sha256[:12]
