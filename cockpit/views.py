"""The first page of the desk: what waits, where the round stands, what comes next."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cockpit import queues
from rounds.enums import RoundState
from rounds.models import Envelope, Round, Stage
from venture.kernel import clock, policy

SOON = 3
MILESTONES = 4
CHART = 500


@dataclass(frozen=True)
class StageLine:
    """One link of the strip: a stage and where today stands in it."""

    stage: Stage
    place: str


@dataclass(frozen=True)
class Milestone:
    day: date
    words: str
    days: int

    @property
    def soon(self) -> bool:
        return self.days <= SOON


@dataclass(frozen=True)
class Share:
    """What a field of service gets; ``length`` is its bar on a scale of 500."""

    name: str
    fen: int
    length: int


def overview(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Answer with the desk of the newest round that this person may see. 18 queries at most."""
    now = clock.now()
    today = now.astimezone(clock.BEIJING).date()
    frame = site.each_context(request)
    round_ = _current(request.user)
    facts: dict[str, Any] = {
        "title": _("Round overview"),
        "now": now,
        "waiting": queues.waiting(request),
        "round": round_,
    }
    if round_ is not None:
        stages = list(round_.stages.all())
        facts["strip"] = [StageLine(stage, _place(stage, today)) for stage in stages]
        facts["milestones"] = _milestones(round_, stages, now, today)
        facts["shares"] = _shares(round_)
        facts["open_days"] = (round_.closes_at - now).days if _is_open(round_, now) and round_.closes_at else None
    return TemplateResponse(request, "admin/index.html", {**frame, **facts})


def _current(user: Any) -> Round | None:
    """Return the round at work: the newest that is published and not archived, else the newest."""
    rounds = policy.visible(user, "rounds.view_staff", Round.objects.all())
    working = RoundState.public() - {RoundState.ARCHIVED}
    return rounds.filter(state__in=working).first() or rounds.first()


def _is_open(round_: Round, now: datetime) -> bool:
    return bool(round_.opens_at and round_.closes_at and round_.opens_at <= now < round_.closes_at)


def _place(stage: Stage, today: date) -> str:
    if stage.starts_on is None or stage.ends_on is None or today < stage.starts_on:
        return "wait"
    return "now" if today <= stage.ends_on else "done"


def _milestones(round_: Round, stages: list[Stage], now: datetime, today: date) -> list[Milestone]:
    """Return the next days that matter, the nearest first."""
    found: list[tuple[date, str]] = []
    for instant, words in ((round_.opens_at, _("The call opens")), (round_.closes_at, _("The call closes"))):
        if instant is not None and instant > now:
            found.append((instant.astimezone(clock.BEIJING).date(), words))
    for stage in stages:
        if stage.starts_on is not None and stage.starts_on > today:
            found.append((stage.starts_on, _("%(stage)s begins") % {"stage": stage.name}))
    nearest = sorted(found)[:MILESTONES]
    return [Milestone(day, words, (day - today).days) for day, words in nearest]


def _shares(round_: Round) -> list[Share]:
    sums: dict[str, int] = {}
    envelopes = Envelope.objects.filter(category__round=round_).values_list("category__name", "amount_fen")
    for name, fen in envelopes.order_by("category__order", "pk"):
        sums[name] = sums.get(name, 0) + fen
    most = max(sums.values(), default=0) or 1
    return [Share(name, fen, round(fen * CHART / most)) for name, fen in sums.items()]
