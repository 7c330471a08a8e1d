"""From the menu to the desk of the round in which that work is going on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views import View

from cockpit.desks import DESKS


class CurrentDesk(View):
    """The menu names no round: which one is at work is looked up when somebody goes there."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, desk: str, *args: Any, **kwargs: Any) -> HttpResponse:
        known = DESKS.get(desk)
        row = known.current(request.user) if known is not None else None
        if known is None or row is None:
            raise Http404
        return HttpResponseRedirect(known.address(row))
