"""When the last sheet will be in, if experts go on as in the last days. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

# So many whole days before today tell the pace.
LOOK_BACK: Final = 3
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Forecast:
    """A straight line from today. It ends where everything is in or on the last day, whatever comes first.

    ``pace`` is sheets a day; ``ends_on`` and ``reached`` are where it ends: never beyond the goal or the last day.
    """

    pace: Fraction
    ends_on: date
    reached: int
    goal: int

    @property
    def in_time(self) -> bool:
        return self.reached >= self.goal


def forecast(done: Mapping[date, int], goal: int, today: date, last_day: date) -> Forecast | None:
    """Return where the pace of the last days leads; ``None`` where there is no pace or nothing is left to foretell.

    ``done`` says how many sheets came in on each day, ``goal`` how many there are to be. Today is not over, so it tells
    no pace; only days since the first sheet count.
    """
    so_far = sum(done.values())
    if so_far >= goal or today >= last_day or not so_far:
        return None
    first = max(min(day for day, sheets in done.items() if sheets), today - LOOK_BACK * ONE_DAY)
    days = (today - first).days
    came = sum(sheets for day, sheets in done.items() if first <= day < today)
    if days <= 0 or not came:
        return None
    pace = Fraction(came, days)
    needed = -((so_far - goal) // pace)
    ends_on = min(last_day, today + needed * ONE_DAY)
    reached = min(goal, so_far + int(pace * (ends_on - today).days))
    return Forecast(pace, ends_on, reached, goal)
