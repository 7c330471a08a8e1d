"""A call of its own in the city of ``VAR_DIR`` that is open today: for one organisation's whole way through the pages.

    python -m tests.browser.opened call         publishes it; two other organisations have handed in
    python -m tests.browser.opened experts      after its close: theirs are accepted, three experts pledged; prints
                                                ``{name: session}`` of the experts

The money of its field pays for the project of the story and for one more. A process of its own, with the
demonstration's settings; people act through the real flows, each at its instant.
"""

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any

from tests.browser import called
from tests.browser.called import Call
from venture.kernel import clock

OTHERS, EXPERTS = 2, 3
CALL = Call(
    "2027-b", 2027, "2027年度云溪市为老服务小额创投征集", "云民函〔2026〕36号",
    datetime(2026, 11, 16, 9, tzinfo=clock.BEIJING), datetime(2026, 11, 30, 17, tzinfo=clock.BEIJING),
    {
        "intake": (date(2026, 11, 16), date(2026, 11, 30)),
        "screening": (date(2026, 12, 1), date(2026, 12, 4)),
        "review": (date(2026, 12, 7), date(2026, 12, 9)),
        "panel": (date(2026, 12, 9), date(2026, 12, 9)),
        "decision": (date(2026, 12, 10), date(2026, 12, 18)),
        "agreement": (date(2026, 12, 21), date(2027, 1, 29)),
        "running": (date(2027, 3, 1), date(2027, 12, 31)),
    },
)  # fmt: skip
ACCEPTED, ASKED = datetime(2026, 12, 2, 14, tzinfo=clock.BEIJING), datetime(2026, 12, 2, 15, tzinfo=clock.BEIJING)
OURS = 2 * called.WAN  # more than the story's project asks for


def lay_call() -> None:
    """Publish the call and hand the others' projects in."""
    wanted = called.chosen(OTHERS)
    fen = -(-(called.asked_fen(wanted[0]) + OURS) // called.WAN) * called.WAN
    round_ = called.publish(CALL, fen, live=False)
    for _project in called.hand_in(round_, wanted):
        pass


def lay_experts() -> dict[str, str]:
    """Accept what the others handed in, and bring the experts to their pledges."""
    from reviews.demo import accept
    from reviews.demo.experts import lay_experts as lay
    from rounds.flows import announce_window
    from rounds.models import Round

    round_ = Round.objects.get(code=CALL.code)
    with clock.at(CALL.closes + timedelta(hours=1)):
        announce_window(round_id=round_.pk)
    with clock.at(ACCEPTED):
        for number, project in enumerate(round_.projects.filter(state="submitted").order_by("pk")):
            accept(number, project)
    users: list[Any] = [part.expert.user for part in lay(round_, first=ASKED, keys=called.PANEL[:EXPERTS])]
    return {str(user): called.signed_in(user) for user in users}


if __name__ == "__main__":
    import django

    django.setup()
    from tests.today import MADE

    if "experts" in sys.argv:
        sys.stdout.write(json.dumps(lay_experts()))
    else:
        with clock.at(MADE + timedelta(minutes=30), going=True):
            lay_call()
