"""The public pages, and the desk on which each person lands."""

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views import View
from django.views.generic import TemplateView

from notices import queries as notices
from notices.enums import NoticeKind
from portal.desks import DESKS
from projects import queries as needs
from rounds import queries as rounds
from rounds.enums import Field
from venture.audit.queries import published_heads
from venture.doors.web import PUBLIC, SIGNED_IN, Door, RowDoor
from venture.kernel import clock, policy

PER_PAGE = 20


class Page(Door, TemplateView):
    permission = PUBLIC


class Home(Page):
    template_name = "portal/home.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_, now, outcomes = rounds.for_home(), clock.now(), rounds.outcomes()
        return super().get_context_data(
            round=round_,
            left=_left(round_.closes_at - now) if round_ is not None and round_.closes_at else None,
            served=_people(outcomes["served"]) if outcomes else "",
            pass_rate=f"{100 * outcomes['passed'] / outcomes['evaluated']:.1f}" if outcomes.get("evaluated") else "",
            now=now,
            today=now.astimezone(clock.BEIJING).date(),
            open=round_ is not None and rounds.takes_applications(round_, now),
            notices=notices.latest(4),
            needs=needs.for_home(4),
            need_count=needs.how_many_waiting(),
            outcomes=outcomes,
            **given,
        )


class Calls(Page):
    template_name = "portal/calls.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(rounds=rounds.for_public(), now=clock.now(), **given)


class Guide(RowDoor, TemplateView):
    permission = "rounds.view"
    public = True
    template_name = "portal/guide.html"
    lookup = {"code": "code"}

    def rows(self) -> Any:
        return rounds.for_guide()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now = clock.now()
        return super().get_context_data(
            round=self.row,
            now=now,
            open=rounds.takes_applications(self.row, now),
            frozen=_first(self.row.versions),
            **given,
        )


class Notices(Page):
    template_name = "portal/notices.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        kind, text = self.request.GET.get("kind", ""), self.request.GET.get("q", "")[:60]
        rows = notices.for_list(kind=kind if kind in NoticeKind.values else "", text=text)
        return super().get_context_data(
            page=_page(rows, self.request), kinds=NoticeKind.choices, kind=kind, q=text, **given
        )


class NoticePage(Page):
    template_name = "portal/notice.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        notice = notices.one(self.kwargs["code"], self.kwargs["number"])
        if notice is None:
            raise Http404
        return super().get_context_data(notice=notice, whole=notices.still_as_published(notice), **given)


class Needs(Page):
    template_name = "portal/needs.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        field, text = self.request.GET.get("field", ""), self.request.GET.get("q", "")[:60]
        rows = needs.for_list(field=field if field in Field.values else "", text=text)
        return super().get_context_data(
            page=_page(rows, self.request), fields=Field.choices, field=field, q=text, **given
        )


class NeedPage(Page):
    template_name = "portal/need.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        need = needs.one(self.kwargs["code"])
        if need is None:
            raise Http404
        return super().get_context_data(need=need, **given)


class AuditHeads(Page):
    template_name = "portal/audit.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(heads=published_heads()[:60], **given)


class Display(Door, View):
    """Large or ordinary text, kept in a cookie for a year and in the person's profile."""

    permission = PUBLIC
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        size = "large" if request.POST.get("size") == "large" else "normal"
        onward = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
            onward = reverse("portal:home")
        answer = HttpResponseRedirect(onward)
        answer.set_cookie("size", size, max_age=365 * 86400, samesite="Lax", secure=request.is_secure(), httponly=True)
        return answer


class ToDesk(Door, View):
    """Send each person to the desk of their part."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "is_staff", False):
            return redirect("admin:index")
        for desk in DESKS.values():
            if policy.may(request.user, desk.permission):
                return redirect(f"portal:desk-{desk.name}")
        raise Http404


class DeskPage(Door, TemplateView):
    """One desk: whose it is, where the round stands for it, what waits."""

    template_name = "portal/desk.html"
    desk_name = ""

    @property
    def permission(self) -> str:  # type: ignore[override]
        return DESKS[self.desk_name].permission

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        desk, round_ = DESKS[self.desk_name], rounds.for_home()
        stages = list(round_.stages.all()) if round_ is not None else []
        stage = next((each for each in stages if each.kind == desk.stage), None)
        return super().get_context_data(desk=desk, round=round_, stage=stage, **given)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def _page(rows: Any, request: HttpRequest) -> Any:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _first(rows: Any) -> Any:
    return next(iter(rows.all()), None)


def _left(span: timedelta) -> dict[str, str]:
    """Return days, hours and minutes as the countdown shows them without scripts; nothing is left after closing."""
    minutes = max(0, int(span.total_seconds()) // 60)
    return {"days": str(minutes // 1440), "hours": f"{minutes // 60 % 24:02d}", "minutes": f"{minutes % 60:02d}"}


def _people(number: int) -> str:
    """Return person-times as the reader's language counts them: 18.4 万 or 184,000."""
    return f"{number / 10_000:.1f} 万" if get_language() != "en" else f"{number:,}"
