"""A call that takes donations in the city of ``VAR_DIR``, and what of its way is not about them.

    python -m tests.browser.endowed call      closed, its three projects accepted; prints what ``Endowed`` holds
    python -m tests.browser.endowed ranked    its projects read and ranked; one of them not well
    python -m tests.browser.endowed signed    the agreements that were offered are signed by both sides

Of each yuan of a donation public money gives two. A process of its own, with the demonstration's settings; people act
through the real flows, each at its instant.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.browser import called, played
from tests.browser.called import LAST, WAN
from venture.kernel import clock

# Who asks for most is the second of the ranking, the next one the first; the third stays below the pass mark.
LEVELS = (8, 9, 5)
MATCH = 2
OPENED, SIGNED = (datetime(2026, 12, day, 9, tzinfo=clock.BEIJING) for day in (8, 30))


class Endowed(NamedTuple):
    """Of each project (second, first and third of the coming ranking) the code, and what it asks for in fen."""

    call: str
    title: str
    codes: list[str]
    asked: list[int]


def lay_call() -> Endowed:
    from projects.models import Project

    wanted = called.chosen(len(LEVELS))
    asked = [called.asked_fen(each) for each in wanted]
    round_ = called.publish(LAST, -(-sum(asked) // WAN) * WAN, live=False, fit=_take_donations)
    codes = [each.code for each in called.hand_in(round_, wanted)]
    played.accept_all(round_, called.SCREENED)
    assert list(Project.objects.filter(code__in=codes).order_by("pk").values_list("grant_fen", flat=True)) == asked
    return Endowed(LAST.code, LAST.title, codes, asked)


def _take_donations(round_: Any) -> None:
    from rounds.enums import Means

    round_.advanced = [*round_.advanced, Means.DONATIONS]
    round_.match_share, round_.match_cap_fen, round_.unmatched_cap_fen = MATCH * 10_000, 10 * WAN, 15 * WAN
    round_.naming_share = 2_500
    round_.save(
        update_fields=["advanced", "match_share", "match_cap_fen", "unmatched_cap_fen", "naming_share"]
    )  # fmt: skip


def lay_ranking() -> None:
    round_ = _round()
    projects = round_.projects.order_by("pk").values_list("code", flat=True)
    played.rank(round_, dict(zip(projects, LEVELS, strict=True)), asked=called.ASKED, opened=OPENED)


def _round() -> Any:
    from rounds.models import Round

    return Round.objects.get(code=LAST.code)


if __name__ == "__main__":
    import django

    django.setup()
    from tests.today import MADE

    if "ranked" in sys.argv:
        lay_ranking()
    elif "signed" in sys.argv:
        played.agree(_round(), SIGNED)
    else:
        with clock.at(MADE + timedelta(minutes=30), going=True):
            sys.stdout.write(json.dumps(lay_call()._asdict()))
