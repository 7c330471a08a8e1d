"""Who asks for money, approves, orders, sends and settles payments; who reads them. What one person may never do twice
is a guard in the flows.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from grants.enums import BatchState, GrantState, PaymentState
from grants.models import (
    BANK_PURPOSE,
    ORDER_PURPOSE,
    RECEIPT_PURPOSE,
    STATEMENT_PURPOSE,
    BankStatement,
    Payment,
    PaymentOrder,
)
from organizations.enums import MemberRole
from organizations.models import Membership
from organizations.queries import is_member
from venture.files.enums import Kind
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

APPROVERS = (Role.CLERK, Role.HEAD)
FINANCE = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)
WATCHERS = (Role.AUDITOR, Role.SUPERVISION)
READERS = (*APPROVERS, *FINANCE, *WATCHERS, Role.OPERATOR)
STOPPERS = (*APPROVERS, *FINANCE)
GRANT, ROUND = "grant__round__area__code", "round__area__code"
WITH_BANK = (PaymentState.SENT, PaymentState.UNKNOWN)
MOST_MB = 10


def _member(path: str, *roles: str) -> Any:
    return lambda user: Q(is_member(user, organization_ref=path, roles=roles or MemberRole.values))


# The organisation: everybody in it reads its money, owners and finance officers ask for it.
declare("money.view", _member("organization_id"))
declare(
    "money.ask",
    lambda user: _member("organization_id", *MemberRole.treasurers)(user) & Q(state__in=GrantState.under_way()),
)
declare("payments.view_own", _member("grant__organization_id"))
declare(
    "payments.withdraw",
    lambda user: _member("grant__organization_id", *MemberRole.treasurers)(user) & Q(state=PaymentState.REQUESTED),
)
declare_act(
    "payments.bring_receipt",
    lambda user: Membership.objects.filter(
        user_id=user.pk, ended_at__isnull=True, role__in=MemberRole.treasurers
    ).exists(),
)

# The funder's side. A request is approved by clerk or head; its money is the finance's.
declare_act("payments.read", lambda user: user.has_role(*READERS))
declare("payments.view_staff", lambda user: in_areas(user, GRANT, *READERS))
declare("payments.approve", lambda user: in_areas(user, GRANT, *APPROVERS) & Q(state=PaymentState.REQUESTED))
declare(
    "payments.cancel", lambda user: in_areas(user, GRANT, *APPROVERS) & Q(state=PaymentState.APPROVED, order=None)
)  # fmt: skip
declare(
    "payments.order",
    lambda user: in_areas(user, GRANT, Role.FINANCE_MAKER) & Q(state=PaymentState.APPROVED, order=None),
)
declare(
    "payments.take_out",
    lambda user: in_areas(user, GRANT, *FINANCE) & Q(state=PaymentState.APPROVED, order__state=BatchState.DRAFT),
)
declare("payments.settle", lambda user: in_areas(user, GRANT, Role.FINANCE_MAKER) & Q(state__in=WITH_BANK))
declare("payments.lose", lambda user: in_areas(user, GRANT, *FINANCE) & Q(state=PaymentState.SENT))
declare("payments.return", lambda user: in_areas(user, GRANT, Role.FINANCE_MAKER) & Q(state=PaymentState.PAID))

declare("payment_orders.view", lambda user: in_areas(user, ROUND, *READERS))
declare("payment_orders.check", lambda user: in_areas(user, ROUND, Role.FINANCE_CHECKER) & Q(state=BatchState.DRAFT))
declare("payment_orders.send", lambda user: in_areas(user, ROUND, Role.FINANCE_MAKER) & Q(state=BatchState.CHECKED))
declare(
    "payment_orders.drop",
    lambda user: in_areas(user, ROUND, *FINANCE) & Q(state__in=(BatchState.DRAFT, BatchState.CHECKED)),
)
# The whole account numbers leave with the finance only.
declare("payment_orders.reveal", lambda user: in_areas(user, ROUND, *FINANCE) & ~Q(state=BatchState.DROPPED))

declare_act("statements.load", lambda user: user.has_role(*FINANCE))
declare("statements.load_for", lambda user: in_areas(user, "area__code", *FINANCE))
declare("statements.view", lambda user: in_areas(user, ROUND, *READERS))

declare("payment_settings.set", lambda user: in_areas(user, "area__code", *APPROVERS))

# Whoever sees something wrong stops the money alone; the flow asks for another person to let it flow again.
declare("organizations.stop_payments", lambda user: EVERYBODY if user.has_role(*STOPPERS) else NOBODY)
declare("stops.view", lambda user: EVERYBODY if user.has_role(*READERS) else NOBODY)
declare("stops.lift", lambda user: Q(lifted_at__isnull=True) if user.has_role(*STOPPERS) else NOBODY)


def _of_payment(field: str) -> Any:
    def rule(user: Any) -> Exists:
        rows = Payment.objects.filter(**{field: OuterRef("pk")})
        return Exists(rows.filter(_reads(user)))

    return rule


def _reads(user: Any) -> Q:
    return policy.condition(user, "payments.view_staff") | policy.condition(user, "payments.view_own")


declare("payments.view", _reads)

declare_purpose(
    RECEIPT_PURPOSE, label=_("Receipt of a tranche"), kinds=PAPERS | PICTURES, max_mb=MOST_MB,
    may_upload="payments.bring_receipt", rule=_of_payment("receipt"), sensitive=True,
)  # fmt: skip
declare_purpose(
    BANK_PURPOSE, label=_("Receipt of the bank"), kinds=PAPERS | PICTURES, max_mb=MOST_MB,
    rule=_of_payment("bank_receipt"), sensitive=True,
)  # fmt: skip
declare_purpose(
    STATEMENT_PURPOSE, label=_("Statement of the bank"), kinds=frozenset({Kind.XLSX}), max_mb=MOST_MB,
    rule=lambda user: Exists(
        policy.visible(user, "statements.view", BankStatement.objects.filter(file=OuterRef("pk")))
    ),
    sensitive=True,
)  # fmt: skip
declare_purpose(
    ORDER_PURPOSE, label=_("Request with the leaders' approval"), kinds=PAPERS | PICTURES, max_mb=MOST_MB,
    rule=lambda user: Exists(
        policy.visible(user, "payment_orders.view", PaymentOrder.objects.filter(approval=OuterRef("pk")))
    ),
    sensitive=True,
)  # fmt: skip
