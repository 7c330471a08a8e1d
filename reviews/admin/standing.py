"""Where applications and experts stand in a round, as the numbers of the overview name it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.models import Project
from reviews.models import Appointment
from reviews.queries.overview import READ_BY, idle, standing_at
from venture.kernel import clock

WORDS = {
    "in": gettext_lazy("Handed in, all"),
    "running": gettext_lazy("In the round"),
    "out": gettext_lazy("Refused or given up"),
    "full": gettext_lazy("All reviews in"),
    "lacking": gettext_lazy("Too few experts"),
    "apart": gettext_lazy("Scores far apart"),
}


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("place in the round")
    parameter_name = "at"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        """Offer the usual ones, and what a number of the overview asks for."""
        asked = request.GET.get("at", "")
        offered = [(key, words) for key, words in WORDS.items() if key != asked.partition(".")[0]]
        return [(asked, _words(asked)), *offered] if asked else offered

    def queryset(self, request: HttpRequest, rows: QuerySet[Project]) -> QuerySet[Project]:
        return standing_at(rows, self.value() or "")


def _words(value: str) -> str:
    name = value.partition(".")[0]
    if name in WORDS:
        return str(WORDS[name])
    count = name.removeprefix(READ_BY)
    if not count.isdecimal():
        return _("Unknown")
    return ngettext("%(n)s review in, not all", "%(n)s reviews in, not all", int(count)) % {"n": count}


class ReadingFilter(admin.SimpleListFilter):
    title = gettext_lazy("reading")
    parameter_name = "reading"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return (("idle", gettext_lazy("Has not begun")),)

    def queryset(self, request: HttpRequest, rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
        return rows.filter(pk__in=idle(clock.now()).values("pk")) if self.value() == "idle" else rows
