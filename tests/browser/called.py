"""A call of its own in the city of ``VAR_DIR``: closed, screened, its experts pledged, nobody has read anything yet.

    python -m tests.browser.called PROJECTS EXPERTS [live]     prints what ``Called`` holds

``live`` has a hearing ahead as well, and its review is open.

One field of service with one envelope: it pays for half of the projects when those that ask for most come first, and
for no more. Between equals only the lot decides. A process of its own, with the demonstration's settings; people act
through the real flows, each at its instant.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from venture.kernel import clock

FIELD = "elderly"


class Call(NamedTuple):
    """A call as it is published: ``days`` are the first and the last of each stage."""

    code: str
    year: int
    title: str
    document: str
    opens: datetime
    closes: datetime
    days: Mapping[str, tuple[date, date]]


# Last month's call. The written review is on, the panel near.
LAST = Call(
    "2026-d", 2026, "2026年度云溪市为老服务专项创投征集", "云民函〔2026〕30号",
    datetime(2026, 10, 12, 9, tzinfo=clock.BEIJING), datetime(2026, 10, 30, 17, tzinfo=clock.BEIJING),
    {
        "intake": (date(2026, 10, 12), date(2026, 10, 30)),
        "screening": (date(2026, 11, 2), date(2026, 11, 13)),
        "review": (date(2026, 11, 25), date(2026, 12, 11)),
        "panel": (date(2026, 12, 14), date(2026, 12, 15)),
        "decision": (date(2026, 12, 16), date(2027, 1, 6)),
        "agreement": (date(2027, 1, 7), date(2027, 2, 5)),
        "running": (date(2027, 3, 1), date(2027, 12, 31)),
    },
)  # fmt: skip
SCREENED, ASKED = datetime(2026, 11, 3, 9, tzinfo=clock.BEIJING), datetime(2026, 11, 16, 9, tzinfo=clock.BEIJING)
READERS, WAN = 3, 1_000_000
CAP = 20 * WAN
PANEL = ("ZJ-008", "ZJ-010", "ZJ-011", "ZJ-009")
# Of the bureau, without a part in any case: an objection is theirs to examine and to decide.
COLLEAGUES = {"mengqing": "孟清", "yujing": "俞静"}


class Called(NamedTuple):
    """The call's code and title, the codes of its projects, and who signs in: a session for each name."""

    code: str
    title: str
    projects: list[str]
    experts: dict[str, str]
    colleagues: dict[str, str]


def prepare(projects: int, experts: int, *, live: bool) -> Called:
    from accounts.demo import person
    from reviews.demo import accept
    from reviews.demo.experts import lay_experts
    from reviews.flows.blinding import open_review
    from rounds.flows import announce_window

    wanted = chosen(projects)
    round_ = publish(LAST, envelope_of(wanted), live=live)
    handed_in = list(hand_in(round_, wanted))
    with clock.at(LAST.closes + timedelta(hours=1)):
        announce_window(round_id=round_.pk)
    for number, project in enumerate(handed_in):
        with clock.at(SCREENED + timedelta(minutes=20 * number)):
            accept(number, project)
    parts = lay_experts(round_, first=ASKED, keys=PANEL[:experts])
    if live:
        open_review(round_id=round_.pk, actor=person("head"))
    users: list[Any] = [part.expert.user for part in parts]
    people = {part.expert.name: signed_in(user) for part, user in zip(parts, users, strict=True)}
    colleagues = {name: signed_in(person(name)) for name in COLLEAGUES}
    return Called(LAST.code, LAST.title, [each.code for each in handed_in], people, colleagues)


def chosen(count: int) -> list[dict[str, Any]]:
    """Return so many hand-written projects of the field: those that ask for most come first."""
    from projects.demo.cores import sound

    return sorted((each for each in sound() if each["project"]["category"] == FIELD), key=asked_fen, reverse=True)[
        :count
    ]


def asked_fen(wanted: dict[str, Any]) -> int:
    from projects.demo.special import asked_fen

    return asked_fen(wanted)


def envelope_of(wanted: list[dict[str, Any]]) -> int:
    """Return whole tens of thousands that pay for the larger half of the projects."""
    half = sum(asked_fen(each) for each in wanted[: len(wanted) // 2])
    return -(-half // WAN) * WAN


def publish(call: Call, fen: int, *, live: bool, fit: Callable[[Any], None] | None = None) -> Any:
    """Publish the call by three people, as ``fit`` changes it. Without a hearing the written review alone counts."""
    from accounts.demo import person
    from accounts.models import Area
    from rounds import flows

    first, last = call.days["running"]
    with clock.at(call.opens - timedelta(days=7)):
        round_ = flows.create_from_preset(
            preset="seed", code=call.code, year=call.year, actor=person("operator"), title=call.title,
            document_number=call.document, sponsor="云溪市民政局", operator="云溪市社会组织发展中心",
            area=Area.objects.get(parent=None), pool_fen=fen, project_cap_fen=min(CAP, fen), project_prefix="YX",
            opens_at=call.opens, closes_at=call.closes, starts_on=first, ends_on=last,
            enquiry_phone="0000-8800 1234", supervision_phone="0000-8800 5678", inferred=[],
        )  # fmt: skip
        round_.categories.exclude(slug=FIELD).delete()
        round_.categories.get().envelopes.update(amount_fen=fen)
        round_.budget_rules.filter(kind="max_amount").update(value=round_.project_cap_fen)
        round_.tie_rules.exclude(kind="lot").delete()
        if not live:
            round_.stages.filter(kind="panel").delete()
            round_.stages.filter(kind="review").update(weight=10_000)
        round_.stages.filter(kind="review").update(reviewers=READERS, drop_extremes=False)
        for stage in round_.stages.all():
            stage.starts_on, stage.ends_on = call.days[stage.kind]
            stage.save(update_fields=["starts_on", "ends_on"])
        if fit is not None:
            fit(round_)
        flows.propose_round(round_id=round_.pk, actor=person("operator"))
        flows.check_round(round_id=round_.pk, actor=person("clerk"))
        flows.publish_round(round_id=round_.pk, actor=person("head"))
    with clock.at(call.opens + timedelta(hours=1)):
        flows.announce_window(round_id=round_.pk)
    return round_


def hand_in(round_: Any, wanted: list[dict[str, Any]]) -> Iterator[Any]:
    """Hand each project in for an organisation of its own, in its own community."""
    from organizations.models import Community, Organization
    from projects.demo.applying import Play
    from projects.demo.story import Story

    paper = Play().paper
    applicants = Organization.objects.filter(state="verified", verified_at__lt=round_.opens_at).order_by("pk")
    communities = list(Community.objects.order_by("code"))
    for number, (told, organization) in enumerate(zip(wanted, applicants, strict=False)):
        places = communities[number : number + len(told["landing"]["places"])]
        story = Story(round_, organization, told, places=places, again=1, paper=paper)
        with clock.at(round_.opens_at + timedelta(days=1 + number)):
            story.begin()
            for section in story.typed:
                story.save(section)
            story.bring()
            story.ask()
        with clock.at(round_.opens_at + timedelta(days=2 + number)):
            story.consent()
            story.hand_in()
        yield story.project


def signed_in(user: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    import django

    django.setup()
    from tests.today import MADE

    with clock.at(MADE + timedelta(minutes=30), going=True):
        ready = prepare(int(sys.argv[1]), int(sys.argv[2]), live="live" in sys.argv)
    sys.stdout.write(json.dumps(ready._asdict()))
