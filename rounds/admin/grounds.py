"""What rounds stand on and what is left of them: sources of money with their bans, frozen rules with their hash."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views import View

from rounds.models import FundBan, FundSource, RulesVersion
from venture.doors.admin import StaffAdmin, StaffInline, StaffRowDoor


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
    fields = ("round", "number", "at", "reason", "sha256", "download", "readable")
    readonly_fields = ("download", "readable")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("round")

    @admin.display(description=_("Canonical text"))
    def download(self, version: RulesVersion) -> str:
        url = reverse("admin:rounds_rules", kwargs={"code": version.round.code, "number": version.number})
        return format_html('<a href="{}" download>{}</a>', url, _("Download the JSON that was hashed"))

    @admin.display(description=_("rules"))
    def readable(self, version: RulesVersion) -> str:
        """The same rules with line breaks, to read; the hash is that of the file."""
        return json.dumps(json.loads(version.rules), ensure_ascii=False, indent=2)

    @admin.display(description=_("SHA-256"))
    def short_hash(self, version: RulesVersion) -> str:
        return version.sha256[:12]


class RulesFile(StaffRowDoor, View):
    """The frozen text byte by byte: whoever hashes the file gets the hash that was published."""

    permission = "rounds.view_versions"
    lookup = {"code": "round__code", "number": "number"}
    http_method_names = ["get", "head", "options"]
    row: RulesVersion

    def rows(self) -> Any:
        return RulesVersion.objects.select_related("round")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = f"rules-{self.row.round.code}-v{self.row.number}.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(self.row.rules.encode(), content_type="application/json", headers=headers)
