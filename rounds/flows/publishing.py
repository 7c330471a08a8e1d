"""From a draft to a published round: the operator proposes, a clerk checks, the head approves. Three pairs of eyes."""

from typing import Any

from accounts.flows.four_eyes import refuse_same_side
from accounts.queries.standing import Standing, standing_of
from rounds.domain import crew
from rounds.domain.canonical import canonical, fingerprint
from rounds.domain.validation import report
from rounds.flows.locks import alone
from rounds.flows.moving import move
from rounds.models import Round, RulesVersion
from rounds.queries import facts_of, rules_of
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def propose_round(*, round_id: int, actor: Any) -> Round:
    """Hand a draft over for the check. Raise ``RuleRefusal("round_contradicts")`` while the report names anything."""
    with alone(round_id) as round_:
        _refuse_contradictions(round_)
        standing = _standing(round_, actor, *crew.WRITERS)
        return move(round_, "propose", actor=actor, standing=standing.facts, proposed_by=actor)


def return_round(*, round_id: int, actor: Any, reason: str) -> Round:
    """Send a proposed round back to the draft, with the reason."""
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    with alone(round_id) as round_:
        standing = _standing(round_, actor, *crew.CHECKERS)
        return move(round_, "return", actor=actor, reason=reason, standing=standing.facts, checked_by=None)


def check_round(*, round_id: int, actor: Any) -> Round:
    """Confirm a proposal. Raise ``RuleRefusal`` ``same_person`` for the one who proposed it, ``same_side`` for who
    stands in for that one."""
    with alone(round_id) as round_:
        standing = _standing(round_, actor, *crew.CHECKERS)
        refuse_same_side(standing, earlier=round_.proposed_by_id, subject=round_)
        _refuse_contradictions(round_)
        return move(round_, "check", actor=actor, standing=standing.facts, checked_by=actor)


def publish_round(*, round_id: int, actor: Any) -> Round:
    """Approve a checked round: its rules are frozen as version 1, and its opening and closing are put down as work.

    Raise ``RuleRefusal`` ``same_person`` for the one who proposed or checked it, ``same_side`` for who stands in for
    one of them, ``round_contradicts`` when something no longer fits. A superuser is no exception.
    """
    with alone(round_id) as round_:
        standing = _standing(round_, actor, *crew.APPROVERS)
        for earlier in (round_.proposed_by_id, round_.checked_by_id):
            refuse_same_side(standing, earlier=earlier, subject=round_)
        _refuse_contradictions(round_)
        stamps = {"published_by": actor, "published_at": clock.now()}
        published = move(round_, "publish", actor=actor, standing=standing.facts, **stamps)
        freeze(published)
        announce_later(published)
        return published


def freeze(round_: Round, *, reason: str = "") -> RulesVersion:
    """Write the rules down as they stand: canonical JSON with its SHA-256, the next version number."""
    text = canonical(rules_of(round_))
    number = RulesVersion.objects.filter(round=round_).count() + 1
    return RulesVersion.objects.create(
        round=round_, number=number, rules=text, sha256=fingerprint(text), at=clock.now(), reason=reason
    )


def announce_later(round_: Round) -> None:
    """Put down the jobs that announce opening and closing. They announce; the clock decides."""
    for edge, instant in (("open", round_.opens_at), ("close", round_.closes_at)):
        if instant is not None:
            key = f"{round_.pk}:{edge}:{instant.isoformat()}"
            defer("rounds.announce_window", key, run_at=instant, round_id=round_.pk)


def _standing(round_: Round, actor: Any, *roles: str) -> Standing:
    return standing_of(actor, *roles, area=round_.area.code if round_.area is not None else "")


def _refuse_contradictions(round_: Round) -> None:
    found = report(facts_of(round_))
    if found:
        raise RuleRefusal("round_contradicts", count=len(found))
