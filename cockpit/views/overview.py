"""The first page of the desk: where the round stands, what waits, how far the experts are, what comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cockpit import queues
from cockpit.views import charts, pipeline
from projects.models import Project
from reviews.queries import overview as counting
from rounds.enums import RoundState, StageKind
from rounds.models import Category, Envelope, Round, Stage
from venture.kernel import clock, policy
from venture.kernel.prepared import Prepared

PEOPLE = 6
HOT = ' class="hot"'


def overview(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Answer with the desk of one round: the one that the address names, else the one at work. 15 queries at most."""
    frame = site.each_context(request)
    now = clock.now()
    rounds = list(rounds_for(request))
    round_ = chosen(rounds, request.GET.get("round", ""))
    waiting = queues.waiting(request, now)
    facts: dict[str, Any] = {
        "title": _("Round overview"),
        "now": now,
        "waiting": waiting,
        "waiting_rows": _rows_of(waiting),
        "waiting_all": sum(state.count for state in waiting),
        "round": round_,
        "rounds": rounds,
        "may_create": not rounds and policy.may(request.user, "rounds.create"),
    }
    if round_ is not None:
        facts |= Facts(request, round_, now).told()
    return TemplateResponse(request, "admin/index.html", {**frame, **facts})


def _rows_of(waiting: Sequence[queues.Waiting]) -> SafeString:
    """Draw what waits. Written out: a template says the words of each three times, and looks them up as often."""
    parts = []
    for state in waiting:
        queue, count = state.queue, escape(str(localize(state.count)))
        words, verb = escape(str(queue.words)), escape(str(queue.verb))
        parts.append(
            f"<li{HOT if queue.urgent else ''}>"
            f'<a class="q num" href="{escape(state.url)}" aria-label="{count} {words}">{count}</a> '
            f'<span class="w">{words}</span> '
            f'<a class="btn sm" href="{escape(state.desk)}" aria-label="{verb}：{count} {words}">{verb}</a></li>'
        )
    return mark_safe("".join(parts))  # noqa: S308 -- what is no markup of our own is escaped here


def rounds_for(request: HttpRequest) -> Any:
    return Round.objects.filter(_held(request, Round, "rounds.view_staff")).order_by("-year", "-code")


def chosen(rounds: list[Round], code: str) -> Round | None:
    """Return the round of ``code``, else the newest that is published and not archived, else the newest."""
    if code:
        found = next((each for each in rounds if each.code == code), None)
        if found is None:
            raise Http404
        return found
    working = RoundState.public() - {RoundState.ARCHIVED}
    return next((each for each in rounds if each.state in working), rounds[0] if rounds else None)


def _held(request: HttpRequest, model: Any, permission: str) -> Q:
    """Return the rows of a permission, once per request: the menu asks for the same."""
    door: Any = admin.site._registry.get(model)
    return door.condition(request, permission) if door is not None else policy.condition(request.user, permission)


_ENVELOPES: Final = Prepared(
    lambda round: (
        Envelope.objects.filter(category__round=round).select_related("category").order_by("category__order", "pk")
    )
)


class Facts:
    """What the overview says of one round to one person: what the person may not see is left out."""

    def __init__(self, request: HttpRequest, round_: Round, now: datetime) -> None:
        self.request, self.user, self.round, self.now = request, request.user, round_, now
        self.today = now.astimezone(clock.BEIJING).date()
        self.stages = list(round_.stages.all())
        self.stage = self._stage()
        self.applications = _held(request, Project, "applications.view_staff")
        self.seen = self.applications != policy.NOBODY

    def _stage(self) -> Stage | None:
        """Return the written review that is at work: the last one that has begun, else the first."""
        if self.round.state in RoundState.before_review() - {RoundState.CLOSED} or not self._holds("reviews.follow"):
            return None
        found = [each for each in self.stages if each.kind == StageKind.REVIEW]
        begun = [each for each in found if each.starts_on is not None and each.starts_on <= self.today]
        return begun[-1] if begun else found[0] if found else None

    def _holds(self, permission: str) -> bool:
        return policy.condition(self.user, permission) != policy.NOBODY

    def told(self) -> dict[str, Any]:
        rows = Project.objects.filter(self.applications, round=self.round) if self.seen else None
        lines = counting.lines_of(rows, self.stage) if rows is not None else None
        review = counting.review_of(self.stage) if self.stage is not None else None
        categories = list(self._money())
        follows = self.round.state in {RoundState.REVIEWING, RoundState.DECIDED, RoundState.IMPLEMENTING}
        later = counting.later_of(self.round, policy.condition(self.user, "decisions.view")) if follows else None
        closes = self.round.closes_at
        covered = charts.coverage(self.stage, lines) if self.stage is not None and lines is not None else None
        return {
            "stage": self.stage,
            "steps": pipeline.steps(self.round, self.stages, lines, today=self.today, review=self.stage, later=later),
            "milestones": pipeline.milestones(self.round, self.stages, self.now),
            "money": charts.money(self.round, categories, lines),
            "coverage": covered,
            "burn": charts.growth(self.stage, review, self.today) if self.stage and review else None,
            "review": review,
            "people": review.parts[:PEOPLE] if review else [],
            "may_run": self.round.state in {RoundState.REVIEWING, RoundState.CLOSED} and self._holds("reviews.run"),
            "open_days": (closes - self.now) // timedelta(days=1) if closes and self._is_open() else None,
            "may_take": lines is not None,
        }

    def _money(self) -> Any:
        sums: dict[int, tuple[Category, int]] = {}
        for each in _ENVELOPES(round=self.round.pk):
            category, fen = sums.get(each.category_id, (each.category, 0))
            sums[each.category_id] = (category, fen + each.amount_fen)
        return sums.values()

    def _is_open(self) -> bool:
        round_ = self.round
        return bool(round_.opens_at and round_.closes_at and round_.opens_at <= self.now < round_.closes_at)
