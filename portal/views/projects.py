"""Funded projects as everybody may see them: the list, one project, the figures, and the open data behind them."""

import csv
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from grants.enums import GrantState
from grants.queries import public
from notices.domain.private import without_private
from portal.views.frame import ListPage, Page
from rounds.enums import Field
from venture.doors.web import PUBLIC, Door
from venture.kernel import clock

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
STATES = [(state.value, state.label) for state in GrantState if state in public.PUBLIC]


class FundedProjects(ListPage):
    """7 queries at most, however many projects there are."""

    template_name = "portal/projects.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rounds = public.rounds_with_projects()
        asked = {
            "round": self.choice("round", (code for code, _title in rounds)),
            "field": self.choice("field", Field.values),
            "state": self.choice("state", public.PUBLIC),
        }
        text = self.words()
        rows = public.for_list(round_code=asked["round"], field=asked["field"], state=asked["state"], text=text)
        return super().get_context_data(
            **self.paged(rows, q=text, **asked), rounds=rounds, fields=Field.choices, states=STATES, **asked, q=text,
            **given,
        )  # fmt: skip


class FundedProject(Page):
    """13 queries at most."""

    template_name = "portal/project.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant = public.one(self.kwargs["code"])
        if grant is None:
            raise Http404
        budget = public.budget_of(grant)
        return super().get_context_data(
            grant=grant, project=grant.project, budget=budget,
            largest=max((total for _name, _grant, total in budget), default=0), results=public.results_of(grant),
            about=without_private(public.about_of(grant)),
            work=public.work_of(grant), grade=public.grade_of(grant), photos=public.photos_of(grant),
            paid_share=grant.paid_fen * 100 // grant.amount_fen, sources=grant.shares.select_related("source"), **given,
        )  # fmt: skip


class Figures(Page):
    """6 queries. Each figure has its date and says what it counts."""

    template_name = "portal/figures.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        figures = public.figures()
        most = max((held["committed_fen"] for _name, held in [*figures["years"], *figures["fields"]]), default=0)
        return super().get_context_data(figures=figures, most=most, now=clock.now(), **given)


class OpenData(Door, View):
    """The funded projects as CSV or JSON. 4 queries."""

    permission = PUBLIC
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = public.open_rows()
        if kwargs["kind"] == "json":
            body = json.dumps(
                {"version": "1.4", "issued": clock.now().isoformat(), "grants": rows}, ensure_ascii=False, indent=1
            )
            return HttpResponse(body, content_type="application/json; charset=utf-8")
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="projects.csv"'
        # The mark at the beginning lets office programs read the Chinese.
        answer.write("\ufeff")
        table = csv.writer(answer, lineterminator="\r\n")
        if rows:
            table.writerow(rows[0])
        table.writerows([_plain(str(value)) for value in row.values()] for row in rows)
        return answer


def _plain(text: str) -> str:
    """Return a cell that no office program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
