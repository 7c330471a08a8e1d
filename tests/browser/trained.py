"""A call whose first tranche asks for hours of training, played to its signed agreements, in the city of ``VAR_DIR``.

    python -m tests.browser.trained     prints what ``Trained`` holds

Its grant is of an organisation that was at one training since the call was published; its hours are not enough. A
process of its own, with the demonstration's settings.
"""

import json
import sys
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from tests.browser import called, played
from tests.browser.called import Call
from venture.kernel import clock

NEEDED = 9  # hours; six are in the record
CALL = Call(
    "2026-t", 2026, "2026年度云溪市社区助老微创投征集", "云民函〔2026〕27号",
    datetime(2026, 9, 7, 9, tzinfo=clock.BEIJING), datetime(2026, 9, 18, 17, tzinfo=clock.BEIJING),
    {
        "intake": (date(2026, 9, 7), date(2026, 9, 18)),
        "screening": (date(2026, 9, 21), date(2026, 9, 25)),
        "review": (date(2026, 9, 28), date(2026, 10, 9)),
        "decision": (date(2026, 10, 12), date(2026, 10, 20)),
        "agreement": (date(2026, 11, 9), date(2026, 11, 27)),
        "running": (date(2027, 3, 1), date(2027, 12, 31)),
    },
)  # fmt: skip
SCREENED = datetime(2026, 9, 22, 9, tzinfo=clock.BEIJING)
ASKED, OPENED = datetime(2026, 9, 14, 9, tzinfo=clock.BEIJING), datetime(2026, 9, 28, 9, tzinfo=clock.BEIJING)
DECIDED, OFFERED = (datetime(2026, month, day, 9, tzinfo=clock.BEIJING) for month, day in ((10, 12), (11, 10)))


class Trained(NamedTuple):
    """The project's code and title, and the session of a person of a third organisation."""

    code: str
    title: str
    third: str


def prepare() -> Trained:
    from grants.models import Grant
    from organizations.models import Organization
    from organizations.queries import treasurers_of

    wanted = called.chosen(1)
    round_ = called.publish(CALL, called.asked_fen(wanted[0]), live=False, fit=_ask_for_hours)
    (project,) = called.hand_in(round_, wanted)
    played.accept_all(round_, SCREENED)
    ranking = played.rank(round_, {project.code: 9}, asked=ASKED, opened=OPENED)
    played.decide(round_, ranking, DECIDED, "云民公示〔2026〕24号")
    played.agree(round_, OFFERED, "云溪财社〔2026〕52号")
    grant = Grant.objects.select_related("project").get(project=project)
    others = Organization.objects.filter(state="verified").exclude(pk=grant.organization_id).order_by("pk")
    return Trained(grant.project.code, grant.project.title, called.signed_in(treasurers_of(others[1])[0]))


def _ask_for_hours(round_: Any) -> None:
    """Use training as a means, and ask for its hours before the first tranche."""
    from rounds.enums import Means

    round_.advanced = [*round_.advanced, Means.CAPACITY]
    round_.save(update_fields=["advanced"])
    first = round_.tranches.order_by("order").first()
    first.training_hours = NEEDED
    first.save(update_fields=["training_hours"])


if __name__ == "__main__":
    import django

    django.setup()
    from tests.today import MADE

    with clock.at(MADE + timedelta(minutes=30), going=True):
        ready = prepare()
    sys.stdout.write(json.dumps(ready._asdict()))
