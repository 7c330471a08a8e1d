"""The strip of a round's steps: real numbers with the list behind each, planned days where there are none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from projects.enums import ProjectState
from reviews.models import Panel
from reviews.queries.overview import Later, Line, is_full
from rounds.enums import RoundState, StageKind
from rounds.models import Round, Stage
from venture.doors.templatetags.when import span
from venture.kernel import clock
from venture.kernel.money import format_wan

SOON = 3
MILESTONES = 4
DONE, NOW, WAIT = "done", "now", "wait"


@dataclass(frozen=True)
class Step:
    """One link of the strip. ``count`` empty: nothing is real yet, and ``small`` says what is planned."""

    label: str
    place: str
    url: str
    count: int | None = None
    of: int | None = None
    small: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Milestone:
    day: date
    words: str
    days: int
    small: str = ""

    @property
    def soon(self) -> bool:
        return self.days <= SOON


def applications(round_: Round, query: str) -> str:
    """Return the address of the list of a round's applications, narrowed by ``query``."""
    return f"{reverse('admin:projects_project_changelist')}?round__id__exact={round_.pk}&{query}"


def steps(
    round_: Round, stages: Sequence[Stage], lines: list[Line] | None, *, today: date, review: Stage | None,
    later: Later | None,
) -> list[Step]:  # fmt: skip
    """Return the steps of the round in its own order; where it names no call or notice, those are put in."""
    strip = _Strip(round_, lines, today=today, review=review, later=later)
    makers: dict[str, Any] = {
        StageKind.INTAKE: strip.handed_in,
        StageKind.SCREENING: strip.screened,
        StageKind.REVIEW: strip.reviewed,
        StageKind.PANEL: strip.heard,
        StageKind.DECISION: strip.decided,
        StageKind.AGREEMENT: strip.planned,
        StageKind.RUNNING: strip.planned,
    }
    found = [] if any(each.kind == StageKind.INTAKE for each in stages) else [strip.handed_in(None)]
    for stage in stages:
        found.append(makers[stage.kind](stage))
        if stage.kind == StageKind.DECISION:
            found.append(strip.noticed())
    return _one_now(found)


def _one_now(found: list[Step]) -> list[Step]:
    """Mark the last step under way as the current one; those under way before it are not over, but behind it."""
    last = max((place for place, each in enumerate(found) if each.place == NOW), default=-1)
    return [
        Step(**{**vars(each), "place": DONE}) if each.place == NOW and place != last else each
        for place, each in enumerate(found)
    ]


class _Strip:
    def __init__(
        self, round_: Round, lines: list[Line] | None, *, today: date, review: Stage | None, later: Later | None
    ) -> None:
        self.round, self.today, self.lines, self.review, self.later = round_, today, lines, review, later
        self.set_up = reverse("admin:rounds_step", args=[round_.code, "review"]) + "#stages"

    def _place(self, stage: Stage | None) -> str:
        if stage is None or stage.starts_on is None or stage.ends_on is None or self.today < stage.starts_on:
            return WAIT
        return NOW if self.today <= stage.ends_on else DONE

    def planned(self, stage: Stage) -> Step:
        return Step(stage.name, self._place(stage), self.set_up, small=str(span(stage.starts_on, stage.ends_on)))

    def handed_in(self, stage: Stage | None) -> Step:
        label = _("Handed in")
        if not self.lines:
            plan = stage.name if stage is not None else label
            return Step(plan, self._place(stage), self.set_up, small=self._call())
        lines = [each for each in self.lines if each.state in ProjectState.handed_in]
        place = NOW if self.round.state in {RoundState.PUBLISHED, RoundState.OPEN} else DONE
        asked = _("%(wan)s0,000 yuan asked for") % {"wan": format_wan(sum(each.fen for each in lines))}
        return Step(label, place, applications(self.round, "at=in"), len(lines), small=asked)

    def _call(self) -> str:
        ends = (self.round.opens_at, self.round.closes_at)
        days = [each.astimezone(clock.BEIJING).date() if each is not None else None for each in ends]
        return str(span(*days))

    def screened(self, stage: Stage) -> Step:
        if not self.lines or self.round.state in {RoundState.PUBLISHED, RoundState.OPEN}:
            return self.planned(stage)
        states = [each.state for each in self.lines]
        back, out = states.count(ProjectState.RETURNED), sum(each in {"rejected", "lapsed"} for each in states)
        more = (
            (_("%(n)s in correction") % {"n": back}, applications(self.round, "state__exact=returned")),
            (_("%(n)s not accepted") % {"n": out}, applications(self.round, "at=out")),
        )
        return Step(
            pgettext("step", "Screening passed"),
            NOW if self.round.state == RoundState.CLOSED else DONE,
            applications(self.round, "state__exact=accepted"),
            states.count(ProjectState.ACCEPTED),
            more=tuple(each for each, n in zip(more, (back, out), strict=True) if n),
        )

    def reviewed(self, stage: Stage) -> Step:
        mine = self.review is not None and self.review.pk == stage.pk
        if not mine or self.lines is None or self.round.state == RoundState.CLOSED:
            return self.planned(stage)
        accepted = [each for each in self.lines if each.state == ProjectState.ACCEPTED]
        whole = sum(is_full(each.readers, each.done, stage.reviewers) for each in accepted)
        asked = stage.reviewers
        small = (
            ngettext("have %(n)s review", "have all %(n)s reviews", asked) % {"n": asked}
            if asked
            else _("have all their reviews")
        )
        place = NOW if self.round.state == RoundState.REVIEWING else DONE
        return Step(stage.name, place, applications(self.round, f"at=full.{stage.pk}"), whole, len(accepted), small)

    def heard(self, stage: Stage) -> Step:
        if self.later is None or not self.later.slots:
            plan = self.planned(stage)
            quota = _("%(n)s are to go on") % {"n": stage.quota} if stage.quota else ""
            return Step(**{**vars(plan), "small": " · ".join(each for each in (quota, plan.small) if each)})
        listed = admin.site.is_registered(Panel)
        url = reverse("admin:reviews_panel_changelist") if listed else self.set_up
        place = DONE if self.later.decided is not None else NOW if self.later.heard else self._place(stage)
        return Step(stage.name, place, url, self.later.heard, self.later.slots, _("were heard"))

    def decided(self, stage: Stage) -> Step:
        label = pgettext("step", "Decided")
        if self.later is None or self.later.decided is None:
            pool = _("%(wan)s0,000 yuan") % {"wan": format_wan(self.round.pool_fen)}
            days = str(span(stage.starts_on, stage.ends_on))
            return Step(label, self._place(stage), self.set_up, small=f"{pool} · {days}")
        wan = format_wan(self.later.approved_fen)
        url = reverse("admin:decision_desk", args=[self.round.code])
        place = DONE if self.later.notice_id else NOW
        return Step(label, place, url, self.later.decided, small=_("%(wan)s0,000 yuan") % {"wan": wan})

    def noticed(self) -> Step:
        label, days = pgettext("step", "Public notice"), self.round.notice_days
        if self.later is None or self.later.notice_id is None:
            small = ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
            return Step(label, WAIT, self.set_up, small=small)
        starts, ends = self.later.notice_starts, self.later.notice_ends
        over = ends is not None and self.today > ends
        url = reverse("admin:notice_desk", args=[self.later.notice_id])
        return Step(label, DONE if over else NOW, url, 1, small=str(span(starts, ends)))


def milestones(round_: Round, stages: Sequence[Stage], now: datetime) -> list[Milestone]:
    """Return the next days that matter, the nearest first."""
    today = now.astimezone(clock.BEIJING).date()
    found: list[tuple[date, str, str]] = []
    for instant, words in ((round_.opens_at, _("The call opens")), (round_.closes_at, _("The call closes"))):
        if instant is not None and instant > now:
            found.append((instant.astimezone(clock.BEIJING).date(), words, ""))
    for stage in (each for each in stages if each.kind != StageKind.INTAKE):
        if stage.starts_on is not None and stage.starts_on > today:
            days = str(span(stage.starts_on, stage.ends_on))
            found.append((stage.starts_on, _("%(stage)s begins") % {"stage": stage.name}, days))
        elif stage.starts_on is not None and stage.ends_on is not None and stage.ends_on >= today:
            found.append((stage.ends_on, _("%(stage)s ends") % {"stage": stage.name}, ""))
    nearest = sorted(found)[:MILESTONES]
    return [Milestone(day, words, (day - today).days, small) for day, words, small in nearest]
