"""HTML doors: fetch the row with a right, take a form, call one flow, answer."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme

from venture.doors.kept import to_sign_in
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

PUBLIC = "public"
SIGNED_IN = "signed_in"


class Door:
    """Deny by default. Each view names its ``permission``; ``public`` and ``signed_in`` are said aloud.

    Anonymous visitors of a closed page go to the sign-in; people without the right see a missing page.
    """

    permission: str
    # What a browser sends; a generic form view of Django would take a PUT as well.
    http_method_names: Sequence[str] = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.permission != PUBLIC and not request.user.is_authenticated:
            return to_sign_in(request)
        if policy.is_act(self.permission) and not policy.may(request.user, self.permission):
            raise Http404
        return self._enter(request, *args, **kwargs)

    def early(self, request: HttpRequest) -> HttpResponse | None:
        """Answer before the method runs, or return ``None`` to let it run. Asked only for methods the door takes."""
        return None

    def _enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = (request.method or "").lower()
        if method == "options":
            # What ``get`` refuses would be told here; nobody asks a page for its methods.
            return self.http_method_not_allowed(request, *args, **kwargs)  # type: ignore[attr-defined]
        if method in self.http_method_names and hasattr(self, method):
            answer = self.early(request)
            if answer is not None:
                return answer
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class RowDoor(Door):
    """A door to one row: ``self.row`` is the row under ``permission``, or the page is missing.

    ``public`` lets anonymous visitors ask for a row under a permission that answers for them too.
    ``rows`` names the screen's read shape; ``lookup`` maps URL keywords to field names.
    """

    lookup: dict[str, str] = {"pk": "pk"}
    public = False
    row: Any

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.public and self.permission != PUBLIC and not request.user.is_authenticated:
            return to_sign_in(request)
        self.row = self.find(request, **{field: kwargs[name] for name, field in self.lookup.items()})
        return self._enter(request, *args, **kwargs)

    def find(self, request: HttpRequest, **wanted: Any) -> Any:
        """Return the row under the door's permission. Raise ``Http404``."""
        rows = self.rows()
        if self.permission not in {PUBLIC, SIGNED_IN}:
            rows = policy.visible(request.user, self.permission, rows)
        return get_object_or_404(rows, **wanted)


class RefusalMiddleware:
    """Turn a refusal that reached the top into a message on the page that the person came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RuleRefusal) or request.path.startswith("/api/"):
            return None
        messages.error(request, sentence_of(exception))
        return HttpResponseRedirect(self._way_back(request))

    def _way_back(self, request: HttpRequest) -> str:
        came_from = request.headers.get("Referer", "")
        if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
            return came_from
        return request.path if resolve(request.path) and request.method == "GET" else "/"
