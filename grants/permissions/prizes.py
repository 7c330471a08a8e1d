"""Who pays creative prizes. That two persons do it, and never who had the idea, are guards in the flows."""

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.permissions import in_areas
from grants.enums import PrizeState
from grants.models import PrizePayment
from venture.kernel.policy import declare, declare_act

MAKERS = (Role.FINANCE_MAKER,)
CHECKERS = (Role.FINANCE_CHECKER, Role.HEAD)
READERS = (*MAKERS, *CHECKERS, Role.CLERK, Role.OPERATOR, Role.AUDITOR, Role.SUPERVISION)
PRIZE, PAYMENT = "contest__round__area__code", "prize__contest__round__area__code"
UNPAID = ~Exists(PrizePayment.objects.filter(prize=OuterRef("pk"), state__in=PrizeState.living()))

declare_act("prizes.read", lambda user: user.has_role(*READERS))
declare("prizes.overview", lambda user: in_areas(user, "area__code", *READERS))
declare("prizes.set_aside", lambda user: in_areas(user, "area__code", *MAKERS))
declare("prizes.ask", lambda user: in_areas(user, PRIZE, *MAKERS) & Q(UNPAID, amount_fen__gt=0))
declare("prizes.view", lambda user: in_areas(user, PAYMENT, *READERS))
declare(
    "prizes.decide",
    lambda user: in_areas(user, PAYMENT, *CHECKERS) & Q(state=PrizeState.ASKED) & ~Q(asked_by=user),
)
declare("prizes.withdraw", lambda user: Q(state=PrizeState.ASKED, asked_by=user))
declare("prizes.pay", lambda user: in_areas(user, PAYMENT, *MAKERS) & Q(state=PrizeState.APPROVED))
declare("prizes.return", lambda user: in_areas(user, PAYMENT, *MAKERS) & Q(state=PrizeState.PAID, tax_voucher=""))
declare(
    "prizes.remit",
    lambda user: in_areas(user, PAYMENT, *MAKERS) & Q(state=PrizeState.PAID, tax_voucher="", tax_fen__gt=0),
)
