"""The lives of an organisation: its entry, verification, account, take-over; and of an operator's affiliate. Data."""

from organizations.enums import AccountState as A
from organizations.enums import AffiliateState as F
from organizations.enums import CaseState as C
from organizations.enums import OrganizationState as S
from organizations.enums import TakeOverState as T
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

ACCOUNT_LIFE = Lifecycle(
    A,
    "account_illegal_move",
    Move("confirm", frozenset({A.PROPOSED}), A.CURRENT),
    Move("refuse", frozenset({A.PROPOSED}), A.REFUSED),
    Move("withdraw", frozenset({A.PROPOSED}), A.WITHDRAWN),
    Move("replace", frozenset({A.CURRENT}), A.REPLACED),
)
ACCOUNT_MOVES = ACCOUNT_LIFE.moves
account_target_of = ACCOUNT_LIFE.target_of

AFFILIATE_LIFE = Lifecycle(
    F,
    "affiliate_illegal_move",
    Move("second", frozenset({F.PROPOSED}), F.SECONDED),
    Move("refuse", frozenset({F.PROPOSED}), F.REFUSED),
    Move("end", frozenset({F.SECONDED}), F.SECONDED),
)
AFFILIATE_MOVES = AFFILIATE_LIFE.moves
affiliate_target_of = AFFILIATE_LIFE.target_of

TAKE_OVER_LIFE = Lifecycle(
    T,
    "take_over_illegal_move",
    Move("check", frozenset({T.ASKED}), T.CHECKED),
    Move("grant", frozenset({T.CHECKED}), T.GRANTED),
    Move("refuse", frozenset({T.ASKED, T.CHECKED}), T.REFUSED),
    Move("withdraw", frozenset({T.ASKED, T.CHECKED}), T.WITHDRAWN),
)
