"""The first page of the desk: what waits, where the round stands, what comes next."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cockpit import queues
from venture.kernel import clock


def overview(request: HttpRequest, site: AdminSite) -> HttpResponse:
    frame = site.each_context(request)
    facts = {
        "title": _("Round overview"),
        "now": clock.now(),
        "waiting": queues.waiting(request),
    }
    return TemplateResponse(request, "admin/index.html", {**frame, **facts})
