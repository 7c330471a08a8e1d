"""The views' base. A view names a permission, a scope, a read shape and a serializer; the rest is here."""

import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from venture.doors.api.paging import Cursor
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal

PAGING = frozenset({"cursor", "page_size"})
# What an act may carry. The longest part of an application, every answer at its limit, is a third of it.
LARGEST_BODY: Final = 2_000_000


class InScope(BasePermission):
    """A token does only what it was made for. A person signed in on the site reads everything the person may."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scopes = getattr(request.auth, "scopes", None)
        if str(request.method).lower() not in view.http_method_names:
            return True  # answered with 405, whatever the token may
        needed = view.scope if request.method in SAFE_METHODS else view.write_scope
        return scopes is None or needed in scopes


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = ""


class KnownFilters(DjangoFilterBackend):
    """Refuse a filter that does not exist: a misspelt one would silently answer with everything."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filters: type[FilterSet] | None = self.get_filterset_class(view, queryset)
        known = PAGING | (set(filters.base_filters) if filters else set())
        if strangers := sorted(set(request.query_params) - known):
            raise ValidationError({name: [_("This filter does not exist.")] for name in strangers})
        return super().filter_queryset(request, queryset, view)


class ApiDoor(APIView):
    """Closed by default: a person or a token, with the scope that the view names.

    Each answer carries an ``ETag`` (its hash, after the row's ``version`` where the view sets it) and honours
    ``If-None-Match``; it is never kept by a shared cache. Sentences are in
    the language that ``Accept-Language`` asks for.
    """

    permission: ClassVar[str]
    scope: ClassVar[str]
    write_scope: ClassVar[str] = ""
    permission_classes: Sequence[Any] = (IsAuthenticated, InScope)
    http_method_names: Sequence[Any] = ("get", "head", "options")
    version: int | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Tell nothing: what ``get`` refuses would be told here. The document names the methods."""
        return self.http_method_not_allowed(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie", "Accept-Language"])
        if request.method in {"GET", "HEAD"} and response.status_code == 200:
            response.add_post_render_callback(lambda rendered: _unless_known(request._request, rendered, self.version))
        return response

    def taken(self, shape: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """Return what the request carries, read by ``shape``. Raise what the framework answers with 400, 413 or 415."""
        if int(self.request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLarge
        try:
            given = self.request.data
        except RecursionError:
            raise ParseError(_("This nests too deep.")) from None
        serializer = shape(data=given, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        found: dict[str, Any] = serializer.validated_data
        return found

    @property
    def person(self) -> Any:
        return self.request.user

    def row_of(self, rows: QuerySet[Any], permission: str = "", **wanted: Any) -> Any:
        """Return one row under a right, the door's own unless another is named, or answer 404."""
        return get_object_or_404(policy.visible(self.request.user, permission or self.permission, rows), **wanted)

    def refuse_unless(self, permission: str, row: Any, code: str) -> None:
        """Raise ``RuleRefusal(code)`` where somebody may read the row but not do this to it, or not now."""
        if not policy.allows(self.request.user, permission, row):
            raise RuleRefusal(code)

    def missing_unless(self, permission: str) -> None:
        """Answer 404 where the person may not do this anywhere: what is forbidden looks like missing."""
        if not policy.may(self.request.user, permission):
            raise Http404

    def visible(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return policy.visible(self.request.user, self.permission, rows)

    def get_serializer_context(self) -> dict[str, Any]:
        """Give one reading of the clock to the whole answer, so that two rows cannot disagree."""
        return {"request": self.request, "now": clock.now()}


class RowApiDoor(ApiDoor):
    """One row under a right, or 404. ``lookup`` maps URL keywords to field names."""

    lookup: ClassVar[dict[str, str]] = {"pk": "pk"}
    serializer_class: ClassVar[type[BaseSerializer[Any]]]

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get(self, request: Request, **keys: Any) -> Response:
        wanted = {field: keys[name] for name, field in self.lookup.items()}
        row = get_object_or_404(self.visible(self.rows()), **wanted)
        return Response(self.serializer_class(row, context=self.get_serializer_context()).data)


class ListDoor(ListModelMixin, ApiDoor, GenericAPIView[Any]):
    """Many rows under a right, filtered and by cursor. ``ordering`` ends in something unique."""

    ordering: ClassVar[Sequence[str]]
    filterset_class: ClassVar[type[FilterSet]]
    filter_backends = (KnownFilters,)
    pagination_class = Cursor

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        return self.visible(self.rows())

    def get(self, request: Request, **keys: Any) -> Response:
        return self.list(request, **keys)


def _unless_known(request: HttpRequest, response: HttpResponse, version: int | None) -> HttpResponse | None:
    named = "" if version is None else f"{version}."
    etag = f'"{named}{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
