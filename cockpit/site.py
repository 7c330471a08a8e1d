"""The staff's door: Django's admin with our theme, our sign-in and our rights."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class VentureAdminSite(admin.AdminSite):
    site_header = _("Yunxi Public-Benefit Venture Fund")
    site_title = _("Staff desk")
    index_title = _("Round overview")

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))
