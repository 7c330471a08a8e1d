"""Ideas for tests: a call that takes them, ideas and offers made by the flows at ``NOW``."""

from typing import Any

from accounts.enums import Role
from accounts.models import User
from organizations.models import Organization
from projects.flows import ideas as flows
from projects.models import Idea, IdeaContest, IdeaOffer
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.factories import NOW, owner_of
from venture.kernel import clock

WORDS: dict[str, Any] = {
    "title": "楼下的银龄修理角",
    "field": "elderly",
    "population": "舍不得扔小家电的老人",
    "problem": "收音机坏了没有地方修，家里越堆越多。",
    "proposal": "每两周在楼下摆一次修理角，退休师傅带着年轻人修。",
    "contribution": "我会修小家电。",
    "speaks_as": "person",
    "unit_name": "",
    "unit_code": "",
    "host_name": "",
    "street": None,
    "credit": "程一帆",
}
OFFER = {"approach": "在两个社区各设一个点，每月两次。", "strength": "两名专职社工", "owner_part": "到场带一带志愿者"}
CRITERIA = [{"name": "新", "points": 40}, {"name": "准", "points": 30}, {"name": "行", "points": 30}]


def the_call() -> Round:
    """Return the open call of the stage, which takes ideas and has awards for them."""
    round_ = Round.objects.get(code="2025")
    Round.objects.filter(pk=round_.pk).update(advanced=["ideas", "idea_awards"])
    round_.refresh_from_db()
    return round_


def post(owner: User | None = None, **words: Any) -> Idea:
    with clock.at(NOW):
        return flows.post_idea(actor=owner or make_user(), **{**WORDS, **words})


def offer(idea: Idea, organization: Organization | None = None, **words: Any) -> IdeaOffer:
    organization = organization or make_verified()
    with clock.at(NOW):
        return flows.make_offer(
            idea_id=idea.pk, organization=organization, actor=owner_of(organization), **{**OFFER, **words}
        )


def accept(made: IdeaOffer) -> Idea:
    with clock.at(NOW):
        flows.accept_offer(offer_id=made.pk, actor=made.idea.owner)
    return Idea.objects.get(pk=made.idea_id)


def open_contest(round_: Round, judges: list[User], **changed: Any) -> IdeaContest:
    facts = {
        "criteria": CRITERIA, "judges": judges, "due_on": NOW.date(), "tax_share": 2_000, "tax_basis": "个人所得税法",
        "actor": make_user(Role.OPERATOR), **changed,
    }  # fmt: skip
    return flows.open_contest(round_id=round_.pk, **facts)


def score_all(contest: IdeaContest, given: dict[int, tuple[int, int, int]]) -> None:
    """Let every judge give each idea (by its key) the same points."""
    for judge in contest.judges.select_related("user"):
        for entry in contest.entries.all():
            points = {str(place): each for place, each in enumerate(given[entry.idea_id])}
            flows.score_entry(entry_id=entry.pk, points=points, words="好想法。", actor=judge.user)
