"""What a ledger of 1,000,000 postings costs: the balance of a grant, the overview of a round, the whole check.

Grants and postings are laid in bulk with the guards down, counters with them, and the guards are raised again before
anything is measured: the check itself must then find nothing.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.migrations.state import StateApps
from django.db.models import Sum

from accounts.models import User
from benchmarks.city import City
from grants.enums import AccountKind, EntryKind
from grants.migrations._guards import lower_guards, raise_guards
from grants.models import Account, Grant, GrantShare, JournalEntry, LedgerCounter, Posting
from grants.queries.invariants import findings
from grants.queries.ledger import balances_of_grant, envelope_overview
from projects.models import Project
from reviews.models import Award, Decision, Ranking, Selection
from rounds.models import Envelope, FundSource, Round
from venture.kernel import clock

SIZE, POSTINGS = 1_000, 1_000_000
BALANCE_MS, OVERVIEW_MS, CHECK_MS = 5, 50, 60_000
BATCH, RUNS, AWARD = 1_000, 15, 100_000_000
YEAR = 2026
# Booked once for every grant, in this order; then expenses until there are as many postings as are asked for.
STEPS = (EntryKind.COMMIT, EntryKind.APPROVE, EntryKind.PAY)
OF_GRANT = (AccountKind.COMMITTED, AccountKind.PAYABLE, AccountKind.PAID, AccountKind.GIVEN, AccountKind.SPECIAL,
            AccountKind.SPENT)  # fmt: skip


def run() -> Iterator[dict[str, Any]]:
    """Yield a line for each of the three: what it may cost and what it costs."""
    City().grow_to(SIZE)
    editor: Any
    with connection.schema_editor() as editor:
        lower_guards(StateApps([], {}), editor)
    grants = _laid()
    with connection.schema_editor() as editor:
        raise_guards(StateApps([], {}), editor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    facts = {"grants": len(grants), "postings": Posting.objects.count()}
    some = iter(grants * 2)
    yield _line("balance of a grant", BALANCE_MS, _median(lambda: balances_of_grant(next(some).pk)), facts)
    round_id = grants[0].round_id
    yield _line("overview of a round's money", OVERVIEW_MS, _median(lambda: envelope_overview(round_id)), facts)
    began = time.perf_counter()
    found = findings()
    line = _line("check_invariants", CHECK_MS, (time.perf_counter() - began) * 1000, facts)
    yield {**line, "findings": [each.code for each in found], "kept": line["kept"] and not found}


def _line(name: str, budget: int, spent: float, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "page": name, "database": connection.vendor, **facts,
        "wall_ms": {"budget": budget, "measured": round(spent, 2)}, "kept": spent <= budget,
    }  # fmt: skip


def _median(act: Callable[[], object]) -> float:
    found = []
    for _each in range(RUNS):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return statistics.median(found)


def _laid() -> list[Grant]:
    """Lay grants with their accounts, entries and counters; return the grants."""
    grants = _grants()
    source = FundSource.objects.order_by("pk")[0]
    accounts = _accounts(grants, source)
    now, on = clock.now(), clock.today()
    rows, number = [], 0

    def entry(kind: EntryKind, grant: Grant | None, mark: str, pairs: list[tuple[Account, Account]], fen: int) -> None:
        nonlocal number
        number += 1
        made = JournalEntry(
            number=number, kind=kind, reference=mark, on=on, fiscal_year=on.year, at=now, grant=grant,
            round=grants[0].round, document=mark, document_kind="bench",
        )  # fmt: skip
        rows.append((made, pairs, fen))

    free = accounts[None][AccountKind.FREE]
    entry(EntryKind.ALLOT, None, "allot", [(free, accounts[None][AccountKind.SOURCE])], AWARD * len(grants))
    for grant in grants:
        own = accounts[grant.pk]
        pairs = (
            [(own[AccountKind.COMMITTED], free)],
            [(own[AccountKind.PAYABLE], own[AccountKind.COMMITTED])],
            [(own[AccountKind.PAID], own[AccountKind.PAYABLE]), (own[AccountKind.SPECIAL], own[AccountKind.GIVEN])],
        )
        for kind, moved in zip(STEPS, pairs, strict=True):
            entry(kind, grant, f"{grant.pk}:{kind}", moved, AWARD)
    JournalEntry.objects.bulk_create([made for made, _pairs, _fen in rows], batch_size=BATCH)
    Posting.objects.bulk_create(
        [
            Posting(entry=made, debit=debit, credit=credit, amount_fen=fen)
            for made, pairs, fen in rows
            for debit, credit in pairs
        ],
        batch_size=BATCH,
    )
    _spend(number)
    _count(grants)
    return grants


def _spend(number: int) -> None:
    """Lay an expense after the other, one statement for all entries and one for all postings."""
    more = POSTINGS - Posting.objects.count()
    series = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    # The accounts of a grant lie one after the other: the place of each follows from its grant's.
    spent = list(Account.objects.filter(kind=AccountKind.SPENT).order_by("pk").values_list("pk", flat=True))
    assert spent == list(range(spent[0], spent[-1] + 1, len(OF_GRANT)))
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO grants_journalentry (number, kind, reference, "on", fiscal_year, at, grant_id, document, '
            f"document_kind, document_pk, voucher, memo) {series} SELECT %s + i, 'spend', 'spend:' || CAST(i AS "
            "varchar(12)), p.\"on\", p.fiscal_year, p.at, a.grant_id, 'V', 'bench', '', '', '' FROM n "
            "JOIN grants_account a ON a.id = %s + %s * (i %% %s) "
            "JOIN grants_journalentry p ON p.number = 1",
            [more, number, spent[0], len(OF_GRANT), len(spent)],
        )
        cursor.execute(
            "INSERT INTO grants_posting (entry_id, debit_id, credit_id, amount_fen) SELECT e.id, d.id, c.id, 100 "
            "FROM grants_journalentry e JOIN grants_account d ON d.grant_id = e.grant_id AND d.kind = 'spent' "
            "JOIN grants_account c ON c.grant_id = e.grant_id AND c.kind = 'special' WHERE e.kind = 'spend'"
        )
    LedgerCounter.objects.update_or_create(pk=1, defaults={"last_number": JournalEntry.objects.count()})


def _count(grants: list[Grant]) -> None:
    """Write what the triggers would have counted."""
    debits = dict(Posting.objects.order_by().values_list("debit").annotate(fen=Sum("amount_fen")))
    credits = dict(Posting.objects.order_by().values_list("credit").annotate(fen=Sum("amount_fen")))
    accounts = list(Account.objects.all())
    for each in accounts:
        each.debit_fen, each.credit_fen = debits.get(each.pk, 0), credits.get(each.pk, 0)
    Account.objects.bulk_update(accounts, ["debit_fen", "credit_fen"], batch_size=BATCH)
    Grant.objects.filter(pk__in=[each.pk for each in grants]).update(committed_fen=AWARD, paid_fen=AWARD)


def _accounts(grants: list[Grant], source: FundSource) -> dict[int | None, dict[str, Account]]:
    round_ = grants[0].round
    category = round_.categories.order_by("order", "pk")[0]
    facts: dict[str, Any] = {"source": source, "year": YEAR}
    made = [
        Account(kind=AccountKind.SOURCE, **facts),
        Account(kind=AccountKind.FREE, round=round_, category=category, **facts),
        *(Account(kind=kind, grant=grant, **facts) for grant in grants for kind in OF_GRANT),
    ]
    GrantShare.objects.bulk_create(
        [GrantShare(grant=grant, amount_fen=AWARD, **facts) for grant in grants], batch_size=BATCH
    )
    found: dict[int | None, dict[str, Account]] = {}
    for each in Account.objects.bulk_create(made, batch_size=BATCH):
        found.setdefault(each.grant_id, {})[each.kind] = each
    return found


def _grants() -> list[Grant]:
    """Turn every application of the largest round into a grant, straight in the tables."""
    rows = Project.objects.filter(submissions__isnull=False, award__grant__isnull=True).distinct()
    projects = list(rows.order_by("pk")[:SIZE])
    now, round_ = clock.now(), Round.objects.get(pk=projects[0].round_id)
    clerk = User.objects.create_user("bench-ledger@yunxi.example", display_name="经办")
    ranking = Ranking.objects.create(
        round=round_, version=99, inputs="{}", inputs_hash="0" * 64, computed_by=clerk, computed_at=now
    )
    selection = Selection.objects.create(
        round=round_, ranking=ranking, version=99, state="replaced", content_hash="0" * 64, made_by=clerk, made_at=now
    )
    decision = Decision.objects.create(round=round_, selection=selection, state="draft")
    envelope = Envelope.objects.filter(category__round=round_).order_by("pk")[0]
    facts: dict[str, Any] = {"decision": decision, "envelope": envelope, "state": "confirmed", "amount_fen": AWARD}
    Award.objects.filter(project__in=projects).delete()
    awards = Award.objects.bulk_create(
        [Award(project=each, moved_at=now, **facts) for each in projects], batch_size=BATCH
    )
    return Grant.objects.bulk_create(
        [
            Grant(
                award=award, project=award.project, organization_id=award.project.organization_id, round=round_,
                submission=award.project.submissions.order_by("-version")[0], state="active", amount_fen=AWARD,
                offered_at=now, moved_at=now,
            )
            for award in awards
        ],
        batch_size=BATCH,
    )  # fmt: skip
