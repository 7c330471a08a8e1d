from django.contrib.admin.apps import AdminConfig


class VentureAdminConfig(AdminConfig):
    """Make our site the default one, so that every ``admin.register`` lands on it."""

    default_site = "cockpit.site.VentureAdminSite"
