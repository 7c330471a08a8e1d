"""The description of the API and its reader, and the last words of the site when an address fails."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

import portal.views
from venture.doors.api import ApiDoor
from venture.doors.api.problems import answer
from venture.doors.web import PUBLIC, Door

PREFIX = "/api/"


class Document(ApiDoor):
    """The OpenAPI 3 document. Public: it describes and holds no data."""

    permission_classes = (AllowAny,)
    renderer_classes = (OpenApiJsonRenderer,)
    schema = None

    def get(self, request: Request) -> Response:
        return Response(SchemaGenerator(urlconf="venture.urls").get_schema(request=request, public=True))


class Viewer(Door, TemplateView):
    """The document for reading, drawn by Swagger UI from our own files under the site's strict policy."""

    permission = PUBLIC
    template_name = "api/docs.html"


def _ending(code: int, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a handler of Django's: a problem document under ``/api/``, the site's ``page`` elsewhere."""

    def end(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer(code) if request.path.startswith(PREFIX) else page(request, *args, **kwargs)

    return end


bad_request = _ending(400, defaults.bad_request)
not_found = _ending(404, portal.views.not_found)
server_error = _ending(500, defaults.server_error)
