"""Ideas of citizens of 云溪市, all invented: last year's with their prize, this year's with offers and two pairs."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from accounts.demo import person
from accounts.models import Area, User
from organizations.demo import named
from organizations.domain import uscc
from organizations.models import Organization
from projects.enums import IdeaOwner
from projects.flows import ideas as flows
from projects.models import Idea, IdeaOffer, Project
from rounds.models import Round
from venture.kernel import clock

IDEAS: Final = Path(__file__).parent.parent / "demo_ideas.json"
LAST, THIS = "2026", "2027"
CRITERIA: Final = tuple(
    {"name": name, "points": points} for name, points in (("创意新颖", 40), ("回应需求", 30), ("切实可行", 30))
)
TAX_BASIS: Final = "《中华人民共和国个人所得税法》第三条、第六条：偶然所得"
NAMES: Final = (
    "吴晓岚", "贺子墨", "蒋春来", "段文秀", "卢玉珍", "邵明川", "季安", "丁雪", "苏婉", "雷大勇", "康宁", "范秋实",
    "潘立新", "白露",
)  # fmt: skip
APPROACHES: Final = (
    (
        "我们在两个社区各设一个点，由一名社工和四名志愿者固定值守，每月排两次，先做三个月再扩到全街道。",
        "有固定场地和两名专职社工",
        "每次活动到场带一带志愿者",
    ),
    (
        "我们已有同类服务小组，可以直接把它加进每周的活动里，物料和保险由我们出，成效用签到和回访两样记录。",
        "同类服务做了三年",
        "每月参加一次碰头会，提意见",
    ),
    (
        "我们和街道合作，由街道出场地，我们招募和培训志愿者，半年后交给居民自己的队伍来做。",
        "志愿者四十人，熟悉街道",
        "和我们一起设计第一次活动",
    ),
)
SCORES: Final = ((36, 27, 26), (28, 25, 22), (30, 22, 24), (26, 21, 25), (24, 24, 20))
REMARKS: Final = ("想法小而准，马上就能做。", "需求真实，但要先说清由谁值守。", "有新意，成本偏高，可先在一处试。")


def load() -> None:
    """Play the ideas that the scale holds, each event at its instant."""
    wanted = [each for each in json.loads(IDEAS.read_text(encoding="utf-8")) if _shown(each)]
    people = dict(_people(wanted))
    for each in wanted:
        idea = _post(each, people[each["owner"]])
        for number, name in enumerate(each.get("offers", ())):
            _offer(idea, named(name), number)
        if each.get("pair"):
            _pair(idea)
    _prize(wanted)
    User.objects.filter(pk__in=[user.pk for user in people.values()]).update(is_active=True)


def _shown(each: dict[str, Any]) -> bool:
    return settings.DEMO_SCALE == "full" or bool(each.get("small"))


def _people(wanted: list[dict[str, Any]]) -> Iterator[tuple[str, User]]:
    """Make those who have ideas; who is new is asleep meanwhile, so that nobody rings them."""
    yield "individual", person("individual")
    for key in dict.fromkeys(each["owner"] for each in wanted if each["owner"] != "individual"):
        number = int(key[1:])
        yield key, User.objects.create(
            email=f"citizen{number:02d}@yunxi.example", mobile=f"+86198000000{number:02d}",
            display_name=NAMES[number - 1], password="!", is_active=False,  # noqa: S106
        )  # fmt: skip


def _post(each: dict[str, Any], owner: User) -> Idea:
    unit, group = each.get("unit"), each.get("group")
    body = (unit or group or ["", ""])[-1]
    said = {name: each[name] for name in ("title", "field", "population", "problem", "proposal", "contribution")}
    with clock.at(_at(each["at"])):
        return flows.post_idea(
            actor=owner, **said, credit=each["credit"],
            street=Area.objects.get(name=each["street"]) if each["street"] else None,
            speaks_as=IdeaOwner.UNIT if unit else IdeaOwner.GROUP if group else IdeaOwner.PERSON,
            unit_name=(unit or group or [""])[0], host_name=group[1] if group else "",
            unit_code=body + uscc.check_character(body) if body else "",
        )  # fmt: skip


def _offer(idea: Idea, organization: Organization, number: int, into: Project | None = None) -> IdeaOffer:
    owner = organization.memberships.select_related("user").order_by("pk")[0].user
    approach, strength, owner_part = APPROACHES[(number + idea.pk) % len(APPROACHES)]
    with clock.at(idea.posted_at + timedelta(days=1, minutes=47 * number)):
        return flows.make_offer(
            idea_id=idea.pk, organization=organization, approach=approach, strength=strength, owner_part=owner_part,
            actor=owner, into=into,
        )  # fmt: skip


def _pair(idea: Idea) -> None:
    """Pair the idea with an organisation that has opened a form of the call and not known what to write in it yet, or
    with one that has begun nothing."""
    call = Round.objects.get(code=THIS)
    blank = Project.objects.filter(round=call, state="draft", title="", on_paper=False, idea=None)
    draft = blank.filter(created_at__lt=idea.posted_at).order_by("code").first()
    busy = Project.objects.filter(round=call).values("organization")
    free = Organization.objects.filter(state="verified").exclude(pk__in=busy).order_by("name")
    offer = _offer(idea, draft.organization if draft else free[0], 0, draft)
    with clock.at(idea.posted_at + timedelta(days=2)):
        flows.accept_offer(offer_id=offer.pk, actor=idea.owner)


def _prize(wanted: list[dict[str, Any]]) -> None:
    """Play last year's review: three judges, one prize; the other places stayed vacant."""
    judges = [person("expert"), person("operator"), person("clerk")]
    with clock.at(_at("2025-12-15T10:00")):
        contest = flows.open_contest(
            round_id=Round.objects.get(code=LAST).pk, criteria=CRITERIA, judges=judges,
            due_on=_at("2025-12-24T00:00").date(), tax_share=2_000, tax_basis=TAX_BASIS, actor=person("operator"),
        )  # fmt: skip
    winner = next(each["title"] for each in wanted if each.get("prize"))
    entries = list(contest.entries.select_related("idea").order_by("pk"))
    for number, entry in enumerate(entries):
        given = SCORES[0] if entry.idea.title == winner else SCORES[1 + number % (len(SCORES) - 1)]
        for place, judge in enumerate(judges):
            with clock.at(_at("2025-12-18T09:30") + timedelta(hours=place, minutes=7 * number)):
                flows.score_entry(
                    entry_id=entry.pk, points={str(n): points - place for n, points in enumerate(given)},
                    words=REMARKS[place], actor=judge,
                )  # fmt: skip
    first = contest.round.idea_awards.order_by("order", "pk")[0]
    won = next(entry for entry in entries if entry.idea.title == winner)
    with clock.at(_at("2025-12-25T15:00")):
        flows.propose_prizes(contest_id=contest.pk, picks={won.pk: first.pk}, actor=person("operator"))
    with clock.at(_at("2025-12-26T16:00")):
        flows.decide_prizes(contest_id=contest.pk, actor=person("head"))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+08:00")
