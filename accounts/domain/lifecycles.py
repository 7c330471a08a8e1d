"""The lives of a proposed role, an invitation and a recovery, as data. Nothing here touches the database."""

from accounts.enums import InvitationState, ProposalState, RecoveryState
from venture.kernel.lifecycle import Lifecycle, Move

P, N, R = ProposalState, InvitationState, RecoveryState

PROPOSAL = Lifecycle(
    P,
    "proposal_decided",
    Move("confirm", frozenset({P.PROPOSED}), P.CONFIRMED),
    Move("refuse", frozenset({P.PROPOSED}), P.REFUSED),
    Move("withdraw", frozenset({P.PROPOSED}), P.WITHDRAWN),
)
INVITATION = Lifecycle(
    N,
    "role_invitation_gone",
    Move("resend", frozenset({N.SENT}), N.SENT),
    Move("accept", frozenset({N.SENT}), N.ACCEPTED),
    Move("revoke", frozenset({N.SENT}), N.REVOKED),
)
RECOVERY = Lifecycle(
    R,
    "recovery_moved_on",
    Move("identify", frozenset({R.ASKED}), R.IDENTIFIED),
    Move("approve", frozenset({R.IDENTIFIED}), R.DONE),
    Move("refuse", frozenset({R.ASKED, R.IDENTIFIED}), R.REFUSED),
    Move("withdraw", frozenset({R.ASKED, R.IDENTIFIED}), R.WITHDRAWN),
)
