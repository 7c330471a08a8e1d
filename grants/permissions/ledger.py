"""Who reads the ledger, and who allots money and closes years. That two persons do it is a guard in the flows."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from grants.enums import AccountKind, AskState
from grants.models import ALLOTMENT_PURPOSE, Allotment
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

MAKERS = (Role.FINANCE_MAKER,)
CHECKERS = (Role.FINANCE_CHECKER, Role.HEAD)
READERS = (*MAKERS, *CHECKERS, Role.CLERK, Role.AUDITOR, Role.SUPERVISION)
ROUND = "round__area__code"
MOST_MB = 10


def _reads(user: Any, path: str = ROUND) -> Q:
    return in_areas(user, path, *READERS)


def _city(user: Any, *roles: Role) -> Q:
    """A year's books are the whole city's."""
    return EVERYBODY if "" in user.areas_of(*roles) else NOBODY


declare_act("ledger.read", lambda user: user.has_role(*READERS))
declare("ledger.view", _reads)
declare(
    "ledger.view_accounts",
    lambda user: (
        _reads(user)
        | _reads(user, "grant__round__area__code")
        | (Q(kind=AccountKind.SOURCE) if "" in user.areas_of(*READERS) else NOBODY)
    ),
)
declare("ledger.overview", lambda user: _reads(user, "area__code"))

declare("allotments.view", _reads)
declare_act("allotments.make", lambda user: user.has_role(*MAKERS))
declare("allotments.propose", lambda user: in_areas(user, "area__code", *MAKERS))
declare(
    "allotments.decide",
    lambda user: in_areas(user, ROUND, *CHECKERS) & Q(state=AskState.ASKED) & ~Q(asked_by=user),
)
declare("allotments.withdraw", lambda user: Q(state=AskState.ASKED, asked_by=user))

declare("year_closings.view", lambda user: _city(user, *READERS))
declare_act("year_closings.propose", lambda user: "" in user.areas_of(*MAKERS))
declare(
    "year_closings.decide",
    lambda user: _city(user, *CHECKERS) & Q(state=AskState.ASKED) & ~Q(asked_by=user),
)


declare_purpose(
    ALLOTMENT_PURPOSE, label=_("Document of an allotment"), kinds=PAPERS | PICTURES, max_mb=MOST_MB,
    may_upload="allotments.make",
    rule=lambda user: Exists(Allotment.objects.filter(_reads(user), file=OuterRef("pk"))),
)  # fmt: skip
