"""What 云溪市 shows of its projects, through the flows: stories, commendations, events and broadcast slots."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from accounts.demo import person
from grants.enums import GrantState
from grants.flows import showing
from grants.models import Commendation, Grant, PublicEvent
from organizations.queries import signers_of
from venture.kernel import clock

TOLD: Final = json.loads((Path(__file__).parent / "showing.json").read_text(encoding="utf-8"))
# So many stories (the last one waits to be published), commendations and events.
SIZES: Final = {"full": (3, 2, 4), "small": (2, 1, 2)}


def play() -> None:
    """Tell stories of projects that were closed or run, commend closed ones, and announce what comes."""
    stories, commended, events = SIZES[settings.DEMO_SCALE]
    states = (GrantState.CLOSED, GrantState.ACTIVE)
    grants = list(
        Grant.objects.filter(state__in=states)
        .select_related("organization", "round", "project__category")
        .order_by("round__year", "pk")
    )
    now = clock.now()
    for number, told in enumerate(TOLD["stories"][:stories]):
        grant = next((each for each in grants if _is_of(each, told["field"])), None)
        if grant is None:
            continue
        writer = signers_of(grant.organization)[0]
        with clock.at(now - timedelta(days=20 - number)):
            showing.write_story(
                grant_id=grant.pk, title=told["title"], text=told["text"], tells_of_persons=told["persons"],
                consents=told["consents"], actor=writer,
            )  # fmt: skip
            story = showing.offer_story(grant_id=grant.pk, actor=writer)
        if number + 1 < stories:
            with clock.at(now - timedelta(days=18 - number)):
                showing.publish_story(story_id=story.pk, actor=person("clerk"))
    closed = [each for each in grants if each.state == GrantState.CLOSED]
    for (name, words, number), grant in zip(TOLD["commendations"][:commended], closed, strict=False):
        with clock.at(now - timedelta(days=15)):
            commendation = Commendation(grant=grant, name=name, words=words, document_number=number, on=clock.today())
            showing.commend(commendation, actor=person("clerk"))
    for told in TOLD["events"][:events]:
        _event(told, now, next((each for each in grants if each.state == GrantState.ACTIVE), None))


def _is_of(grant: Grant, field: str) -> bool:
    return grant.project.category is not None and grant.project.category.slug == field


def _event(told: dict[str, Any], now: datetime, grant: Grant | None) -> None:
    days, hour, lasts = (int(told[name]) for name in ("days", "hour", "lasts"))
    day = now.astimezone(clock.BEIJING).date() + timedelta(days=days)
    begins = datetime.combine(day, time(hour), tzinfo=clock.BEIJING)
    event = PublicEvent(
        kind=told["kind"], title=told["title"], starts_at=begins, ends_at=begins + timedelta(hours=lasts),
        place=told["place"], words=told["words"], grant=grant if told["project"] else None, shown=True,
    )  # fmt: skip
    with clock.at(min(now, begins) - timedelta(days=10)):
        showing.save_event(event, actor=person("operator"))
