"""Notices: the list, one notice with the days of its period, and the text that its hash was taken of."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views import View

from notices import queries
from notices.domain import content, period
from notices.enums import NoticeKind
from notices.flows.exporting import sheet_of
from notices.models import Notice
from portal.papers import pdf_of
from portal.views.frame import ListPage, Page
from portal.views.objecting import filed, objecting_to
from rounds.queries import calendar
from venture.doors.web import PUBLIC, Door
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

SHOWN_DAYS = 10
WEEKDAYS = "一二三四五六日"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Notices(ListPage):
    template_name = "portal/notices.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        series = queries.series_in_use()
        kind, text = self.choice("kind", NoticeKind.values), self.words()
        round_code = self.choice("round", series)
        rows = queries.for_list(kind=kind, round_code=round_code, text=text)
        return super().get_context_data(
            **self.paged(rows, kind=kind, round=round_code, q=text),
            kinds=NoticeKind.choices,
            series=series,
            kind=kind,
            round_code=round_code,
            q=text,
            **given,
        )


class NoticePage(Page):
    template_name = "portal/notice.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        notice = _found(self.kwargs)
        return super().get_context_data(
            notice=notice,
            blocks=queries.page_blocks(notice),
            whole=queries.still_as_published(notice),
            **_days(notice),
            **objecting_to(notice, given.pop("form", None)),
            **given,
        )


class FileObjection(NoticePage):
    """The form below the notice: sent here, and shown again with every problem beside its field."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(_address(_found(kwargs)) + "#objection")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        notice = _found(kwargs)
        if not queries.takes_objections(notice):
            raise Http404
        form, answer = filed(request, notice)
        return answer or self.render_to_response(self.get_context_data(form=form), status=422)


class NoticeSheet(Door, View):
    """The frozen list as a workbook."""

    permission = PUBLIC

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        notice = _found({"code": code, "number": number})
        if not notice.items:
            raise Http404
        answer = HttpResponse(sheet_of(notice), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="notice-{code}-{number}.xlsx"'
        return answer


class NoticeContent(Door, View):
    """The canonical text of a notice, byte for byte: its SHA-256 is the hash on the page."""

    permission = PUBLIC

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        notice = _found({"code": code, "number": number})
        answer = HttpResponse(content.canonical(queries.content_of(notice)), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="notice-{code}-{number}.json"'
        return answer


class NoticePaper(Door, View):
    """The notice as a PDF, for the files of those who keep paper."""

    permission = PUBLIC

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        notice = _found({"code": code, "number": number})
        answer = HttpResponse(pdf_of(notice), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="notice-{code}-{number}.pdf"'
        return answer


def _found(kwargs: dict[str, Any]) -> Notice:
    notice = queries.one(kwargs["code"], kwargs["number"])
    if notice is None:
        raise Http404
    return notice


def _address(notice: Notice) -> str:
    return reverse("portal:notice", args=[notice.series.code, notice.number])


def _days(notice: Notice) -> dict[str, Any]:
    """Return the working days of the period with their short names, and how many are left with today."""
    if notice.starts_on is None or notice.ends_on is None:
        return {"days": [], "left": 0}
    today = clock.today()
    try:
        days = period.days_of(notice.starts_on, notice.ends_on, calendar())
    except RuleRefusal:
        return {"days": [], "left": 0}
    chinese = get_language() != "en"
    suffix = "日" if chinese else ""
    shown = [
        {
            "label": f"{day.day}{suffix}",
            "weekday": f"周{WEEKDAYS[day.weekday()]}" if chinese else date_format(day, "D"),
            "css": "done" if day < today else "now" if day == today else "",
        }
        for day in days[:SHOWN_DAYS]
    ]
    return {"days": shown, "left": sum(day >= today for day in days)}
