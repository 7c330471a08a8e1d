"""The home page, the calls and the guide of one call."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from notices import queries as notices
from portal.papers import blank_form
from portal.views.frame import Page
from projects import queries as needs
from rounds import queries as rounds
from rounds.enums import Nature
from rounds.words import told
from venture.doors.web import RowDoor
from venture.kernel import clock

WAN = 10_000


class Home(Page):
    template_name = "portal/home.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now, outcomes = clock.now(), rounds.outcomes()
        round_ = rounds.for_home(now)
        return super().get_context_data(
            round=round_,
            left=_left(round_.closes_at - now) if round_ is not None and round_.closes_at else None,
            served=_people(outcomes["served"]) if outcomes else ("", ""),
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
            today=now.astimezone(clock.BEIJING).date(),
            open=rounds.takes_applications(self.row, now),
            fields=rounds.fields_told(self.row),
            amendments=[told(each, self.row) for each in self.row.changes],
            terms=Nature(self.row.nature).terms,
            **given,
        )


class BlankForm(RowDoor, View):
    """The application form on paper, empty: for whoever fills it in by hand or reads it before beginning."""

    permission = "rounds.view"
    public = True
    lookup = {"code": "code"}
    http_method_names = ["get", "head", "options"]

    def rows(self) -> Any:
        return rounds.for_public()

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        answer = HttpResponse(blank_form(self.row), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="application-{code}.pdf"'
        return answer


def _left(span: timedelta) -> dict[str, str]:
    """Return days, hours and minutes as the countdown shows them without scripts; nothing is left after closing."""
    minutes = max(0, int(span.total_seconds()) // 60)
    return {"days": str(minutes // 1440), "hours": f"{minutes // 60 % 24:02d}", "minutes": f"{minutes % 60:02d}"}


def _people(number: int) -> tuple[str, str]:
    """Return person-times and their unit as the reader's language counts them: 18.4 万人次 or 184,000."""
    if get_language() == "en":
        return f"{number:,}", ""
    return f"{number / WAN:.1f}", _("ten thousand person-times")
