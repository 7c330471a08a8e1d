"""The public account of one source's money in one year, from the ledger alone. Amounts are fen.

Format: 项目名称, 单位, 资助额度, 实付, 退回, 结余, 绩效, as districts publish it; its content is fixed by the
彩票公益金管理办法. Days before the year count as brought forward.
"""

from collections import defaultdict
from typing import Any

from django.db.models import F, Q, Sum

from grants.enums import AccountKind, EvaluationState
from grants.models import Account, Evaluation, Grant, JournalEntry, Posting
from grants.queries.prizes import account_of_prizes
from rounds.enums import Phase

Sums = dict[str, int]
CREDITS = frozenset({AccountKind.SOURCE, AccountKind.RETURNED, AccountKind.GIVEN})
NOW, BEFORE = "now", "before"


def account_content(source_id: int, year: int) -> dict[str, Any]:
    """Return the account as plain values: figures of the year, fields of service, projects."""
    moved = _moved(source_id, year)
    whole = _kinds(moved, lambda _row: True)
    prizes = account_of_prizes(source_id, year)
    return {
        **({"prizes": prizes} if prizes else {}),
        "figures": _figures(whole),
        "fields": [
            {"name": name, **_figures(_kinds(moved, lambda row, name=name: row["field"] == name))}
            for name in dict.fromkeys(row["field"] for row in moved if row["field"])
        ],
        "projects": _projects(source_id, moved),
    }


def last_entry(source_id: int, year: int) -> int:
    """Return the number of the last entry that the account of a year counts."""
    found = (
        JournalEntry.objects.filter(fiscal_year__lte=year, postings__debit__source_id=source_id)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return found or 0


def _moved(source_id: int, year: int) -> list[dict[str, Any]]:
    """Return sums of postings by account, split into the year's own and what was before."""
    rows: dict[int, dict[str, Any]] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        sums = (
            Posting.objects.filter(**{f"{side}__source_id": source_id}, entry__fiscal_year__lte=year)
            .values(account=F(side))
            .annotate(
                now=Sum("amount_fen", filter=Q(entry__fiscal_year=year), default=0),
                before=Sum("amount_fen", filter=Q(entry__fiscal_year__lt=year), default=0),
            )
        )
        for each in sums:
            row = rows.setdefault(each["account"], {NOW: 0, BEFORE: 0})
            row[NOW] += sign * each["now"]
            row[BEFORE] += sign * each["before"]
    accounts = Account.objects.filter(pk__in=rows).select_related("category", "grant__project__category")
    for account in accounts:
        field = account.category or (account.grant.project.category if account.grant else None)
        rows[account.pk] |= {"kind": account.kind, "grant": account.grant_id, "field": field.name if field else ""}
    return sorted(rows.values(), key=lambda row: (row["field"], row["grant"] or 0, row["kind"]))


def _kinds(moved: list[dict[str, Any]], wanted: Any) -> dict[str, Sums]:
    found: dict[str, Sums] = defaultdict(lambda: {NOW: 0, BEFORE: 0})
    for row in moved:
        if wanted(row):
            sign = -1 if row["kind"] in CREDITS else 1
            found[row["kind"]][NOW] += sign * row[NOW]
            found[row["kind"]][BEFORE] += sign * row[BEFORE]
    return found


def _figures(kinds: dict[str, Sums]) -> Sums:
    """Return the year's figures: brought forward, given, committed, paid, returned, left at its end. Money for prizes
    counts with the rest; tax that was withheld counts as paid once it is handed in."""
    stock = (
        AccountKind.FREE, AccountKind.COMMITTED, AccountKind.PAYABLE, AccountKind.PRIZES, AccountKind.PRIZE_DUE,
        AccountKind.TAX_DUE,
    )  # fmt: skip
    paid = (AccountKind.PAID, AccountKind.PRIZE_PAID, AccountKind.TAX_PAID)
    free = (AccountKind.FREE, AccountKind.PRIZES)
    return {
        "brought_fen": sum(kinds[kind][BEFORE] for kind in stock),
        "given_fen": kinds[AccountKind.SOURCE][NOW],
        "paid_fen": sum(kinds[kind][NOW] for kind in paid),
        "returned_fen": kinds[AccountKind.RETURNED][NOW],
        "free_fen": sum(kinds[kind][NOW] + kinds[kind][BEFORE] for kind in free),
        "bound_fen": sum(kinds[kind][NOW] + kinds[kind][BEFORE] for kind in stock if kind not in free),
        "left_fen": sum(kinds[kind][NOW] + kinds[kind][BEFORE] for kind in stock),
    }


def _projects(source_id: int, moved: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each funded project with its money of this source and its grade, by code."""
    grants = (
        Grant.objects.filter(shares__source_id=source_id, pk__in={row["grant"] for row in moved if row["grant"]})
        .select_related("project", "organization")
        .annotate(share_fen=Sum("shares__amount_fen", filter=Q(shares__source_id=source_id)))
        .order_by("project__code")
    )
    grades = dict(
        Evaluation.objects.filter(grant__in=grants, phase=Phase.FINAL, state=EvaluationState.PUBLISHED).values_list(
            "grant_id", "grade"
        )
    )
    rows = []
    for grant in grants:
        kinds = _kinds(moved, lambda row, pk=grant.pk: row["grant"] == pk)
        paid, returned, spent = kinds[AccountKind.PAID], kinds[AccountKind.RETURNED], kinds[AccountKind.SPENT]
        rows.append({
            "code": grant.project.code, "title": grant.project.title, "organization": grant.organization.name,
            "state": grant.state, "amount_fen": grant.share_fen, "paid_fen": paid[NOW],
            "paid_in_all_fen": paid[NOW] + paid[BEFORE], "returned_fen": returned[NOW] + returned[BEFORE],
            "spent_fen": spent[NOW] + spent[BEFORE], "grade": grades.get(grant.pk, ""),
        })  # fmt: skip
    return rows
