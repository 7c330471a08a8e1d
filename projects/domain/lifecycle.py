"""The lives of a need, of an application and of what hangs on it, as data."""

from projects.enums import ConsentState as O
from projects.enums import CorrectionState as K
from projects.enums import ExtensionState as E
from projects.enums import NeedState as S
from projects.enums import PaperState as A
from projects.enums import ProjectState as P
from projects.enums import ResourceState as R
from projects.enums import SheetState as T
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "need_illegal_move",
    Move("edit", frozenset({S.COLLECTED}), S.COLLECTED),
    Move("merge", frozenset({S.COLLECTED}), S.MERGED),
    Move("publish", frozenset({S.COLLECTED}), S.PUBLISHED),
    Move("match", frozenset({S.PUBLISHED}), S.MATCHED),
    Move("bind", frozenset({S.MATCHED}), S.MATCHED),
    Move("release", frozenset({S.MATCHED}), S.PUBLISHED),
    Move("meet", frozenset({S.MATCHED}), S.MET),
)
MOVES = LIFE.moves
target_of = LIFE.target_of
verbs_from = LIFE.verbs_from

# ``engage``: an organisation uses it; ``release``: it is free again.
RESOURCE_LIFE = Lifecycle(
    R,
    "resource_illegal_move",
    Move("edit", frozenset({R.OFFERED, R.RETURNED}), R.OFFERED),
    Move("publish", frozenset({R.OFFERED}), R.PUBLISHED),
    Move("send_back", frozenset({R.OFFERED}), R.RETURNED),
    Move("engage", frozenset({R.PUBLISHED}), R.ENGAGED),
    Move("release", frozenset({R.ENGAGED}), R.PUBLISHED),
    Move("withdraw", frozenset({R.OFFERED, R.RETURNED, R.PUBLISHED}), R.WITHDRAWN),
)

# ``stand``: the call closed on a recalled application, whose last hand-in stands. ``lapse``: not corrected in time.
PROJECT_LIFE = Lifecycle(
    P,
    "application_illegal_move",
    Move("submit", frozenset({P.DRAFT}), P.SUBMITTED),
    Move("recall", frozenset({P.SUBMITTED}), P.DRAFT),
    Move("stand", frozenset({P.DRAFT}), P.SUBMITTED),
    Move("return", frozenset({P.SUBMITTED}), P.RETURNED),
    Move("resubmit", frozenset({P.RETURNED}), P.SUBMITTED),
    Move("lapse", frozenset({P.RETURNED}), P.LAPSED),
    Move("accept", frozenset({P.SUBMITTED}), P.ACCEPTED),
    Move("reject", frozenset({P.SUBMITTED}), P.REJECTED),
    Move("withdraw", frozenset({P.DRAFT, P.SUBMITTED, P.RETURNED, P.ACCEPTED}), P.WITHDRAWN),
)

EXTENSION_LIFE = Lifecycle(
    E,
    "extension_illegal_move",
    Move("grant", frozenset({E.ASKED}), E.GRANTED),
    Move("refuse", frozenset({E.ASKED}), E.REFUSED),
)

CONSENT_LIFE = Lifecycle(
    O,
    "consent_illegal_move",
    Move("agree", frozenset({O.ASKED}), O.AGREED),
    Move("agree_conditionally", frozenset({O.ASKED}), O.CONDITIONAL),
    Move("refuse", frozenset({O.ASKED}), O.REFUSED),
    Move("disown", frozenset({O.ASKED}), O.NOT_OURS),
    Move("take_back", frozenset({O.ASKED, O.AGREED, O.CONDITIONAL}), O.TAKEN_BACK),
)

CORRECTION_LIFE = Lifecycle(
    K,
    "correction_illegal_move",
    Move("answer", frozenset({K.OPEN}), K.ANSWERED),
    Move("lapse", frozenset({K.OPEN}), K.LAPSED),
)

# ``reopen``: an application from paper was given back, and its correction came on paper too.
PAPER_LIFE = Lifecycle(
    A,
    "paper_illegal_move",
    Move("ask", frozenset({A.TYPING}), A.CHECKING),
    Move("take_back", frozenset({A.CHECKING}), A.TYPING),
    Move("send_back", frozenset({A.CHECKING}), A.TYPING),
    Move("confirm", frozenset({A.CHECKING}), A.CONFIRMED),
    Move("reopen", frozenset({A.CONFIRMED}), A.TYPING),
    Move("drop", frozenset({A.TYPING}), A.DROPPED),
)

# ``take`` again: rows that were wrong are mended meanwhile; those that were made stay as they are.
SHEET_LIFE = Lifecycle(
    T,
    "sheet_illegal_move",
    Move("take", frozenset({T.TRIED, T.TAKEN}), T.TAKING),
    Move("finish", frozenset({T.TAKING}), T.TAKEN),
)
