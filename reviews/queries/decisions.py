"""A decision as values: what stands on its list, what is left of the money, who signed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.models import User
from organizations.queries import is_member
from reviews.domain.selection import Envelope
from reviews.enums import Ballot, DecisionState, Outcome
from reviews.models import Decision, DecisionItem, Vote
from reviews.queries.selections import envelopes_of, money_of
from rounds.domain.canonical import canonical, fingerprint
from rounds.models import Envelope as Money
from rounds.models import Round

HALF = 2


def of_round(round_: Round) -> Decision | None:
    """Return the decision on the selection that was sent or decided. One query."""
    rows = Decision.objects.filter(round=round_, selection__state__in=("sent", "decided"))
    return rows.select_related("selection__ranking", "recorded_by", "checked_by", "minutes").first()


def decided_of(round_id: int) -> Decision | None:
    """Return the decision in force with its items. Two queries."""
    rows = Decision.objects.filter(round=round_id, state=DecisionState.DECIDED)
    return rows.select_related("selection", "round").prefetch_related("items__project__organization").first()


def for_staff() -> QuerySet[Decision]:
    return Decision.objects.select_related("round", "selection__ranking", "recorded_by", "checked_by", "minutes")


def items_of(decision: Decision) -> QuerySet[DecisionItem]:
    """Return the items in the order of the ranking with project, organisation and category. One query."""
    rows = decision.items.select_related("project__organization", "project__category", "envelope__category")
    return rows.order_by("project__selection_rows__rank", "pk").filter(
        project__selection_rows__selection=decision.selection_id
    )


def listed(decision: Decision) -> list[DecisionItem]:
    """Return all items with what a page tells of them, in the order in which they are hashed. One query."""
    rows = decision.items.select_related("project__organization", "project__category", "envelope__category")
    return list(rows.order_by("project__code"))


def envelopes_after(decision: Decision, money: Sequence[Money] | None = None) -> tuple[Envelope, ...]:
    """Return the envelopes as the meeting left them: the transfers of the selection, then its own cuts.

    One query; none where the round's ``money`` came.
    """
    changed = (decision.changes or {}).get("envelopes", {})
    base = envelopes_of(money_of(decision.round) if money is None else money, decision.selection.rules)
    return tuple(
        Envelope(
            each.key, each.category, each.source, changed.get(each.key, {}).get("fen", each.fen), each.area,
            each.first_time,
        )
        for each in base
    )  # fmt: skip


def content_of(decision: Decision, items: Iterable[DecisionItem] | None = None) -> str:
    """Return what the hash of a decision covers: the sent list it stands on, the changes, every item.

    One query; none where the ``items`` came as they are ``listed``.
    """
    rows = decision.items.select_related("project").order_by("project__code") if items is None else items
    return canonical({
        "selection": decision.selection.content_hash,
        "way": decision.way,
        "changes": decision.changes,
        "items": [
            [each.project.code, each.outcome, each.reserve_no, each.envelope_id, each.approved_fen, each.reason]
            for each in rows
        ],
    })  # fmt: skip


def shown_hash(decision: Decision, items: Iterable[DecisionItem] | None = None) -> str:
    """Return the hash of the list as it is now: votes are bound to it."""
    return fingerprint(content_of(decision, items))


def still_as_decided(decision: Decision) -> bool:
    """Say whether a recorded or decided list has the hash that was taken."""
    return shown_hash(decision) == decision.content_hash


def leaders_of(round_: Round) -> QuerySet[User]:
    """Return the leaders whose voice counts: everybody who holds the part today. One query."""
    rows: QuerySet[User] = User.objects.filter(is_active=True, role_grants__role=Role.LEADER)
    return rows.distinct().order_by("display_name")


def hidden_from(decision: Decision, leader: Any) -> set[int]:
    """Return the projects that a leader neither sees nor votes on: those of an organisation of their own. One query."""
    rows = decision.items.filter(is_member(leader, organization_ref="project__organization_id"))
    return set(rows.values_list("project_id", flat=True))


def votes_of(decision: Decision) -> list[Vote]:
    """Return all votes that stand, those on an earlier list too. One query."""
    return list(decision.votes.select_related("leader", "project"))


def tally(decision: Decision) -> dict[str, Any]:
    """Return how the vote stands: who signed, whether more than half did, which projects are held back. 3 queries."""
    return tally_of(decision, shown_hash(decision), votes_of(decision))


def tally_of(decision: Decision, sha256: str, given: Iterable[Vote]) -> dict[str, Any]:
    """Return what ``tally`` tells, for the list with this hash: of the votes ``given`` those on it count. One query."""
    votes, leaders = [each for each in given if each.content_hash == sha256], list(leaders_of(decision.round))
    signed = {each.leader_id for each in votes if each.project_id is None}
    holds: dict[int, int] = {}
    for each in votes:
        if each.project_id is not None and each.ballot == Ballot.HOLD:
            holds[each.project_id] = holds.get(each.project_id, 0) + 1
    need = len(leaders) // HALF + 1
    against = sum(each.project_id is None and each.ballot == Ballot.HOLD for each in votes)
    return {
        "sha256": sha256,
        "leaders": leaders,
        "signed": signed,
        "have": len(signed),
        "need": need,
        "quorum": bool(leaders) and len(signed) >= need,
        "against": against,
        "agreed": len(signed) - against,
        "held": sorted(key for key, count in holds.items() if count * HALF >= max(1, len(signed))),
        "holds": holds,
        "votes": votes,
    }


def selected_fen(decision: Decision) -> int:
    return sum(decision.items.filter(outcome=Outcome.SELECTED).values_list("approved_fen", flat=True))
