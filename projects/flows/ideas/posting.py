"""An idea from six answers to the public list, and what its owner may do with it alone."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.domain import uscc
from projects.domain.ideas import AT_ONCE, IDEA_LIFE, OFFER_LIFE, private_in
from projects.enums import IdeaOwner, IdeaState, OfferState
from projects.flows.ideas.locking import locked_idea, tell_organization
from projects.models import Idea, IdeaDraft, IdeaSeries
from projects.queries.ideas import is_judged, season
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

SAID = ("title", "population", "problem", "proposal", "contribution", "unit_name", "credit")


@transaction.atomic
def keep_idea_draft(*, user: User, typed: Mapping[str, str]) -> IdeaDraft:
    """Keep what was typed beside what was typed before. No audit entry: a draft is nobody's act yet."""
    draft, _made = IdeaDraft.objects.select_for_update().get_or_create(user=user, defaults={"saved_at": clock.now()})
    draft.typed = {**draft.typed, **typed}
    draft.saved_at = clock.now()
    draft.save(update_fields=["typed", "saved_at"])
    return draft


@transaction.atomic
def post_idea(*, actor: User, **words: Any) -> Idea:
    """Post an idea for the call that takes ideas now; without an open one it waits for the next.

    ``words`` are fields of ``Idea``. Raise ``RuleRefusal``: ``ideas_not_taken`` where no call takes ideas;
    ``ideas_too_many``; ``idea_names_a_person`` for a number or an address in the text; ``unit_is_social`` for a body
    that may apply by itself, and as ``uscc.validated`` does for its code.
    """
    now = clock.now()
    found = season(now)
    if not found.used:
        raise RuleRefusal("ideas_not_taken")
    said = _checked(words)
    code = _next_code()
    if Idea.objects.filter(owner=actor, state=IdeaState.OPEN).count() >= AT_ONCE:
        raise RuleRefusal("ideas_too_many", most=AT_ONCE)
    idea = Idea.objects.create(
        code=code, owner=actor, round=found.call if found.open else None, posted_at=now, **said,
    )  # fmt: skip
    IdeaDraft.objects.filter(user=actor).delete()
    record(actor=actor, verb="idea.post", subject=idea, after=idea.state, code=idea.code)
    return idea


@transaction.atomic
def edit_idea(*, idea_id: int, actor: User, **words: Any) -> Idea:
    """Put an idea into better words, until somebody has made an offer for the words that stand.

    Raise ``RuleRefusal``: as ``post_idea`` does; ``idea_illegal_move``; ``idea_has_offers``.
    """
    idea = locked_idea(idea_id)
    verb = "mend" if idea.state == IdeaState.HIDDEN else "edit"
    IDEA_LIFE.target_of(verb, idea.state)
    if idea.offers.filter(state=OfferState.MADE).exists():
        raise RuleRefusal("idea_has_offers")
    refuse_judged(idea)
    said = _checked(words)
    changed = [name for name, value in said.items() if getattr(idea, name) != value]
    if changed:
        step(idea, IDEA_LIFE, verb, noun="idea", actor=actor, facts={"changed": changed}, **said)
    return idea


@transaction.atomic
def withdraw_idea(*, idea_id: int, actor: User) -> Idea:
    """Take an idea off the list for good; who had made an offer is told. Raise ``RuleRefusal("idea_illegal_move")``."""
    idea = locked_idea(idea_id)
    refuse_judged(idea)
    step(idea, IDEA_LIFE, "withdraw", noun="idea", actor=actor)
    end_offers(idea, actor=actor, event="idea_taken_back")
    return idea


@transaction.atomic
def carry_idea(*, idea_id: int, actor: User | None) -> Idea:
    """Let an idea go with the call that is open now. Raise ``RuleRefusal``: ``idea_illegal_move``, ``idea_no_call``."""
    idea = locked_idea(idea_id)
    refuse_judged(idea)
    found = season(clock.now())
    if not found.open or found.call is None or found.call == idea.round:
        raise RuleRefusal("idea_no_call")
    step(idea, IDEA_LIFE, "carry", noun="idea", actor=actor, facts={"round": found.call.code}, round=found.call)
    return idea


def end_offers(idea: Idea, *, actor: User, event: str) -> None:
    """End the offers that wait for the owner of a locked idea, and tell their organisations."""
    rows = idea.offers.select_for_update(of=("self",)).select_related("organization")
    for offer in rows.filter(state=OfferState.MADE).order_by("pk"):
        tell_organization(idea, offer.organization, event, f"{offer.pk}")
        step(offer, OFFER_LIFE, "pass", noun="offer", actor=actor, ended_at=clock.now())


def refuse_judged(idea: Idea) -> None:
    if is_judged(idea):
        raise RuleRefusal("idea_is_judged")


def _checked(words: dict[str, Any]) -> dict[str, Any]:
    """Return the words with the unit's code made alike. Raise what ``post_idea`` says."""
    for name in SAID:
        if found := private_in(str(words.get(name, ""))):
            raise RuleRefusal("idea_names_a_person", found=found)
    kind = words["speaks_as"]
    if kind == IdeaOwner.PERSON:
        return {**words, "unit_name": "", "unit_code": "", "host_name": ""}
    code = uscc.validated(words["unit_code"])
    if kind == IdeaOwner.UNIT and code[:2] in uscc.APPLICANT_PREFIXES:
        raise RuleRefusal("unit_is_social", prefix=code[:2])
    return {**words, "unit_code": code, "host_name": words["host_name"] if kind == IdeaOwner.GROUP else ""}


def _next_code() -> str:
    IdeaSeries.objects.get_or_create(code=IdeaSeries.ONLY)
    series = IdeaSeries.objects.select_for_update().get(code=IdeaSeries.ONLY)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return f"{series.code}-{series.last_number:04d}"
