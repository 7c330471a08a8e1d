"""Who takes donations down, records, values, confirms and returns them, and who lays funds into projects."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from grants.enums import AskState, DonationState, FundState, GiftState, RefundState
from grants.models import GIFT_PURPOSE, Gift
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

TAKERS = (Role.CLERK, Role.OPERATOR)
BUREAU = (Role.CLERK, Role.HEAD)
# Money is recorded by who keeps the slips, goods are valued by the operator; another desk confirms both.
RECORDERS = (Role.FINANCE_MAKER, Role.OPERATOR)
CONFIRMERS = (Role.FINANCE_CHECKER, Role.HEAD, Role.CLERK)
READERS = (*BUREAU, Role.OPERATOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.AUDITOR, Role.SUPERVISION)
# Who must be able to ring a donor up.
CALLERS = (*BUREAU, Role.OPERATOR, Role.FINANCE_MAKER)
ROUND, DONATION, GIFT = "round__area__code", "donation__round__area__code", "gift__donation__round__area__code"

declare("donations.overview", lambda user: in_areas(user, "area__code", *READERS))
declare("donations.support", lambda user: in_areas(user, "area__code", *TAKERS))
declare("donations.return_all", lambda user: in_areas(user, "area__code", Role.CLERK, Role.FINANCE_MAKER))
declare_act("donations.register", lambda user: user.has_role(*TAKERS))
declare("donations.view", lambda user: in_areas(user, ROUND, *READERS))
declare("donations.contact", lambda user: in_areas(user, ROUND, *CALLERS))
declare("donations.agree", lambda user: in_areas(user, ROUND, *TAKERS) & Q(state=DonationState.INTENDED))
declare(
    "donations.decline",
    lambda user: in_areas(user, ROUND, *TAKERS) & Q(state__in=(DonationState.INTENDED, DonationState.AGREED)),
)
declare(
    "donations.receive",
    lambda user: in_areas(user, ROUND, *RECORDERS) & Q(state__in=(DonationState.AGREED, DonationState.RECEIVED)),
)
declare("gifts.view", lambda user: in_areas(user, DONATION, *READERS))
declare(
    "gifts.decide",
    lambda user: in_areas(user, DONATION, *CONFIRMERS) & Q(state=GiftState.WAITING) & ~Q(recorded_by=user),
)
declare(
    "gifts.refund",
    lambda user: in_areas(user, DONATION, Role.CLERK, Role.FINANCE_MAKER) & Q(state=GiftState.STANDING),
)
declare("refunds.view", lambda user: in_areas(user, GIFT, *READERS))
declare(
    "refunds.decide",
    lambda user: in_areas(user, GIFT, Role.HEAD, Role.FINANCE_CHECKER) & Q(state=RefundState.ASKED) & ~Q(asked_by=user),
)
declare("refunds.pay", lambda user: in_areas(user, GIFT, Role.FINANCE_MAKER) & Q(state=RefundState.APPROVED))
declare("supports.view", lambda user: in_areas(user, "project__round__area__code", *READERS))
declare(
    "supports.decide",
    lambda user: in_areas(user, "project__round__area__code", Role.HEAD) & Q(state=AskState.ASKED) & ~Q(asked_by=user),
)
declare("supports.withdraw", lambda user: Q(state=AskState.ASKED, asked_by=user))
declare("donation_rules.view", lambda user: in_areas(user, ROUND, *READERS))
declare("donation_rules.change", lambda user: in_areas(user, ROUND, *BUREAU))
declare_act("donation_rules.add", lambda user: user.has_role(*BUREAU))


def _city(user: Any, *roles: Role) -> Q:
    """A fund is the whole city's."""
    return EVERYBODY if "" in user.areas_of(*roles) else NOBODY


declare("funds.view", lambda user: _city(user, *READERS))
declare("funds.change", lambda user: _city(user, *BUREAU))
declare_act("funds.add", lambda user: "" in user.areas_of(*BUREAU))
declare(
    "funds.open", lambda user: _city(user, Role.HEAD) & Q(state__in=(FundState.DRAFT, FundState.CLOSED)),
)  # fmt: skip
declare("funds.close", lambda user: _city(user, Role.HEAD) & Q(state=FundState.OPEN))

declare_act("gifts.bring", lambda user: user.has_role(*RECORDERS))
declare_purpose(
    GIFT_PURPOSE, label=_("Receipt of a donation"), kinds=PAPERS | PICTURES, sensitive=True, may_upload="gifts.bring",
    rule=lambda user: Exists(Gift.objects.filter(in_areas(user, DONATION, *READERS), file=OuterRef("pk"))),
)  # fmt: skip
