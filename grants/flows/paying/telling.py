"""What the people of the organisation and of the finance are told of a payment."""

from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.queries.people import holders_of
from grants.models import Payment, PaymentOrder
from organizations.models import Organization
from organizations.queries import treasurers_of
from venture.kernel import clock
from venture.kernel.money import format_yuan
from venture.notify.flows import tell_all


def tell_organization(payment: Payment, event: str, **facts: Any) -> None:
    """Tell everybody who answers for the organisation's account; the message leads to its money page."""
    project = payment.grant.project
    with translation.override("zh-hans"):
        path = reverse("money:page", args=[project.code])
    tell_all(
        treasurers_of(payment.grant.organization), event, _key(payment), path=path, **_facts(payment), **facts
    )  # fmt: skip


def tell_staff(payment: Payment, event: str, *roles: Role, **facts: Any) -> None:
    """Tell those who hold one of the roles; the message leads to the payment's page."""
    with translation.override("zh-hans"):
        path = reverse("admin:payment_desk", args=[payment.pk])
    tell_all(_free(payment.grant.organization, *roles), event, _key(payment), path=path, **_facts(payment), **facts)


def tell_of_order(order: PaymentOrder, event: str, *roles: Role) -> None:
    with translation.override("zh-hans"):
        path = reverse("admin:payment_order_desk", args=[order.pk])
    tell_all(holders_of(*roles), event, f"{order.pk}:{clock.now().isoformat()}", path=path, number=order.number)


def tell_of_stop(organization: Organization, event: str, key: str, **facts: Any) -> None:
    """Tell the finance and the heads that the money of an organisation is stopped, or free again."""
    with translation.override("zh-hans"):
        path = reverse("admin:payments")
    people = holders_of(Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.HEAD)
    tell_all(people, event, key, path=path, organization=organization.name, **facts)


def _free(organization: Organization, *roles: Role) -> Any:
    inside = organization.memberships.filter(ended_at__isnull=True).values("user")
    return holders_of(*roles).exclude(pk__in=inside)


def _key(payment: Payment) -> str:
    return f"{payment.pk}:{clock.now().isoformat()}"


def _facts(payment: Payment) -> dict[str, str]:
    return {
        "number": payment.number,
        "code": payment.grant.project.code,
        "title": payment.grant.project.title,
        "yuan": format_yuan(payment.amount_fen, places=2),
        "order": str(payment.tranche.order),
    }
