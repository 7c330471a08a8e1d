"""The lives of a proposed role, an invitation and a recovery, as data. Nothing here touches the database."""

from dataclasses import dataclass

from accounts.enums import InvitationState, ProposalState, RecoveryState
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Move:
    """One legal move: from any of ``sources`` to ``target``."""

    verb: str
    sources: frozenset[str]
    target: str


class Life:
    """A table of moves. ``refusal`` is the code of a move that leads nowhere."""

    def __init__(self, refusal: str, *moves: Move) -> None:
        self.refusal = refusal
        self.moves = {move.verb: move for move in moves}

    def target_of(self, verb: str, state: str) -> str:
        """Return where ``verb`` leads from ``state``. Raise ``RuleRefusal`` when it leads nowhere."""
        move = self.moves[verb]
        if state not in move.sources:
            raise RuleRefusal(self.refusal)
        return move.target

    def verbs_from(self, state: str) -> tuple[str, ...]:
        return tuple(verb for verb, move in self.moves.items() if state in move.sources)


P, N, R = ProposalState, InvitationState, RecoveryState

PROPOSAL = Life(
    "proposal_decided",
    Move("confirm", frozenset({P.PROPOSED}), P.CONFIRMED),
    Move("refuse", frozenset({P.PROPOSED}), P.REFUSED),
    Move("withdraw", frozenset({P.PROPOSED}), P.WITHDRAWN),
)
INVITATION = Life(
    "role_invitation_gone",
    Move("resend", frozenset({N.SENT}), N.SENT),
    Move("accept", frozenset({N.SENT}), N.ACCEPTED),
    Move("revoke", frozenset({N.SENT}), N.REVOKED),
)
RECOVERY = Life(
    "recovery_moved_on",
    Move("identify", frozenset({R.ASKED}), R.IDENTIFIED),
    Move("approve", frozenset({R.IDENTIFIED}), R.DONE),
    Move("refuse", frozenset({R.ASKED, R.IDENTIFIED}), R.REFUSED),
    Move("withdraw", frozenset({R.ASKED, R.IDENTIFIED}), R.WITHDRAWN),
)
