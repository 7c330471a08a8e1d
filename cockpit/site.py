"""The staff's door: Django's admin with our theme, our sign-in and our rights."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from venture.doors.admin import READ, StaffAdmin, mounted
from venture.doors.kept import to_sign_in

# Pages of the stock site that have a better place here: passwords belong to the account pages, the lists by app give
# way to the menu by work, and "view on site" would answer for rows that nobody asked a right for.
DROPPED = frozenset({"password_change", "password_change_done", "view_on_site", "app_list"})


class VentureAdminSite(admin.AdminSite):
    site_header = _("Yunxi Public-Benefit Venture Fund")
    site_title = _("Staff desk")
    index_title = _("Round overview")
    enable_nav_sidebar = False
    empty_value_display = "—"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take doors with declared permissions only: the pages that libraries register show what nobody may see here.

        allauth's, for example, would list second factors and sessions to every superuser.
        """
        if admin_class is not None and issubclass(admin_class, StaffAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let staff in, and who was lent a round or an application; what is found inside, the declared rights say."""
        if not request.user.is_active or not request.user.is_authenticated:
            return False
        return bool(request.user.is_staff or self._observes(request))

    def _observes(self, request: HttpRequest) -> bool:
        from projects.queries.observers import (  # noqa: PLC0415 -- the site is made before the apps' models
            observes_some_project,
        )
        from rounds.queries import observes_some_round  # noqa: PLC0415 -- the site is made before the apps' models

        known: bool | None = getattr(request, "_observes", None)
        if known is None:
            known = observes_some_round(request.user) or observes_some_project(request.user)
            request._observes = known  # type: ignore[attr-defined]
        return known

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Send strangers to the sign-in; to everybody else, a page without a right looks missing."""

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not self.has_permission(request):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as refusal:
                raise Http404 from refusal
            finally:
                if request.method not in READ:
                    self._moved(request)

        guarded = csrf_protect(inner if cacheable else never_cache(inner))
        return update_wrapper(guarded, view)

    def _moved(self, request: HttpRequest) -> None:
        """Let the person's next page count what waits anew: an act may have moved it."""
        from cockpit.queues import kept  # noqa: PLC0415 -- the site is made before the apps' models are there

        kept.forget(request.user)

    def get_urls(self) -> list[Any]:
        stock = [entry for entry in super().get_urls() if getattr(entry, "name", None) not in DROPPED]
        ours = [self._wrapped(pattern) for pattern in mounted()]
        return [*ours, *stock]

    def _wrapped(self, pattern: URLPattern) -> URLPattern:
        route = getattr(pattern.pattern, "_route", "")
        return path(route, self.admin_view(pattern.callback), name=pattern.name)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from cockpit import menu  # noqa: PLC0415 -- the site is made before the apps' models are there

        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": reverse("portal:home"),
            "has_permission": self.has_permission(request),
            "available_apps": [],
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            **menu.frame(request, self),
        }

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign-in has one place. Someone already inside goes on to the desk."""
        if request.user.is_authenticated:
            if not self.has_permission(request):
                raise Http404
            if request.method in READ:
                return HttpResponseRedirect(reverse("admin:index"))
        if request.method not in READ:
            return HttpResponseNotAllowed(READ)
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Leave by the same door as everybody: a POST, answered by the account pages."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return HttpResponseRedirect(reverse("account_logout"), preserve_request=True)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from cockpit import views  # noqa: PLC0415

        return views.overview(request, self) if request.method in READ else HttpResponseNotAllowed(READ)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        answer = super().autocomplete_view(request)
        return answer if request.method in READ else HttpResponseNotAllowed(READ)

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().i18n_javascript(request) if request.method in READ else HttpResponseNotAllowed(READ)
