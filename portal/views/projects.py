"""Funded projects as everybody may see them: the list, one project, the figures, and the open data behind them."""

import csv
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from grants.enums import GrantState
from grants.models import Grant
from grants.queries import public, showing
from notices.domain.private import without_private
from portal.views.frame import ListPage, Page
from projects.queries import linkage
from projects.queries.ideas import credit_of
from projects.words.linkage import meaning_of
from rounds.enums import Field, Means
from rounds.queries import uses
from venture.doors.web import PUBLIC, Door
from venture.kernel import clock

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
STATES = [(state.value, state.label) for state in GrantState if state in public.PUBLIC]


class FundedProjects(ListPage):
    """9 queries at most, however many projects there are."""

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
            pictured=uses(Means.LINKAGE), listed=uses(Means.RESOURCES), **given,
        )  # fmt: skip


class FundedProject(Page):
    """15 queries at most; 13 for who has not signed in."""

    template_name = "portal/project.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant = public.one(self.kwargs["code"])
        if grant is None:
            raise Http404
        budget, reports = public.budget_of(grant), public.reports_of(grant)
        return super().get_context_data(
            grant=grant, project=grant.project, budget=budget,
            largest=max((total for _name, _grant, total in budget), default=0),
            results=public.results_of(grant, reports),
            about=without_private(public.about_of(grant)),
            idea=credit_of(grant.project), work=public.work_of(grant), grade=public.grade_of(grant),
            photos=public.photos_of(grant),
            paid_share=grant.paid_fen * 100 // grant.amount_fen,
            sources=grant.shares.select_related("source__named_fund"),
            linked=_linked(grant), story=showing.story_of(grant), commended=showing.commendations_of([grant.pk]),
            miles=showing.milestones_of(grant, reports, clock.today()), events=showing.events_of(grant),
            embed=settings.SITE_URL.rstrip("/") + reverse("portal:embed", args=[grant.project.code]), **given,
        )  # fmt: skip


def _linked(grant: Grant) -> dict[str, Any]:
    """Return what the public reads of the three-society linkage: numbers and communities, nobody's name."""
    project = linkage.linkage_of(grant.project)
    if project is None:
        return {}
    return {
        "model": project.linkage.get_model_display() if project.linkage.model else "",
        "meaning": meaning_of(project.linkage.model), "words": without_private(project.linkage.words),
        "volunteers": project.linkage.volunteers, "hours": project.linkage.volunteer_hours,
        "bound": project.bound.all(), "levels": linkage.levels_of(project), "charity": linkage.charity_of(project),
    }  # fmt: skip


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
        table.writerows([plain(str(value)) for value in row.values()] for row in rows)
        return answer


def plain(text: str) -> str:
    """Return a cell that no office program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
