"""Every error of the API is a problem document (RFC 9457): ``type``, ``title``, ``status``, ``detail``, ``code``."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings

from venture.kernel.errors import RuleRefusal, sentence_of

CONTENT_TYPE = "application/problem+json"
TITLES: Mapping[int, Any] = {
    400: _("The request cannot be read."),
    401: _("Sign in first."),
    403: _("This is not allowed."),
    404: _("There is nothing here."),
    405: _("This address does not take this method."),
    406: _("This form of answer is not offered."),
    409: _("The state of things does not allow this."),
    412: _("Somebody changed this meanwhile."),
    413: _("The request is too large."),
    415: _("This form of request is not taken."),
    428: _("Say which version you start from."),
    429: _("Too many requests."),
    500: _("Something went wrong on our side."),
    503: _("The service is not ready."),
}


def problem(code: int, *, detail: str = "", name: str = "", **more: Any) -> dict[str, Any]:
    """Return the problem document of a status.

    ``name`` is the stable word of the fault (``not_found``); ``more`` holds extension members, for example
    ``errors``: field name to list of sentences.
    """
    title = str(TITLES.get(code, HTTPStatus(code).phrase))
    return {
        "type": "about:blank",
        "title": title,
        "status": code,
        "detail": detail or title,
        "code": name or HTTPStatus(code).name.lower(),
        **more,
    }


def answer(code: int, **facts: Any) -> HttpResponse:
    """Return a problem outside of the framework: an unknown address, a crash."""
    return JsonResponse(problem(code, **facts), status=code, content_type=CONTENT_TYPE)


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer what a view raised. Return ``None`` for a crash: Django logs it and asks the site's 500 handler."""
    match error:
        case RuleRefusal():
            return _response(problem(status.HTTP_409_CONFLICT, detail=sentence_of(error), name=error.code))
        case Http404():
            error = exceptions.NotFound()
        case PermissionDenied():
            error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        return _response(problem(error.status_code, name="invalid", errors=dict(_by_place(error.detail))), headers)
    name = error.get_codes()
    # What the framework says of a row that is not there names the model; ours says nothing of what exists.
    detail = "" if isinstance(error, exceptions.NotFound | exceptions.Throttled) else str(error.detail)
    return _response(problem(error.status_code, detail=detail, name=str(name)), headers)


def _by_place(detail: Any, place: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield (place, sentences). What lies deeper is named with dots: ``answers.brand.story``, ``photos.0``."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _by_place(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(detail, list) and any(isinstance(each, list | Mapping) for each in detail):
        yield from _by_place(dict(enumerate(detail)), place)
    elif detail:
        yield place or api_settings.NON_FIELD_ERRORS_KEY, [str(each) for each in detail]


def _response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    return Response(body, status=body["status"], headers=dict(headers or {}), content_type=CONTENT_TYPE)
