"""The charts of the overview with their numbers: what has been read, how that grew, what is asked for and there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cockpit.domain.drawing import Burn, Waffle, burn, waffle
from cockpit.domain.forecast import Forecast, forecast
from cockpit.domain.money import Bar, Purse, bars, spare, times
from cockpit.views.pipeline import applications
from projects.enums import ProjectState
from reviews.queries.conflicts import RUNNING
from reviews.queries.overview import READ_BY, Line, Review, is_full
from rounds.models import Category, Round, Stage

# The kinds of square, from all reviews in to none.
SHADES = ("f1", "fsoft", "fsofter", "f6")


@dataclass(frozen=True)
class Band:
    """The projects for which so many experts have handed in."""

    words: str
    count: int
    css: str
    url: str
    outline: str = ""


@dataclass(frozen=True)
class Coverage:
    bands: list[Band]
    drawing: Waffle
    projects: int
    sentence: str


def coverage(stage: Stage, lines: list[Line]) -> Coverage | None:
    """Return the projects by the number of reviews that are in; each number has its list."""
    accepted = [each for each in lines if each.state == ProjectState.ACCEPTED]
    if not accepted:
        return None
    whole = sum(is_full(each.readers, each.done, stage.reviewers) for each in accepted)
    rest: dict[int, int] = {}
    for each in accepted:
        if not is_full(each.readers, each.done, stage.reviewers):
            rest[each.done] = rest.get(each.done, 0) + 1
    found = [Band(_("All reviews in"), whole, SHADES[0], _at(stage, "full"))]
    for done in sorted(rest, reverse=True):
        words = ngettext("%(n)s review in", "%(n)s reviews in", done) % {"n": done} if done else _("No review in")
        css = SHADES[-1] if not done else SHADES[1] if done > 1 else SHADES[2]
        found.append(Band(words, rest[done], css, _at(stage, f"{READ_BY}{done}")))
    drawing = waffle([each.count for each in found])
    bands = [Band(**{**vars(each), "outline": line}) for each, line in zip(found, drawing.bands, strict=True)]
    told = "，".join(f"{each.words} {each.count}" for each in bands)
    sentence = _("%(n)s projects: %(bands)s") % {"n": len(accepted), "bands": told}
    return Coverage(bands, drawing, len(accepted), sentence)


def _at(stage: Stage, name: str) -> str:
    return applications(stage.round, f"at={name}.{stage.pk}")


@dataclass(frozen=True)
class Growth:
    drawing: Burn
    done: int
    given: int
    percent: Decimal
    first: date
    today: date
    last: date
    ahead: Forecast | None
    days: list[tuple[date, int, int]]


def growth(stage: Stage, review: Review, today: date) -> Growth | None:
    """Return how the sheets came in, with the forecast; ``None`` where nothing is given or no day is set."""
    if not review.given:
        return None
    first = min([each for each in (stage.starts_on, *review.days) if each is not None], default=None)
    last = stage.ends_on
    if first is None or last is None or last <= first:
        return None
    shown = min(max(today, first), last)
    ahead = forecast(review.days, review.given, today, last)
    days, so_far = [], 0
    for day in sorted(review.days):
        so_far += review.days[day]
        days.append((day, review.days[day], so_far))
    return Growth(
        burn(review.days, review.given, (first, shown, last), ahead), review.done, review.given,
        (Decimal(review.done * 100) / review.given).quantize(Decimal("0.1")), first, shown, last, ahead, days,
    )  # fmt: skip


@dataclass(frozen=True)
class Money:
    bars: list[tuple[Bar, str]]
    asked: int
    holds: int
    times: Decimal | None
    spare: list[Purse]
    known: bool


def money(round_: Round, categories: Iterable[tuple[Category, int]], lines: list[Line] | None) -> Money | None:
    """Return each field's envelopes beside what its applications in the round ask for."""
    asked: dict[Any, int] = {}
    for each in lines or ():
        if each.state in RUNNING:
            asked[each.category_id] = asked.get(each.category_id, 0) + each.fen
    purses = [Purse(row.slug, row.name, asked.get(row.pk, 0), fen) for row, fen in categories]
    if not purses:
        return None
    links = [applications(round_, f"at=running&category__slug__exact={each.key}") for each in purses]
    total, holds = sum(each.asked for each in purses), sum(each.holds for each in purses)
    drawn = list(zip(bars(purses), links, strict=True))
    return Money(drawn, total, holds, times(total, holds), spare(purses), bool(asked))
