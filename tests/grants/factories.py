"""Grants for tests: a decided project with its money, laid straight in its tables where the flows would take long."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.flows.holding import holding
from grants.flows.ledger import allot, approve_payment, commit_grant, pay_payment
from grants.models import Grant, GrantShare, GrantTranche, Payment, PaymentPart
from organizations.models import BankAccount, Organization
from reviews.enums import AwardState
from reviews.models import Award
from rounds.enums import Trigger
from rounds.models import FundSource
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import REVIEWED, WAN, Scored, decided, make_scored_round
from venture.kernel import clock
from venture.kernel.money import split

GRANTED = REVIEWED + timedelta(days=20)
_numbers = count(800_001)
# share in basis points, trigger, preconditions
TRANCHES = ((5_000, Trigger.SIGNED, []), (4_000, Trigger.MIDTERM_PASSED, []), (1_000, Trigger.FINAL_PASSED, []))


def make_grant(
    amount_fen: int = 10 * WAN, state: str = "offered", *, envelope: int = 40 * WAN,
    shares: Sequence[tuple[FundSource, int, int]] = (), tranches: Sequence[tuple[int, str, list[Any]]] = TRANCHES,
    **fields: Any,
) -> Grant:  # fmt: skip
    """Return a grant of one confirmed award in a round of its own, its tranches laid and its sources' money allotted.

    In every state but ``offered`` and ``abandoned`` the award is bound in the ledger. ``shares`` are (source, year,
    fen) and make up the award; one share of the envelope's source otherwise.
    """
    return make_grants([amount_fen], state, envelope=envelope, shares=shares, tranches=tranches, **fields)[0]


def make_grants(
    amounts: Sequence[int], state: str = "offered", *, envelope: int = 40 * WAN,
    shares: Sequence[tuple[FundSource, int, int]] = (), tranches: Sequence[tuple[int, str, list[Any]]] = TRANCHES,
    **fields: Any,
) -> list[Grant]:  # fmt: skip
    """Return grants of one round, one per amount, all of its first field of service and paid from one envelope."""
    # No two are alike, so that no lot is needed.
    levels = [(9, 9, 9 - number) for number in range(len(amounts))]
    scored = make_scored_round(levels, asked=amounts, envelope=max(envelope, sum(amounts)), code=f"P{next(_numbers)}")
    decided(scored)
    return [
        _grant(scored, award, state, envelope=envelope, shares=shares, tranches=tranches, **fields)
        for award in Award.objects.filter(decision__round=scored.round).order_by("pk")
    ]


def _grant(
    scored: Scored, award: Award, state: str, *, envelope: int, shares: Sequence[tuple[FundSource, int, int]],
    tranches: Sequence[tuple[int, str, list[Any]]], **fields: Any,
) -> Grant:  # fmt: skip
    Award.objects.filter(pk=award.pk).update(state=AwardState.CONFIRMED)
    project = award.project
    start = date(scored.round.year, 9, 1)
    grant = Grant.objects.create(
        award=award, project=project, organization=project.organization, round=scored.round,
        submission=project.submissions.latest("version"), amount_fen=award.amount_fen, offered_at=GRANTED,
        moved_at=GRANTED, **{"starts_on": start, "ends_on": start.replace(year=start.year + 1)} | fields,
    )  # fmt: skip
    assert award.envelope is not None
    for source, year, fen in shares or [(award.envelope.source, scored.round.year, award.amount_fen)]:
        GrantShare.objects.create(grant=grant, source=source, year=year, amount_fen=fen)
        give_money(grant, source=source, year=year, fen=max(envelope, fen))
    parts = split(grant.amount_fen, [share for share, *_rest in tranches])
    for order, ((share, trigger, preconditions), fen) in enumerate(zip(tranches, parts, strict=True), start=1):
        GrantTranche.objects.create(
            grant=grant, order=order, share=share, amount_fen=fen, trigger=trigger, preconditions=preconditions
        )
    if state not in {"offered", "abandoned"}:
        bind(grant)
    Grant.objects.filter(pk=grant.pk).update(state=state)
    grant.refresh_from_db()
    return grant


def give_money(grant: Grant, *, source: FundSource, year: int, fen: int) -> None:
    """Allot money to the grant's field of service, once for a round."""
    category = grant.project.category_id
    assert category is not None
    with clock.at(GRANTED):
        allot(
            round_id=grant.round_id, category_id=category, source=source, year=year, amount_fen=fen,
            document="云溪财社〔2025〕1号", actor=None,
            reference=f"test:{grant.round_id}:{category}:{source.pk}:{year}",
        )  # fmt: skip


def bind(grant: Grant) -> None:
    """Bind the award in the ledger, as signing does."""
    with clock.at(GRANTED), holding(grant.pk) as held:
        commit_grant(held, document="资助协议", document_pk=grant.pk, actor=None, kind="test")
    grant.refresh_from_db()


def make_bank_account(organization: Organization) -> BankAccount:
    """Return an account of the organisation that may be used, straight in its table."""
    number = next(_numbers)
    owner = organization.memberships.order_by("pk")[0].user
    return BankAccount.objects.create(
        organization=organization, holder=organization.name, bank="云溪银行", branch="城东支行", sealed="-",
        tail=f"{number % 10_000:04d}", fingerprint=f"{number:064x}", state="current", proposed_by=owner,
        proposed_at=GRANTED, decided_by=make_user(Role.CLERK), decided_at=GRANTED, usable_from=GRANTED.date(),
    )  # fmt: skip


def make_payment(grant: Grant, order: int = 1, state: str = "requested", **fields: Any) -> Payment:
    """Return a payment of a tranche, with its parts by share and, where its state says so, its entries."""
    number = next(_numbers)
    tranche = grant.tranches.get(order=order)
    shares = list(grant.shares.all())
    owner = grant.organization.memberships.order_by("pk")[0].user
    payment = Payment.objects.create(
        grant=grant, tranche=tranche, number=f"BK{number}", key=f"key-{number}", amount_fen=tranche.amount_fen,
        requested_by=owner, requested_at=GRANTED, moved_at=GRANTED,
        account=grant.organization.accounts.first() or make_bank_account(grant.organization), **fields,
    )  # fmt: skip
    for share, fen in zip(shares, split(tranche.amount_fen, [each.amount_fen for each in shares]), strict=True):
        PaymentPart.objects.create(payment=payment, share=share, amount_fen=fen)
    if state in {"approved", "sent", "unknown", "paid"}:
        approver = make_user(Role.FINANCE_CHECKER)
        with clock.at(GRANTED), holding(grant.pk):
            approve_payment(payment, actor=approver)
        Payment.objects.filter(pk=payment.pk).update(state="approved", decided_by=approver, decided_at=GRANTED)
    if state == "paid":
        with clock.at(GRANTED), holding(grant.pk):
            pay_payment(payment, on=GRANTED.date(), voucher=f"V{number}", file=None, actor=None)
        Payment.objects.filter(pk=payment.pk).update(voucher=f"V{number}", settled_on=GRANTED.date())
    Payment.objects.filter(pk=payment.pk).update(state=state)
    payment.refresh_from_db()
    grant.refresh_from_db()
    return payment


def make_finance() -> tuple[User, User]:
    """Return the two persons of the finance desk: who makes and who checks."""
    return make_user(Role.FINANCE_MAKER), make_user(Role.FINANCE_CHECKER)
