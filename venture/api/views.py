"""The description of the API and its reader, and the last words of the site when an address fails."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views import defaults
from django.views.generic import TemplateView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings

import portal.views
from venture.api.reading import operations
from venture.doors.api.doors import ApiDoor
from venture.doors.api.paging import Cursor
from venture.doors.api.problems import answer
from venture.doors.web import PUBLIC, Door

PREFIX = "/api/"


@lru_cache(maxsize=4)
def document_in(language: str) -> dict[str, Any]:
    """Return the OpenAPI document with its words in ``language``; it does not change while the process lives."""
    with translation.override(language):
        return dict(SchemaGenerator(urlconf="venture.urls").get_schema(request=None, public=True))


class Document(ApiDoor):
    """The OpenAPI 3 document. Public: it describes and holds no data."""

    permission_classes = (AllowAny,)
    renderer_classes = (OpenApiJsonRenderer,)
    schema = None

    def get(self, request: Request) -> Response:
        return Response(document_in(translation.get_language()))


class Viewer(Door, TemplateView):
    """The document for reading, as a page of the site: no script, in both languages, by keyboard and aloud."""

    permission = PUBLIC
    template_name = "api/docs.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(
            operations=operations(document_in(translation.get_language())),
            rate=str(api_settings.DEFAULT_THROTTLE_RATES["api"]).partition("/")[0],
            largest=Cursor.max_page_size,
            host=f"{self.request.scheme}://{self.request.get_host()}",
            **given,
        )


def _ending(code: int, page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a handler of Django's: a problem document under ``/api/``, the site's ``page`` elsewhere."""

    def end(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer(code) if request.path.startswith(PREFIX) else page(request, *args, **kwargs)

    return end


bad_request = _ending(400, defaults.bad_request)
not_found = _ending(404, portal.views.not_found)
server_error = _ending(500, defaults.server_error)
