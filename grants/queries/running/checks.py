"""What an expense is held against: the plan in force, the source's bans, every other voucher of the organisation."""

from django.db.models import Q, QuerySet

from grants.domain.plans import lines_of_plan
from grants.domain.spending import Flag, Ground, Share, Spending, flags_of
from grants.enums import ExpenseState
from grants.models import Expense, Grant
from grants.queries.running.settings import rules_for
from rounds.models import FundBan

# What counts as spent until somebody disallows it or takes it back.
LIVING = (ExpenseState.ENTERED, ExpenseState.QUERIED, ExpenseState.ACCEPTED)


def checked(expense: Expense) -> list[Flag]:
    """Return what strikes at an expense now. The grant comes with it. Five queries."""
    grant = expense.grant
    others = spendings_of(Expense.objects.filter(grant__organization=grant.organization_id, state__in=LIVING))
    same_line = Expense.objects.filter(grant=grant, state__in=LIVING, line=expense.line).exclude(pk=expense.pk)
    spent = sum(same_line.values_list("amount_fen", flat=True))
    return flags_of(_spending(expense), spent_fen=spent, others=others, ground=ground_of(grant, expense.source_slug))


def ground_of(grant: Grant, source_slug: str = "") -> Ground:
    """Return what an expense of the grant's money, or of one of its sources, is held against. Two queries."""
    rules = rules_for(grant.round)
    sections = grant.plan.get("sections", {})
    about, team = sections.get("project", {}), sections.get("team", {}).get("members", [])
    names = [about.get("leader_name"), about.get("contact_name"), *(each.get("name") for each in team)]
    paying = grant.shares.filter(Q(source__slug=source_slug) if source_slug else Q())
    return Ground(
        lines={line.key: Share(line.item, line.grant_fen) for line in lines_of_plan(grant.plan)},
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        staff=frozenset(name for name in names if name),
        bans=tuple(FundBan.objects.filter(source__in=paying.values("source")).values_list("text", flat=True)),
        cash_limit_fen=rules.cash_limit_fen,
        over_line_share=rules.over_line_share,
    )


def spendings_of(expenses: QuerySet[Expense]) -> list[Spending]:
    """Return expenses as the rules read them. One query."""
    return [_spending(each) for each in expenses.select_related("voucher")]


def _spending(expense: Expense) -> Spending:
    return Spending(
        key=expense.key,
        line=expense.line,
        on=expense.on,
        amount_fen=expense.amount_fen,
        voucher_number=expense.voucher_number,
        payee=expense.payee,
        method=expense.method,
        purpose=expense.purpose,
        sha256=expense.voucher.sha256_received if expense.voucher is not None else "",
    )
