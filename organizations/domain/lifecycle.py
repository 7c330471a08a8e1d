"""The life of an organisation's registration on the platform and of a request to verify it, as data."""

from organizations.enums import CaseState as C
from organizations.enums import OrganizationState as S
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "organization_illegal_move",
    Move("verify", frozenset({S.REGISTERED}), S.VERIFIED),
    Move("suspend", frozenset({S.VERIFIED}), S.SUSPENDED),
    Move("restore", frozenset({S.SUSPENDED}), S.VERIFIED),
)
MOVES = LIFE.moves
target_of = LIFE.target_of

CASE_LIFE = Lifecycle(
    C,
    "case_illegal_move",
    Move("resubmit", frozenset({C.RETURNED}), C.SUBMITTED),
    Move("return", frozenset({C.SUBMITTED}), C.RETURNED),
    Move("verify", frozenset({C.SUBMITTED}), C.VERIFIED),
    Move("refuse", frozenset({C.SUBMITTED}), C.REFUSED),
)
CASE_MOVES = CASE_LIFE.moves
case_target_of = CASE_LIFE.target_of
