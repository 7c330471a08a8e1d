"""The facts behind the ticks, gathered for a whole desk at once: seven queries, however many rows there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from grants.domain.parts import parts_of
from grants.domain.ticks import Facts, Tick, ticks_of
from grants.enums import (
    AccountKind,
    AgreementState,
    AskState,
    EvaluationState,
    GrantState,
    PaymentState,
    ReceiptKind,
    ReportState,
)
from grants.models import (
    Account,
    Agreement,
    Evaluation,
    GrantShare,
    GrantTranche,
    OrganizationStop,
    Payment,
    PaymentPart,
    PaymentSettings,
    Report,
    YearClosing,
)
from notices.models import Hold
from organizations.domain.bank import is_same_name
from organizations.domain.training import hours_of
from organizations.enums import AccountState, OrganizationState
from organizations.models import BankAccount, Sanction
from organizations.queries.capacity import minutes_since
from reviews.enums import AwardState
from rounds.enums import Phase
from rounds.models import Round
from venture.kernel import clock

KNOWN: Final = (EvaluationState.CONFIRMED, EvaluationState.PUBLISHED)
BOOKED: Final = frozenset({PaymentState.APPROVED, PaymentState.SENT, PaymentState.UNKNOWN, PaymentState.PAID})
UNDER_WAY: Final = frozenset({*GrantState.under_way(), GrantState.CLOSING})
# The tranches of a grant, order to fen; and a source of money in one budget year.
Plan = dict[int, int]
Purse = tuple[int, int]


def asked(rows: QuerySet[Payment], day: date | None = None) -> QuerySet[Any]:
    """Return requests with everything that is asked of the tables around them. No query of its own."""
    return _told(rows, "tranche__", day or clock.today(), asked=True)


def planned(rows: QuerySet[GrantTranche], day: date | None = None) -> QuerySet[Any]:
    """Return tranches that nobody asked for yet, with the same facts."""
    return _told(rows, "", day or clock.today(), asked=False)


def _told(rows: QuerySet[Any], tranche: str, day: date, *, asked: bool) -> QuerySet[Any]:
    organization, grant = OuterRef("grant__organization"), OuterRef("grant")
    current = BankAccount.objects.filter(organization=organization, state=AccountState.CURRENT)
    sanctions = Sanction.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), Q(lifted_on__isnull=True) | Q(lifted_on__gt=day),
        organization=organization, since__lte=day, mistaken=False,
    )  # fmt: skip
    evaluations = Evaluation.objects.filter(grant=grant, passed=True, state__in=KNOWN)
    reports = Report.objects.filter(grant=grant, due_on__lte=day).exclude(
        state__in=(ReportState.ACCEPTED, ReportState.WAIVED)
    )
    paid = Payment.objects.filter(tranche=OuterRef("pk"), state=PaymentState.PAID)
    earlier = GrantTranche.objects.filter(~Exists(paid), grant=grant, order__lt=OuterRef(f"{tranche}order"))
    return rows.annotate(
        is_held=Exists(Hold.objects.filter(project=OuterRef("grant__project"), lifted_at__isnull=True)),
        is_stopped=Exists(OrganizationStop.objects.filter(organization=organization, lifted_at__isnull=True)),
        is_signed=Exists(Agreement.objects.filter(grant=grant, state=AgreementState.SIGNED)),
        is_sanctioned=Exists(sanctions),
        has_midterm=Exists(evaluations.filter(phase=Phase.MIDTERM)),
        has_final=Exists(evaluations.filter(phase=Phase.FINAL)),
        reports_open=_counted(reports),
        earlier_open=_counted(earlier),
        now_account=Subquery(current.values("pk")[:1]),
        now_holder=Subquery(current.values("holder")[:1]),
        now_usable=Subquery(current.values("usable_from")[:1]),
        is_changing=Exists(BankAccount.objects.filter(organization=organization, state=AccountState.PROPOSED)),
        wants_receipt=Coalesce(
            Subquery(_settings("receipt")), Value(ReceiptKind.RECEIPT.value), output_field=CharField()
        ),
        spent_before=Coalesce(Subquery(_settings("spent_before_next")), 0, output_field=IntegerField()),
        place=F(f"{tranche}order"),
        comes_when=F(f"{tranche}trigger"),
        hours_needed=F(f"{tranche}training_hours"),
        counts_from=F("grant__round__published_at"),
        whose_key=F("grant__organization"),
        grant_state=F("grant__state"),
        award_state=F("grant__award__state"),
        whose=F("grant__organization__name"),
        whose_state=F("grant__organization__state"),
        is_asked=Value(asked, output_field=BooleanField()),
    )


def _settings(name: str) -> Any:
    return PaymentSettings.objects.filter(round=OuterRef("grant__round")).values(name)[:1]


def _counted(rows: QuerySet[Any]) -> Any:
    count = rows.order_by().annotate(_one=F("grant")).values("_one").annotate(_n=Count("pk")).values("_n")
    return Coalesce(Subquery(count), 0, output_field=IntegerField())


def facts_of(rows: Iterable[Any], day: date | None = None, plans: Mapping[int, Plan] | None = None) -> dict[int, Facts]:
    """Return the facts of each row of ``asked`` or ``planned``, by its key. Five queries for all of them, and two more
    where a tranche asks for hours of training.

    Rows are of the model or, where there are many, named values with at least ``READ``. ``plans`` are the tranches of
    each grant, order to fen, for whoever has read them: one query less.
    """
    day, found = day or clock.today(), list(rows)
    grants = {row.grant_id for row in found}
    around = _Around(
        day, _plans(grants) if plans is None else plans, _shares({row.grant_id for row in found if not row.is_asked}),
        _balances(grants),
        _kept_parts([row.pk for row in found if row.is_asked]), closed_years(),
        _hours({(row.whose_key, row.counts_from) for row in found if row.hours_needed}),
    )  # fmt: skip
    return {row.pk: _fact(row, around) for row in found}


def ticks_for(
    rows: Iterable[Any], day: date | None = None, plans: Mapping[int, Plan] | None = None
) -> dict[int, tuple[Tick, ...]]:
    """Return the ticks of each row by its key. Queries as ``facts_of``."""
    return {key: ticks_of(facts) for key, facts in facts_of(rows, day, plans).items()}


def to_send(payments: QuerySet[Payment]) -> dict[int, tuple[Tick, ...]]:
    """Return the ticks of payments that are approved already, by their key. Six queries."""
    return ticks_for(asked(payments).values_list(*READ, named=True))


def closed_years() -> frozenset[int]:
    """Return the fiscal years whose books are closed. One query."""
    return frozenset(YearClosing.objects.filter(state=AskState.APPROVED).values_list("year", flat=True))


def settings_of(round_: Round) -> PaymentSettings:
    """Return how a round pays; what nobody set stands as the model says. One query."""
    return PaymentSettings.objects.filter(round=round_).first() or PaymentSettings(round=round_)


# What a request is asked for by name, where its row is not one of the model.
READ: Final = (
    "pk", "grant_id", "state", "amount_fen", "account_id", "receipt_id", "receipt_number", "receipt_kind",
    "receipt_fen", "is_asked", "is_held", "is_stopped", "is_signed", "is_sanctioned", "is_changing", "has_midterm",
    "has_final", "reports_open", "earlier_open", "now_account", "now_holder", "now_usable", "wants_receipt",
    "spent_before", "place", "comes_when", "grant_state", "award_state", "whose", "whose_state", "hours_needed",
    "counts_from", "whose_key",
)  # fmt: skip


class _Around(NamedTuple):
    """What was read for all rows at once, by grant or payment: plans, shares, balances, parts."""

    day: date
    plans: Mapping[int, Plan]
    shares: dict[int, dict[Purse, int]]
    ledger: dict[int, dict[str, dict[Purse, int]]]
    kept: dict[int, dict[Purse, int]]
    closed: frozenset[int]
    hours: dict[tuple[int, datetime | None], int]


def _hours(wanted: set[tuple[int, datetime | None]]) -> dict[tuple[int, datetime | None], int]:
    """Return the hours of training and mentoring of organisations since their round was published."""
    return {key: hours_of(minutes) for key, minutes in minutes_since(wanted).items()} if wanted else {}


def _plans(grants: Iterable[int]) -> dict[int, Plan]:
    found: dict[int, Plan] = defaultdict(dict)
    rows = GrantTranche.objects.filter(grant__in=grants).order_by("grant", "order")
    for grant, order, fen in rows.values_list("grant", "order", "amount_fen"):
        found[grant][order] = fen
    return found


def _shares(grants: set[int]) -> dict[int, dict[Purse, int]]:
    found: dict[int, dict[Purse, int]] = defaultdict(dict)
    if not grants:
        return found
    rows = GrantShare.objects.filter(grant__in=grants).order_by("grant", "pk")
    for grant, source, year, fen in rows.values_list("grant", "source", "year", "amount_fen"):
        found[grant][source, year] = fen
    return found


def _balances(grants: Iterable[int]) -> dict[int, dict[str, dict[Purse, int]]]:
    """Return by grant what is committed and what was spent, by source and year."""
    found: dict[int, dict[str, dict[Purse, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = Account.objects.filter(grant__in=grants, kind__in=(AccountKind.COMMITTED, AccountKind.SPENT))
    for grant, kind, source, year, debit, credit in rows.values_list(
        "grant", "kind", "source", "year", "debit_fen", "credit_fen"
    ):
        found[grant][kind][source, year] = debit - credit
    return found


def _kept_parts(payments: list[int]) -> dict[int, dict[Purse, int]]:
    found: dict[int, dict[Purse, int]] = defaultdict(dict)
    if payments:
        rows = PaymentPart.objects.filter(payment__in=payments)
        for payment, source, year, fen in rows.values_list("payment", "share__source", "share__year", "amount_fen"):
            found[payment][source, year] = fen
    return found


def _fact(row: Any, around: _Around) -> Facts:
    request = row if row.is_asked else None
    plan, ledger = around.plans[row.grant_id], around.ledger[row.grant_id]
    orders = sorted(plan)
    place = orders.index(row.place)
    amounts = [plan[each] for each in orders]
    earlier = amounts[:place]
    parts = around.kept[row.pk] if request else _drawn(around.shares[row.grant_id], amounts, place)
    return Facts(
        day=around.day,
        held=row.is_held,
        award_gone=row.award_state != AwardState.CONFIRMED,
        stopped=row.is_stopped,
        signed=row.is_signed,
        state=row.grant_state,
        under_way=row.grant_state in UNDER_WAY,
        verified=row.whose_state == OrganizationState.VERIFIED,
        sanctioned=row.is_sanctioned,
        account=row.now_account,
        usable_from=row.now_usable,
        account_asked=request.account_id if request else None,
        account_waits=row.is_changing,
        holder_fits=is_same_name(row.now_holder or "", row.whose),
        trigger=row.comes_when,
        midterm=row.has_midterm,
        final=row.has_final,
        reports_open=row.reports_open,
        earlier_open=row.earlier_open,
        spent_fen=sum(ledger[AccountKind.SPENT].values()),
        before_previous_fen=sum(earlier[:-1]),
        previous_fen=earlier[-1] if earlier else 0,
        spent_share=row.spent_before,
        hours_needed=row.hours_needed,
        hours=around.hours.get((row.whose_key, row.counts_from), 0),
        asked=request is not None,
        receipt=bool(request and request.receipt_id and request.receipt_number),
        receipt_kind=request.receipt_kind if request else "",
        receipt_wanted=row.wants_receipt,
        receipt_fen=request.receipt_fen if request else 0,
        amount_fen=row.amount_fen,
        tranche_fen=plan[row.place],
        booked=bool(request and request.state in BOOKED),
        award_left_fen=sum(ledger[AccountKind.COMMITTED].values()),
        parts={_name(key): fen for key, fen in parts.items()},
        left={_name(key): fen for key, fen in ledger[AccountKind.COMMITTED].items()},
        closed_years=around.closed,
    )


def _drawn(shares: dict[Purse, int], amounts: list[int], place: int) -> dict[Purse, int]:
    """Return the parts of a tranche; none where shares and tranches do not add up, so that the tick says no."""
    return parts_of(shares, amounts, place) if shares and sum(shares.values()) == sum(amounts) else {}


def _name(key: Purse) -> str:
    return f"{key[0]}:{key[1]}"
