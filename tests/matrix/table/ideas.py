"""Ideas: the public reads them, owners post and choose, organisations offer, judges judge, staff keep the page."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from projects.models import Idea, IdeaContest, IdeaEntry, IdeaJudge, IdeaOffer
from projects.queries.ideas import public_ideas
from tests.matrix import rows
from tests.matrix.doors import WRITE, DoorLine, act, api, form, page, public
from tests.matrix.lists import api_page, made, portal_page
from tests.matrix.once import once
from tests.matrix.personas import DISTRICT
from tests.matrix.table.desks import desk, verb
from venture.kernel import clock, policy

OFFERERS = ("org_owner", "org_editor", "other_org")
OURS_WRITERS = ("org_owner", "org_editor")
ACT = frozenset({"POST"})


def posts(user: Any) -> bool:
    return policy.may(user, "ideas.post")


def an_idea() -> Mapping[str, Any]:
    return {"code": (public_ideas().filter(state="open").first() or rows.idea()).code}


def own() -> Mapping[str, Any]:
    """An idea of the individual that waits without an offer."""
    return {"code": once(rows.idea).code}


def hidden() -> Mapping[str, Any]:
    """An idea that the staff took off the page, of somebody who is no persona."""
    found = rows.idea(owner=person("gu"))
    Idea.objects.filter(pk=found.pk).update(state="hidden", reason="测试")
    return {"code": found.code}


def an_offer() -> IdeaOffer:
    return IdeaOffer.objects.create(
        idea=rows.idea(), organization=named(OURS), by=person("org"), approach="每月两次，社工值守。",
        strength="两名社工", owner_part="到场", made_at=clock.now(),
    )  # fmt: skip


def an_offered_idea() -> Mapping[str, Any]:
    return {"code": once(an_offer).idea.code}


def offer(verb_: str) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": once(an_offer).pk, "verb": verb_}


def nothing() -> Mapping[str, Any]:
    return {"pk": 999_999_999}


def running() -> IdeaEntry:
    """An idea of a review that runs, whose judge is the expert."""
    contest = IdeaContest.objects.create(
        round=rows.round_(state="closed"), criteria=[{"name": "新", "points": 100}], due_on=clock.today(),
        tax_share=2_000, tax_basis="法", opened_by=person("operator"), opened_at=clock.now(),
    )  # fmt: skip
    IdeaJudge.objects.create(contest=contest, user=person("expert"))
    return IdeaEntry.objects.create(contest=contest, idea=rows.idea())


def an_entry() -> Mapping[str, Any]:
    return {"pk": once(running).pk}


def a_contest() -> Mapping[str, Any]:
    return {"pk": once(running).contest_id}


def sees_contest(user: Any) -> bool:
    return policy.allows(user, "idea_contests.view_staff", once(running).contest)


def judges(user: Any) -> bool:
    return IdeaJudge.objects.filter(user=user).exists()


def a_pair() -> Idea:
    """An idea of the individual that is paired with our organisation; its application has not begun."""
    offered = IdeaOffer.objects.create(
        idea=rows.idea(), organization=named(OURS), by=person("org"), approach="每月两次，社工值守。", state="accepted",
        strength="两名社工", owner_part="到场", made_at=clock.now(),
    )  # fmt: skip
    Idea.objects.filter(pk=offered.idea_id).update(state="paired", organization=named(OURS), paired_at=clock.now())
    return offered.idea


def paired() -> Mapping[str, Any]:
    return {"code": once(a_pair).code}


def api_offer() -> Mapping[str, Any]:
    made_ = once(an_offer)
    return {"code": made_.idea.code, "pk": made_.pk}


def no_offer() -> Mapping[str, Any]:
    return {**own(), "pk": 999_999_999}


TABLE: dict[str, DoorLine] = {
    "portal:ideas": public(rows=portal_page),
    "portal:idea": public(keys=an_idea, foreign=hidden),
    "ideas:new": form(may=posts),
    "ideas:new-step": form(may=posts, keys=lambda: {"step": 2}),
    "ideas:draft": act(may=posts),
    "ideas:mine": page(rows=made(rows.idea)),
    "ideas:edit": form("individual", keys=own, foreign=hidden),
    "ideas:edit-step": form("individual", keys=lambda: {**own(), "step": 2}, foreign=lambda: {**hidden(), "step": 2}),
    "ideas:offers": page("individual", keys=own, foreign=hidden),
    "ideas:offer": form(*OFFERERS, keys=an_idea, foreign=hidden),
    "ideas:offer-act": act("individual", keys=offer("accept"), foreign=lambda: {**nothing(), "verb": "accept"}),
    "ideas:point": act(
        "individual", keys=own, foreign=hidden, data=lambda: {"organization": named(OURS).pk},
    ),
    "ideas:act": act(
        "individual", *OURS_WRITERS, keys=lambda: {**paired(), "verb": "part"},
        foreign=lambda: {**hidden(), "verb": "part"},
    ),
    "ideas:judging": page(may=judges),
    "ideas:judge": form("expert", keys=an_entry, foreign=nothing),
    "admin:idea_desk": desk("ideas.view_staff", Idea),
    "admin:idea_act": verb("ideas.view_staff", Idea, "hide"),
    "admin:contest_new": form("clerk", "head", "operator", DISTRICT),
    "admin:contest_desk": desk("idea_contests.view_staff", IdeaContest),
    "admin:contest_act": verb("idea_contests.view_staff", IdeaContest, "decide"),
    "api:judging": api(),
    "api:contests": api(methods=WRITE, writers=lambda user: policy.may(user, "idea_contests.open")),
    "api:contest": api(keys=a_contest, foreign=nothing, may=sees_contest),
    "api:contest-propose": api(keys=a_contest, foreign=nothing, may=sees_contest, methods=ACT),
    "api:contest-send-back": api(keys=a_contest, foreign=nothing, may=sees_contest, methods=ACT),
    "api:contest-decide": api(keys=a_contest, foreign=nothing, may=sees_contest, methods=ACT),
    "api:judge": api("expert", keys=an_entry, foreign=nothing, methods=frozenset({"GET", "HEAD", "PUT"})),
    "api:ideas": api(rows=api_page, methods=WRITE),
    "api:idea": api(keys=an_idea, foreign=hidden),
    "api:idea-offers": api("individual", *OURS_WRITERS, keys=an_offered_idea, foreign=hidden),
    "api:idea-offer": api(*OFFERERS, keys=an_idea, foreign=hidden, methods=ACT),
    "api:idea-accept": api("individual", keys=api_offer, foreign=no_offer, methods=ACT),
    "api:idea-decline": api("individual", keys=api_offer, foreign=no_offer, methods=ACT),
    "api:idea-take-back": api(*OURS_WRITERS, keys=api_offer, foreign=no_offer, methods=ACT),
    "api:idea-withdraw": api("individual", keys=own, foreign=hidden, methods=ACT),
    "api:idea-carry": api("individual", keys=own, foreign=hidden, methods=ACT),
    "api:idea-part": api("individual", *OURS_WRITERS, keys=paired, foreign=hidden, methods=ACT),
    "api:idea-draft": api(*OURS_WRITERS, keys=paired, foreign=hidden, methods=ACT),
}  # fmt: skip
