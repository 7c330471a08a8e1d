"""Leaders vote on a tablet and sign by a code: per project, or on the whole list. A changed list is signed again."""

from collections.abc import Mapping

from accounts.models import User
from reviews.enums import Ballot, DecisionWay
from reviews.flows.deciding.changing import laid_before
from reviews.models import Decision, Vote
from reviews.queries.decisions import hidden_from, shown_hash
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify import codes
from venture.notify.domain.masking import masked
from venture.notify.enums import Channel

LONGEST = 300
# A ballot with its remark, by project; ``None`` is the list as a whole.
Ballots = Mapping[int | None, tuple[str, str]]


def send_vote_code(*, decision_id: int, actor: User, language: str, network: str = "") -> str:
    """Send a leader a code that signs the list as it is now and no other; return the masked address.

    Raise ``RuleRefusal``: ``decision_not_draft``, ``decision_not_by_vote``, ``codes_too_many``,
    ``vote_code_not_sent``.
    """
    with laid_before(decision_id) as decision:
        _refuse_meeting(decision)
        challenge = _challenge(decision, shown_hash(decision), actor)
    channel, address = (Channel.SMS, actor.mobile) if actor.mobile else (Channel.EMAIL, actor.email)
    try:
        codes.issue(challenge, channel=channel, address=address or "", language=language, network=network)
    except OSError:
        raise RuleRefusal("vote_code_not_sent") from None
    return masked(address or "")


def cast_vote(*, decision_id: int, sha256: str, code: str, ballots: Ballots, actor: User) -> list[Vote]:
    """Sign the list ``sha256`` with the code: the ballot on the whole is a must, those per project are free.

    A leader's earlier word is replaced, the log keeps it. Raise ``RuleRefusal``: ``vote_code_wrong``; ``vote_stale``
    when the list is another by now; ``vote_list_missing``, ``vote_unknown``; ``vote_hidden`` for a project of an
    organisation of the leader's own; ``decision_not_draft``, ``decision_not_by_vote``.
    """
    # Outside the transaction: a wrong try counts even when nothing else is written.
    decision = Decision.objects.get(pk=decision_id)
    if not codes.check(_challenge(decision, sha256, actor), code):
        raise RuleRefusal("vote_code_wrong")
    with laid_before(decision_id) as decision:
        _refuse_meeting(decision)
        if shown_hash(decision) != sha256:
            raise RuleRefusal("vote_stale")
        _refuse_unclear(decision, ballots, actor)
        now = clock.now()
        Vote.objects.filter(decision=decision, leader=actor).delete()
        votes = [
            Vote(
                decision=decision, leader=actor, project_id=project, ballot=ballot, words=words.strip()[:LONGEST],
                content_hash=sha256, at=now,
            )
            for project, (ballot, words) in ballots.items()
        ]  # fmt: skip
        Vote.objects.bulk_create(votes)
        held = sorted(project for project, (ballot, _w) in ballots.items() if project and ballot == Ballot.HOLD)
        record(
            actor=actor, verb="decision.vote", subject=decision, sha256=sha256, ballot=ballots[None][0], held=held,
            words=ballots[None][1].strip()[:LONGEST],
        )  # fmt: skip
        return votes


def _refuse_unclear(decision: Decision, ballots: Ballots, actor: User) -> None:
    if None not in ballots:
        raise RuleRefusal("vote_list_missing")
    known = set(decision.items.values_list("project_id", flat=True))
    projects = {each for each in ballots if each is not None}
    if projects - known or any(ballot not in Ballot.values for ballot, _words in ballots.values()):
        raise RuleRefusal("vote_unknown")
    if projects & hidden_from(decision, actor):
        raise RuleRefusal("vote_hidden")


def _refuse_meeting(decision: Decision) -> None:
    if decision.way != DecisionWay.VOTE:
        raise RuleRefusal("decision_not_by_vote")


def _challenge(decision: Decision, sha256: str, actor: User) -> str:
    return f"reviews.vote:{decision.pk}:{sha256}:{actor.pk}"
