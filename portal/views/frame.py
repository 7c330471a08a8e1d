"""What public pages share, and the pages that are only text."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import TemplateView

from accounts.flows.signing import keep_display
from accounts.models import User
from venture.audit.queries import published_heads
from venture.doors.web import PUBLIC, Door

PER_PAGE = 20


class Page(Door, TemplateView):
    permission = PUBLIC


class ListPage(Page):
    """A list with filters. ``filters`` are the names that the address may carry, with the values that each may have."""

    def choice(self, name: str, allowed: Any) -> str:
        """Return the filter's value when it is one of ``allowed``, else an empty text."""
        value = self.request.GET.get(name, "")
        return value if value in set(allowed) else ""

    def words(self) -> str:
        return self.request.GET.get("q", "").replace("\x00", "").strip()[:60]

    def paged(self, rows: Any, **filters: str) -> dict[str, Any]:
        """Return the page of rows, the filters, and the address part that keeps them on the next page."""
        kept = {name: value for name, value in filters.items() if value}
        return {
            "page": Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page")),
            "query": f"{urlencode(kept)}&" if kept else "",
        }


class AuditHeads(Page):
    template_name = "portal/audit.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(heads=published_heads()[:60], **given)


class Display(Door, View):
    """Large or ordinary text, kept in a cookie for a year and in the profile of whoever is inside."""

    permission = PUBLIC
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        size = "large" if request.POST.get("size") == "large" else "normal"
        onward = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
            onward = reverse("portal:home")
        answer = HttpResponseRedirect(onward)
        if isinstance(request.user, User):
            keep_display(request.user, large_text=size == "large")
        answer.set_cookie("size", size, max_age=365 * 86400, samesite="Lax", secure=request.is_secure(), httponly=True)
        return answer


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)
