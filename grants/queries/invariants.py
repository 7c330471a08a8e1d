"""Does the ledger hold what it promises? Every check is one statement over whole tables, whatever their size.

A ``Finding`` names the rule and where it broke; the command says it in words.
"""

# ruff: noqa: S608 -- nothing but names written out here goes into the statements

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from grants.domain.ledger import CREDIT_SIDE, HELD, MOVES, OPENED
from grants.enums import AccountKind, EntryKind
from grants.migrations._guards import guards_of
from grants.queries.giving_rules import GIVING
from grants.queries.prize_rules import PRIZES

# How many findings of one rule are named; the rest is counted.
NAMED = 20


@dataclass(frozen=True)
class Finding:
    """One breach. ``code`` is the rule; ``facts`` say where and how."""

    code: str
    facts: Mapping[str, Any]


def findings() -> list[Finding]:
    """Return every breach of the ledger's rules, the worst first. As many queries as there are rules."""
    found = [Finding("guard_missing", {"name": name}) for name in missing_guards()]
    for code, (names, sql) in RULES.items():
        found += _asked(code, names, sql)
    return found + list(_strange_moves())


def missing_guards() -> list[str]:
    """Return the database's guards of the ledger that are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    return sorted({name for _table, name in guards_of(connection.vendor)} - there)


def _asked(code: str, names: tuple[str, ...], sql: str) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchmany(NAMED)
        for row in rows:
            yield Finding(code, dict(zip(names, row, strict=True)))
        more = len(cursor.fetchall()) if len(rows) == NAMED else 0
    if more:
        yield Finding("and_more", {"code": code, "count": more})


def _strange_moves() -> Iterator[Finding]:
    """Find postings between accounts that their kind of entry does not join."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        for kind, debit, credit, count in cursor.fetchall():
            if (debit, credit) not in _allowed(kind):
                yield Finding("strange_move", {"kind": kind, "debit": debit, "credit": credit, "count": count})


def _allowed(kind: str) -> set[tuple[str, str]]:
    pairs = {each: {(str(debit), str(credit)) for debit, credit in MOVES[each]} for each in MOVES}
    if kind == EntryKind.CARRY:
        return pairs[EntryKind.ALLOT] | pairs[EntryKind.WITHDRAW]
    if kind == EntryKind.OPENING:
        return set().union(*(pairs[each] for each in OPENED))
    if kind == EntryKind.REVERSAL:
        return {(credit, debit) for each in pairs.values() for debit, credit in each}
    return pairs.get(EntryKind(kind), set())


_CREDIT = ", ".join(f"'{kind}'" for kind in sorted(CREDIT_SIDE))
_BALANCE = f"CASE WHEN kind IN ({_CREDIT}) THEN credit_fen - debit_fen ELSE debit_fen - credit_fen END"


def _sum(*kinds: AccountKind) -> str:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return f"COALESCE(SUM(CASE WHEN kind IN ({named}) THEN {_BALANCE} ELSE 0 END), 0)"


_K = AccountKind
_USED = f"{_sum(*HELD)} - {_sum(_K.RETURNED)}"
_BOUND = _sum(_K.COMMITTED, _K.PAYABLE, _K.PAID)
_HELD = _sum(_K.SPECIAL, _K.SPENT, _K.SENT_BACK, _K.WRITTEN_OFF)
_PAIRS = """
    SELECT e.kind, d.kind, c.kind, COUNT(*) FROM grants_posting p JOIN grants_journalentry e ON e.id = p.entry_id
    JOIN grants_account d ON d.id = p.debit_id JOIN grants_account c ON c.id = p.credit_id
    GROUP BY e.kind, d.kind, c.kind"""


def _steps(kind: EntryKind) -> str:
    return f"COALESCE(SUM(CASE WHEN e.kind = '{kind}' THEN 1 ELSE 0 END), 0)"


# What a payment's state says has been booked: approve, cancel, pay, bounce.
_BOOKED = {
    "requested": (0, 0, 0, 0), "refused": (0, 0, 0, 0), "withdrawn": (0, 0, 0, 0), "approved": (1, 0, 0, 0),
    "sent": (1, 0, 0, 0), "unknown": (1, 0, 0, 0), "cancelled": (1, 1, 0, 0), "failed": (1, 1, 0, 0),
    "paid": (1, 0, 1, 0), "returned": (1, 0, 1, 1),
}  # fmt: skip
_AGREES = " OR ".join(
    f"(state = '{state}' AND approved = {approve} AND cancelled = {cancel} AND paid = {pay} AND bounced = {bounce})"
    for state, (approve, cancel, pay, bounce) in _BOOKED.items()
)
_DOCUMENTS = {
    "payment": "grants_payment", "expense": "grants_expense", "recovery": "grants_recovery",
    "allotment": "grants_allotment", "agreement": "grants_agreement", "measure": "grants_measure",
    "closure": "grants_closure", "opening": "grants_grant", "entry": "grants_journalentry", "gift": "grants_gift",
    "refund": "grants_refund", "prize": "grants_prizepayment",
}  # fmt: skip
_MISSING = " UNION ALL ".join(
    f"SELECT e.number, e.document FROM grants_journalentry e WHERE e.document_kind = '{kind}' AND e.document_pk <> '' "
    f"AND NOT EXISTS (SELECT 1 FROM {table} r WHERE CAST(r.id AS varchar(40)) = e.document_pk)"
    for kind, table in _DOCUMENTS.items()
)
_ONE_REVERSED = "SELECT 1 FROM grants_journalentry r WHERE r.reverses_id = e.id"

Rule = tuple[tuple[str, ...], str]
RULES: Mapping[str, Rule] = {
    "source_differs": (
        ("source", "year", "left", "right"),
        f"""SELECT f.name, w.year, w.given, w.used FROM (
            SELECT source_id, year, {_sum(_K.SOURCE)} AS given, {_USED} AS used FROM grants_account
            GROUP BY source_id, year) w JOIN rounds_fundsource f ON f.id = w.source_id WHERE w.given <> w.used""",
    ),
    "account_counter": (
        ("account", "kind", "debit", "credit", "debits", "credits"),
        """SELECT a.id, a.kind, a.debit_fen, a.credit_fen, COALESCE(d.fen, 0), COALESCE(c.fen, 0)
            FROM grants_account a
            LEFT JOIN (SELECT debit_id, SUM(amount_fen) AS fen FROM grants_posting GROUP BY debit_id) d
                ON d.debit_id = a.id
            LEFT JOIN (SELECT credit_id, SUM(amount_fen) AS fen FROM grants_posting GROUP BY credit_id) c
                ON c.credit_id = a.id
            WHERE a.debit_fen <> COALESCE(d.fen, 0) OR a.credit_fen <> COALESCE(c.fen, 0)""",
    ),
    "grant_counter": (
        ("grant", "committed", "paid", "returned"),
        f"""SELECT p.code, g.committed_fen, g.paid_fen, g.returned_fen FROM grants_grant g
            JOIN projects_project p ON p.id = g.project_id
            LEFT JOIN (SELECT grant_id, {_BOUND} AS bound, {_sum(_K.PAID)} AS paid, {_sum(_K.RETURNED)} AS back
                FROM grants_account WHERE grant_id IS NOT NULL GROUP BY grant_id) s ON s.grant_id = g.id
            WHERE g.committed_fen <> COALESCE(s.bound, 0) OR g.paid_fen <> COALESCE(s.paid, 0)
                OR g.returned_fen <> COALESCE(s.back, 0)""",
    ),
    "books_differ": (
        ("grant", "year", "paid", "given", "held", "returned", "sent_back"),
        f"""SELECT p.code, w.year, w.paid, w.given, w.held, w.back, w.sent FROM (
            SELECT grant_id, source_id, year, {_sum(_K.PAID)} AS paid, {_sum(_K.GIVEN)} AS given, {_HELD} AS held,
                {_sum(_K.RETURNED)} AS back, {_sum(_K.SENT_BACK)} AS sent
            FROM grants_account WHERE grant_id IS NOT NULL GROUP BY grant_id, source_id, year) w
            JOIN grants_grant g ON g.id = w.grant_id JOIN projects_project p ON p.id = g.project_id
            WHERE w.paid <> w.given OR w.given <> w.held OR w.back <> w.sent""",
    ),
    "entry_empty": (
        ("number",),
        """SELECT e.number FROM grants_journalentry e
            LEFT JOIN (SELECT DISTINCT entry_id FROM grants_posting) p ON p.entry_id = e.id
            WHERE p.entry_id IS NULL""",
    ),
    "document_missing": (("number", "document"), _MISSING),
    "numbers_gap": (
        ("count", "first", "last", "counter"),
        """SELECT n.count, n.first, n.last, n.counter FROM (
            SELECT COUNT(*) AS count, COALESCE(MIN(number), 1) AS first, COALESCE(MAX(number), 0) AS last,
                (SELECT COALESCE(MAX(last_number), 0) FROM grants_ledgercounter) AS counter
            FROM grants_journalentry) n WHERE n.first <> 1 OR n.last <> n.count OR n.counter <> n.count""",
    ),
    "payment_differs": (
        ("payment", "state", "approved", "cancelled", "paid", "bounced"),
        f"""SELECT w.number, w.state, w.approved, w.cancelled, w.paid, w.bounced FROM (
            SELECT p.number, p.state, {_steps(EntryKind.APPROVE)} AS approved, {_steps(EntryKind.CANCEL)} AS cancelled,
                {_steps(EntryKind.PAY)} AS paid, {_steps(EntryKind.BOUNCE)} AS bounced
            FROM grants_payment p LEFT JOIN grants_journalentry e
                ON e.document_kind = 'payment' AND e.document_pk = CAST(p.id AS varchar(40))
            GROUP BY p.number, p.state) w
            WHERE NOT ({_AGREES})""",
    ),
    "payment_amount": (
        ("payment", "amount", "booked"),
        """SELECT p.number, p.amount_fen, SUM(x.amount_fen) FROM grants_payment p
            JOIN grants_journalentry e ON e.document_kind = 'payment' AND e.document_pk = CAST(p.id AS varchar(40))
                AND e.kind = 'approve'
            JOIN grants_posting x ON x.entry_id = e.id
            GROUP BY p.number, p.amount_fen HAVING SUM(x.amount_fen) <> p.amount_fen""",
    ),
    "shares_exceed": (
        ("grant", "award", "shares"),
        """SELECT p.code, g.amount_fen, SUM(s.amount_fen) FROM grants_grant g
            JOIN projects_project p ON p.id = g.project_id JOIN grants_grantshare s ON s.grant_id = g.id
            GROUP BY p.code, g.amount_fen HAVING SUM(s.amount_fen) > g.amount_fen""",
    ),
    "recovery_differs": (
        ("recovery", "returned", "booked"),
        """SELECT r.id, r.returned_fen, COALESCE(w.fen, 0) FROM grants_recovery r LEFT JOIN (
            SELECT e.document_pk, SUM(x.amount_fen) AS fen FROM grants_journalentry e
            JOIN grants_posting x ON x.entry_id = e.id JOIN grants_account a ON a.id = x.debit_id
            WHERE e.document_kind = 'recovery' AND e.kind = 'recover' AND a.kind = 'free' GROUP BY e.document_pk) w
            ON w.document_pk = CAST(r.id AS varchar(40)) WHERE r.returned_fen <> COALESCE(w.fen, 0)""",
    ),
    "expense_differs": (
        ("expense", "state"),
        f"""SELECT x.voucher_number, x.state FROM grants_expense x JOIN grants_journalentry e
            ON e.document_kind = 'expense' AND e.document_pk = CAST(x.id AS varchar(40)) AND e.kind = 'spend'
            WHERE (x.state IN ('reversed') AND NOT EXISTS ({_ONE_REVERSED}))
            OR (x.state IN ('disallowed') AND NOT EXISTS (
                SELECT 1 FROM grants_journalentry r WHERE r.document_kind = 'expense'
                AND r.document_pk = e.document_pk AND r.kind = 'disallow'))""",
    ),
    "allotment_differs": (
        ("document", "state", "booked"),
        """SELECT a.document_number, a.state, COUNT(e.id) FROM grants_allotment a LEFT JOIN grants_journalentry e
            ON e.document_kind = 'allotment' AND e.document_pk = CAST(a.id AS varchar(40)) AND e.kind <> 'reversal'
            GROUP BY a.id, a.document_number, a.state
            HAVING COUNT(e.id) <> CASE WHEN a.state IN ('approved') THEN 1 ELSE 0 END""",
    ),
    "year_reopened": (
        ("year", "last", "stands"),
        """SELECT y.year, y.last_entry, MAX(e.number) FROM grants_yearclosing y
            JOIN grants_journalentry e ON e.fiscal_year = y.year WHERE y.state IN ('approved')
            GROUP BY y.year, y.last_entry HAVING MAX(e.number) > y.last_entry""",
    ),
    **GIVING,
    **PRIZES,
}  # fmt: skip
