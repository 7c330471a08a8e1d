"""The round's summary table as a sheet (汇总表): each application with how far it is, in the bureau's columns."""

from typing import Any

from django.db.models import Max, Min, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from projects.enums import ProjectState
from projects.models import Project
from reviews import flows
from reviews.admin.sheets import FEN, sheet_answer, workbook
from reviews.enums import AssignmentState, DecisionState, RankingState, SheetState
from reviews.models import DecisionItem, RankRow
from reviews.queries.overview import with_readers
from rounds.models import Round
from venture.doors.admin import StaffRowDoor
from venture.kernel import policy


class Summary(StaffRowDoor, View):
    """One row for each application that was handed in. 12 queries at most, however many there are."""

    permission = "rounds.view_staff"
    lookup = {"code": "code"}
    http_method_names = ["get", "head"]
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        projects = list(self._projects(actor))
        flows.note_export(what="overview", count=len(projects), actor=actor)
        heads = (
            _("Sequence"), _("Number"), _("Random code"), _("Title"), _("Applicant"), _("Field of service"),
            _("Area"), _("Asked for (yuan)"), _("State"), _("Experts"), _("Reviews in"), _("Lowest"), _("Highest"),
            _("Rank"), _("Mean"), _("Outcome"), _("Approved (yuan)"),
        )  # fmt: skip
        scores = policy.condition(actor, "reviews.view_sheets") != policy.NOBODY
        lines = (_line(number, each, scores=scores) for number, each in enumerate(projects, start=1))
        return sheet_answer(workbook(_("Summary"), heads, lines), f"summary-{self.row.code}.xlsx")

    def _projects(self, user: Any) -> QuerySet[Any]:
        """Return the applications that the person may see, with rank and decision where the person may see those."""
        seen = policy.visible(user, "applications.view_staff", Project.objects.filter(round=self.row))
        ranks = RankRow.objects.filter(
            ranking__in=policy.visible(
                user, "rankings.view", self.row.rankings.filter(state=RankingState.LOCKED, stage=None)
            )
        )
        decided = DecisionItem.objects.filter(
            decision__in=policy.visible(user, "decisions.view", self.row.decisions.filter(state=DecisionState.DECIDED))
        )
        sealed = Q(assignments__sheets__state=SheetState.SEALED, assignments__state__in=list(AssignmentState.counting))
        rows = with_readers(seen.filter(state__in=ProjectState.handed_in))
        return (
            rows.annotate(
                low=Min("assignments__sheets__total", filter=sealed),
                high=Max("assignments__sheets__total", filter=sealed),
            )
            .select_related("organization__area", "category")
            .prefetch_related(
                Prefetch("rank_rows", ranks, to_attr="ranked"), Prefetch("decision_items", decided, to_attr="decided")
            )
            .order_by("code")
        )


def _line(number: int, row: Any, *, scores: bool) -> tuple[Any, ...]:
    rank = row.ranked[0] if row.ranked else None
    item = row.decided[0] if row.decided else None
    return (
        number, row.code, row.blind_code, row.title, row.organization.name, str(row.category or ""),
        row.organization.area.name, row.grant_fen / FEN, row.get_state_display(), row.readers, row.done,
        _points(row.low if scores else None), _points(row.high if scores else None),
        rank.rank if rank and rank.rank else "", _points(rank.mean if rank else None),
        item.get_outcome_display() if item else "", item.approved_fen / FEN if item else "",
    )  # fmt: skip


def _points(value: Any) -> Any:
    return "" if value is None else float(value)
