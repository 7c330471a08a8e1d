"""The queue of needs: what was collected, merged, published and answered."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import queries
from projects.models import Need
from venture.doors.admin import READ
from venture.doors.desk import DeskAdmin
from venture.kernel import policy

AT_LEAST = 2


@admin.register(Need)
class NeedAdmin(DeskAdmin):
    view_permission = "needs.view_staff"
    add_permission = "needs.collect"
    desk = "need_desk"
    list_display = ("named", "code", "place", "field", "urgency", "state", "interested")
    list_filter = ("state", "field", "urgency", ("community__street", admin.RelatedOnlyFieldListFilter))
    search_fields = ("code", "title", "problem", "population", "community__name")
    ordering = ("state", "-urgency", "code")
    actions = ("merge", "publish_list")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = queries.with_interest(super().get_queryset(request))
        return rows.select_related("community__street")

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def named(self, row: Need) -> str:
        return self.opens(row, row.title)

    @admin.display(description=gettext_lazy("community"), ordering="community__code")
    def place(self, row: Need) -> str:
        return f"{row.community.street.name} · {row.community.name}"

    @admin.display(description=gettext_lazy("interest in a need"), ordering="interest")
    def interested(self, row: Any) -> int:
        return int(row.interest)

    def has_write_permission(self, request: HttpRequest) -> bool:
        return policy.may(request.user, "needs.collect")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:need_new"))

    @admin.action(description=gettext_lazy("Merge those that say the same"), permissions=["write"])
    def merge(self, request: HttpRequest, rows: QuerySet[Need]) -> HttpResponse | None:
        chosen = list(policy.visible(request.user, "needs.merge", rows).values_list("pk", flat=True))
        if len(chosen) < AT_LEAST:
            messages.warning(request, _("Choose at least two collected needs."))
            return None
        return HttpResponseRedirect(f"{reverse('admin:need_merge')}?{urlencode([('need', pk) for pk in chosen])}")

    @admin.action(description=gettext_lazy("Publish as a list (a notice)"), permissions=["write"])
    def publish_list(self, request: HttpRequest, rows: QuerySet[Need]) -> HttpResponse | None:
        chosen = list(policy.visible(request.user, "needs.list", rows).values_list("pk", flat=True))
        if not chosen:
            messages.warning(request, _("Choose at least one collected need."))
            return None
        address = reverse("admin:notice_new")
        return HttpResponseRedirect(f"{address}?{urlencode([('kind', 'needs'), *(('need', pk) for pk in chosen)])}")
