"""Payments: the finance's pages, the organisation's money, and the same for programs."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from grants.models import BankStatement, Grant, OrganizationStop, Payment, PaymentOrder
from organizations.demo import OURS, named
from organizations.models import BankAccount, Membership, Organization
from rounds.models import Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, api, form, page
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.table.agreements import a_grant
from tests.matrix.table.deciding import strangers
from tests.matrix.table.submitting import MEMBERS
from venture.kernel import clock, policy

ASKERS = ("org_owner",)


def ours() -> Organization:
    return named(OURS)


def running(organization: Organization | None = None) -> Grant:
    """Return a grant under way."""
    grant = a_grant(organization)
    Grant.objects.filter(pk=grant.pk).update(state="active")
    grant.refresh_from_db()
    return grant


def a_payment(organization: Organization | None = None, *, state: str = "requested", **fields: Any) -> Payment:
    """Return a payment of a grant under way, straight in its table."""
    grant, now = running(organization), clock.now()
    found = BankAccount.objects.filter(organization=grant.organization).first()
    account = found or BankAccount.objects.create(
        organization=grant.organization, holder=grant.organization.name, bank="云溪银行", branch="城东支行",
        sealed="-", tail="0001", fingerprint=f"{grant.pk:064x}", proposed_by=person("clerk"), proposed_at=now,
    )  # fmt: skip
    owner = Membership.objects.filter(organization=grant.organization).order_by("pk")[0].user
    decided = {} if state == "requested" else {"decided_by": person("clerk"), "decided_at": now}
    payment = Payment.objects.create(
        grant=grant, tranche=grant.tranches.get(), number=f"ZF-{grant.project.code}-0101", key=f"m-{grant.pk}",
        amount_fen=grant.amount_fen, account=account, requested_by=owner, requested_at=now, moved_at=now, **fields,
    )  # fmt: skip
    # Its parts come first: what was decided stays as it is.
    payment.parts.create(share=grant.shares.get(), amount_fen=grant.amount_fen)
    Payment.objects.filter(pk=payment.pk).update(state=state, **decided)
    payment.refresh_from_db()
    return payment


def an_order() -> PaymentOrder:
    payment = a_payment(state="approved")
    order = PaymentOrder.objects.create(
        round=payment.grant.round, number=f"BF-{payment.pk}", route="treasury", made_by=person("finance_maker"),
        made_at=clock.now(),
    )  # fmt: skip
    Payment.objects.filter(pk=payment.pk).update(order=order)
    return order


def a_statement() -> BankStatement:
    file = rows.stored_file()
    return BankStatement.objects.create(
        round=a_grant().round,
        file=file,
        sha256=f"{file.pk:064x}",
        loaded_by=person("finance_maker"),
        loaded_at=clock.now(),
    )


def a_stop() -> OrganizationStop:
    return OrganizationStop.objects.create(
        organization=rows.organization(), reason="核查", placed_by=person("head"), placed_at=clock.now()
    )


def by_pk(make: Callable[[], Any], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": once(make).pk, **more}


def none(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": 999_999_999, **more}


def of_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(a_grant).round.code, **more}


def no_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": "1999", **more}


def may(permission: str, make: Callable[[], Any]) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.allows(user, permission, once(make))


def acts(permission: str) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.may(user, permission)


def a_round() -> Round:
    return once(a_grant).round


def money(organization: Callable[[], Organization], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(running, organization()).project.code, **more}


def asked(organization: Callable[[], Organization]) -> Callable[[], Mapping[str, Any]]:
    def keys() -> Mapping[str, Any]:
        payment = once(a_payment, organization())
        return {"code": payment.grant.project.code, "pk": payment.pk}

    return keys


def numbered(organization: Callable[[], Organization]) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"number": once(a_payment, organization()).number}


def sees_ours(user: Any) -> bool:
    return policy.allows(user, "payments.view", once(a_payment, ours()))


def staff_sees(user: Any) -> bool:
    return policy.allows(user, "payments.view_staff", once(a_payment, ours()))


NOBODY = {"number": "ZF-0"}
SLIP, ORDER = may("payments.view_staff", a_payment), may("payment_orders.view", an_order)
LOADS = may("statements.load_for", a_round)
TABLE: dict[str, DoorLine] = {
    "admin:payments": page(may=acts("payments.read"), rows=None),
    "admin:payments_act": act(keys=lambda: {"verb": "approve"}, may=acts("payments.read")),
    "admin:payment_desk": page(keys=by_pk(a_payment), foreign=none(), may=SLIP),
    "admin:payment_act": act(keys=by_pk(a_payment, verb="approve"), foreign=none(verb="approve"), may=SLIP),
    "admin:payment_order_desk": page(keys=by_pk(an_order), foreign=none(), may=ORDER),
    "admin:payment_order_act": act(keys=by_pk(an_order, verb="check"), foreign=none(verb="check"), may=ORDER),
    "admin:payment_order_paper": page(
        keys=by_pk(an_order, what="summary"), foreign=none(what="summary"), may=ORDER, screens=False
    ),
    "admin:payment_order_file": act(
        keys=by_pk(an_order, what="bank"), foreign=none(what="bank"), may=may("payment_orders.reveal", an_order)
    ),
    "admin:statements": form(keys=of_round(), foreign=no_round(), may=LOADS),
    "admin:statement_load": act(keys=of_round(), foreign=no_round(), may=LOADS),
    "admin:statement_desk": page(
        keys=by_pk(a_statement), foreign=none(), may=may("statements.view", a_statement)
    ),
    "admin:payment_settings": form(
        keys=of_round(), foreign=no_round(), may=may("payment_settings.set", a_round)
    ),
    "admin:stop_place": act(
        keys=lambda: {"pk": once(a_grant).organization_id}, foreign=none(), may=may("organizations.stop_payments", ours)
    ),
    "admin:stop_lift": act(keys=by_pk(a_stop), foreign=none(), may=may("stops.lift", a_stop)),
    "money:page": page(*MEMBERS, keys=money(ours), foreign=money(strangers)),
    "money:ask": form(*ASKERS, keys=money(ours, order=1), foreign=money(strangers, order=1)),
    "money:withdraw": act(*ASKERS, keys=asked(ours), foreign=asked(strangers)),
    "api:payments": api(),
    "api:payment": api(keys=numbered(ours), foreign=lambda: NOBODY, may=sees_ours),
    "api:payment-approve": api(
        keys=numbered(ours), foreign=lambda: NOBODY, may=staff_sees, methods=frozenset({"POST"})
    ),
    "api:payment-refuse": api(
        keys=numbered(ours), foreign=lambda: NOBODY, may=staff_sees, methods=frozenset({"POST"})
    ),
}  # fmt: skip
rows.FEW |= {
    "grants.payment": a_payment, "grants.paymentorder": an_order, "grants.bankstatement": a_statement,
    "grants.organizationstop": a_stop,
}  # fmt: skip
