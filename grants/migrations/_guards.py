"""What the database itself refuses in the tables of grants, and the counters that it keeps.

SQLite drops a table's triggers when a migration remakes the table, and cannot remake a table that a trigger of another
names. Such a migration stands between ``LOWER`` and ``RAISE``:  operations = [LOWER, …, RAISE].
"""

# ruff: noqa: S608 -- nothing but names written out here goes into the statements

from collections.abc import Callable, Iterator
from typing import Any

from django.db import migrations

PRIZES = "'prizes', 'prize_due', 'prize_paid', 'tax_due', 'tax_paid'"
FUNDER = f"'source', 'free', 'committed', 'payable', 'paid', 'returned', {PRIZES}"
BOUND = "'committed', 'payable', 'paid'"
APPEND_ONLY = ("grants_journalentry", "grants_posting", "grants_reportversion")
COUNTERS = ("committed_fen", "paid_fen", "returned_fen")
# table, when the old row stands, columns that stay, what may follow besides
STAYS = (
    ("grants_account", "OLD.id IS NOT NULL",
     ("id", "kind", "source_id", "year", "round_id", "category_id", "grant_id"), "OLD.id = OLD.id"),
    ("grants_grant", "OLD.id IS NOT NULL", ("id", "award_id", "project_id", "round_id"), "OLD.state <> 'closed'"),
    ("grants_agreement", "OLD.state <> 'draft'",
     ("grant_id", "version", "template_id", "parties", "content", "annex_sha256", "sha256", "drafted_by_id",
      "drafted_at", "sent_by_id", "sent_at"),
     "NEW.state <> 'draft' AND (OLD.state <> 'void' OR NEW.state = 'void') "
     "AND (OLD.paper_id IS NULL OR OLD.paper_id = COALESCE(NEW.paper_id, 0))"),
    ("grants_payment", "OLD.state <> 'requested'",
     ("number", "key", "grant_id", "tranche_id", "amount_fen", "account_id", "requested_by_id", "decided_by_id"),
     "NEW.state <> 'requested'"),
    ("grants_evaluation", "OLD.state IN ('confirmed', 'published', 'replaced')",
     ("grant_id", "phase", "version", "marks", "bonus", "total", "grade", "passed", "opinion", "evaluator_id",
      "confirmed_by_id", "confirmed_at"),
     "NEW.state = OLD.state OR (OLD.state = 'confirmed' AND NEW.state IN ('published', 'replaced')) "
     "OR (OLD.state = 'published' AND NEW.state = 'replaced')"),
    ("grants_allotment", "OLD.state <> 'asked'",
     ("round_id", "category_id", "source_id", "year", "kind", "state", "amount_fen", "document_number", "key",
      "asked_by_id", "asked_at", "decided_by_id", "decided_at"), "OLD.id = OLD.id"),
    ("grants_yearclosing", "OLD.state <> 'asked'",
     ("year", "state", "last_entry", "asked_by_id", "decided_by_id", "decided_at"), "OLD.id = OLD.id"),
    ("grants_prizepayment", "OLD.state <> 'asked'",
     ("prize_id", "source_id", "year", "amount_fen", "tax_fen", "key", "asked_by_id", "asked_at", "decided_by_id",
      "decided_at"),
     "NEW.state <> 'asked' AND (OLD.voucher = '' OR NEW.voucher = OLD.voucher) "
     "AND (OLD.tax_voucher = '' OR NEW.tax_voucher = OLD.tax_voucher)"),
    ("grants_closure", "OLD.state = 'closed'",
     ("grant_id", "state", "ticks", "paid_fen", "spent_fen", "unspent_fen", "disallowed_fen", "returned_fen", "words",
      "checked_by_id", "closed_by_id", "closed_at"),
     "OLD.archive_id IS NULL OR (NEW.archive_id = OLD.archive_id AND NEW.archive_sha256 = OLD.archive_sha256)"),
)  # fmt: skip
# rows that stand with what they belong to: table, the parent's table, key, when the parent makes them stand
PARTS = (
    *((f"grants_{name}", "grants_grant", "grant_id", "state = 'closed'") for name in (
        "agreement", "improvement", "payment", "expense", "activity", "report", "changerequest", "measure", "recovery",
        "sitevisit", "granttranche", "journalentry",
    )),
    ("grants_grantshare", "grants_grant", "grant_id", "committed_fen > 0 OR state = 'closed'"),
    ("grants_paymentpart", "grants_payment", "payment_id", "state <> 'requested'"),
)  # fmt: skip
WORDS = "what was booked, sent, confirmed or closed stays as it is"
OF_ITS_PRIZE = "a payment is of its prize, amount and tax"
FITS = "a posting moves money within one source and year, one book and one grant under way"
COUNTED = "counters follow the postings by themselves"
SHARED_OUT = "the shares of a grant exceed its award"
YEAR_OVER = "the books of this year are closed"
FOLLOWS = "entries are numbered one after the other"

POSTING_FITS = f"""SELECT 1 FROM grants_account d, grants_account c, grants_journalentry e
    WHERE d.id = NEW.debit_id AND c.id = NEW.credit_id AND e.id = NEW.entry_id AND d.id <> c.id
    AND d.source_id = c.source_id AND d.year = c.year AND (d.kind IN ({FUNDER})) = (c.kind IN ({FUNDER}))
    AND (d.kind NOT IN ({PRIZES}) OR c.kind NOT IN ({PRIZES}) OR d.round_id = c.round_id)
    AND (d.grant_id IS NULL OR d.grant_id = e.grant_id) AND (c.grant_id IS NULL OR c.grant_id = e.grant_id)
    AND NOT EXISTS (SELECT 1 FROM grants_grant g WHERE g.id = e.grant_id AND g.state = 'closed')"""
ANOTHER_PRIZE = """NOT EXISTS (SELECT 1 FROM projects_ideaprize p
    WHERE p.id = NEW.prize_id AND p.amount_fen = NEW.amount_fen AND p.tax_fen = NEW.tax_fen)"""
YEAR_CLOSED = "SELECT 1 FROM grants_yearclosing WHERE year = NEW.fiscal_year AND state = 'approved'"
BLANK_ACCOUNT = "NEW.debit_fen = 0 AND NEW.credit_fen = 0"
BLANK_GRANT = " AND ".join(f"NEW.{name} = 0" for name in COUNTERS)


def _changed(vendor: str, columns: tuple[str, ...]) -> str:
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)


# ---- SQLite ---------------------------------------------------------------------------------------------------------


def _bound(owner: str, kinds: str, way: str = "debit_fen - credit_fen") -> str:
    return f"(SELECT COALESCE(SUM({way}), 0) FROM grants_account WHERE grant_id = {owner} AND kind IN ({kinds}))"


def _of_grant(owner: str) -> dict[str, str]:
    return dict(zip(COUNTERS, (
        _bound(owner, BOUND), _bound(owner, "'paid'"), _bound(owner, "'returned'", "credit_fen - debit_fen")
    ), strict=True))  # fmt: skip


def _lite() -> Iterator[tuple[str, str, str]]:
    """Return (table, name, statement). A counter may only become what the postings sum up to."""
    for table in APPEND_ONLY:
        yield _refusing(table, "stays", "UPDATE", "1", WORDS)
        yield _refusing(table, "kept", "DELETE", "1", WORDS)
    for table, stands, columns, onward in STAYS:
        changed = f"{stands} AND (NOT ({onward}) OR {_changed('sqlite', columns)})"
        yield _refusing(table, "stays", "UPDATE", changed, WORDS)
        yield _refusing(table, "kept", "DELETE", stands, WORDS)
    for table, parent, key, stands in PARTS:
        found = f"EXISTS (SELECT 1 FROM {parent} WHERE id = OLD.{key} AND ({stands}))"
        yield _refusing(table, "closed", "UPDATE", found, WORDS)
        yield _refusing(table, "closed_kept", "DELETE", found, WORDS)
        yield _refusing(table, "closed_whole", "INSERT", found.replace("OLD.", "NEW."), WORDS)
    yield _refusing("grants_posting", "fits", "INSERT", f"NOT EXISTS ({POSTING_FITS})", FITS)
    yield _refusing("grants_journalentry", "in_open_year", "INSERT", f"EXISTS ({YEAR_CLOSED})", YEAR_OVER)
    yield _refusing("grants_prizepayment", "of_its_prize", "INSERT", ANOTHER_PRIZE, OF_ITS_PRIZE)
    yield _refusing("grants_prizepayment", "of_its_prize_still", "UPDATE", ANOTHER_PRIZE, OF_ITS_PRIZE)
    yield _refusing("grants_account", "blank", "INSERT", f"NOT ({BLANK_ACCOUNT})", COUNTED)
    yield _refusing("grants_grant", "blank", "INSERT", f"NOT ({BLANK_GRANT})", COUNTED)
    for side in ("debit", "credit"):
        truth = f"(SELECT COALESCE(SUM(amount_fen), 0) FROM grants_posting WHERE {side}_id = NEW.id)"
        false = f"NEW.{side}_fen IS NOT OLD.{side}_fen AND NEW.{side}_fen <> {truth}"
        yield _refusing("grants_account", f"{side}_counted", "UPDATE", false, COUNTED)
    for name, truth in _of_grant("NEW.id").items():
        false = f"NEW.{name} IS NOT OLD.{name} AND NEW.{name} <> {truth}"
        yield _refusing("grants_grant", f"{name}_counted", "UPDATE", false, COUNTED)
    over = (
        "(SELECT COALESCE(SUM(amount_fen), 0) FROM grants_grantshare "
        "WHERE grant_id = NEW.grant_id AND id IS NOT NEW.id) + NEW.amount_fen "
        "> (SELECT amount_fen FROM grants_grant WHERE id = NEW.grant_id)"
    )
    yield _refusing("grants_grantshare", "within", "INSERT", over, SHARED_OUT)
    yield _refusing("grants_grantshare", "within_still", "UPDATE", over, SHARED_OUT)
    yield _refusing("grants_ledgercounter", "follows", "UPDATE", "NEW.last_number <> OLD.last_number + 1", FOLLOWS)
    yield _refusing("grants_ledgercounter", "kept", "DELETE", "1", FOLLOWS)
    entry = "(SELECT grant_id FROM grants_journalentry WHERE id = NEW.entry_id)"
    sets = ", ".join(f"{name} = {truth}" for name, truth in _of_grant(entry).items())
    yield (
        "grants_posting",
        "counts",
        (
            "CREATE TRIGGER grants_posting_counts AFTER INSERT ON grants_posting BEGIN "
            "UPDATE grants_account SET debit_fen = debit_fen + NEW.amount_fen WHERE id = NEW.debit_id; "
            "UPDATE grants_account SET credit_fen = credit_fen + NEW.amount_fen WHERE id = NEW.credit_id; "
            f"UPDATE grants_grant SET {sets} WHERE id = {entry}; END"
        ),
    )


def _refusing(table: str, name: str, event: str, condition: str, words: str) -> tuple[str, str, str]:
    return (
        table,
        name,
        (
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        ),
    )


# ---- PostgreSQL -----------------------------------------------------------------------------------------------------

REFUSE = "RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'"


def _refusal(condition: str, words: str) -> str:
    return f"IF {condition} THEN {REFUSE.format(words=words)}; END IF;"


def _functions() -> Iterator[tuple[str, str, str, str]]:
    """Return (name, declarations, body, rights) of each function; a body that falls through lets the row pass."""
    yield "grants_refuse", "", f"{REFUSE.format(words=WORDS)};", ""
    for table, parent, key, stands in PARTS:
        yield (
            f"{table}_closed",
            "which bigint;",
            (
                f"IF TG_OP = 'INSERT' THEN which := NEW.{key}; ELSE which := OLD.{key}; END IF; "
                + _refusal(f"EXISTS (SELECT 1 FROM {parent} WHERE id = which AND ({stands}))", WORDS)
            ),
            "",
        )
    yield "grants_posting_fits", "", _refusal(f"NOT EXISTS ({POSTING_FITS})", FITS), ""
    yield "grants_in_open_year", "", _refusal(f"EXISTS ({YEAR_CLOSED})", YEAR_OVER), ""
    yield "grants_prizepayment_of_its_prize", "", _refusal(ANOTHER_PRIZE, OF_ITS_PRIZE), ""
    counters = ("debit_fen", "credit_fen")
    for table, names, blank in (
        ("grants_account", counters, BLANK_ACCOUNT), ("grants_grant", COUNTERS, BLANK_GRANT),
    ):  # fmt: skip
        # The posting's own trigger is one level up; nobody else reaches the second.
        yield (
            f"{table}_counted",
            "",
            (
                f"IF TG_OP = 'INSERT' THEN {_refusal(f'NOT ({blank})', COUNTED)} ELSE "
                + _refusal(f"pg_trigger_depth() < 2 AND ({_changed('postgresql', names)})", COUNTED)
                + " END IF;"
            ),
            "",
        )
    yield (
        "grants_grantshare_within",
        "cap bigint; others bigint;",
        (
            "SELECT amount_fen INTO cap FROM grants_grant WHERE id = NEW.grant_id FOR UPDATE; "
            "SELECT COALESCE(SUM(amount_fen), 0) INTO others FROM grants_grantshare "
            "WHERE grant_id = NEW.grant_id AND id <> NEW.id; " + _refusal("others + NEW.amount_fen > cap", SHARED_OUT)
        ),
        "",
    )
    yield (
        "grants_ledgercounter_follows",
        "",
        (
            f"IF TG_OP = 'DELETE' THEN {REFUSE.format(words=FOLLOWS)}; END IF; "
            + _refusal("NEW.last_number <> OLD.last_number + 1", FOLLOWS)
        ),
        "",
    )
    yield (
        "grants_posting_counts",
        "d grants_account; c grants_account; up int; paid int; back int;",
        f"""
        PERFORM 1 FROM grants_account WHERE id IN (NEW.debit_id, NEW.credit_id) ORDER BY id FOR UPDATE;
        UPDATE grants_account SET debit_fen = debit_fen + NEW.amount_fen WHERE id = NEW.debit_id RETURNING * INTO d;
        UPDATE grants_account SET credit_fen = credit_fen + NEW.amount_fen WHERE id = NEW.credit_id RETURNING * INTO c;
        up := (d.kind IN ({BOUND}))::int - (c.kind IN ({BOUND}))::int;
        paid := (d.kind = 'paid')::int - (c.kind = 'paid')::int;
        back := (c.kind = 'returned')::int - (d.kind = 'returned')::int;
        IF up <> 0 OR paid <> 0 OR back <> 0 THEN
            UPDATE grants_grant SET committed_fen = committed_fen + up * NEW.amount_fen,
                paid_fen = paid_fen + paid * NEW.amount_fen, returned_fen = returned_fen + back * NEW.amount_fen
            WHERE id = COALESCE(d.grant_id, c.grant_id);
        END IF;""",
        "SECURITY DEFINER",
    )


def _full() -> Iterator[tuple[str, str, str]]:
    """Return (table, name, statement) for PostgreSQL."""

    def on(
        table: str, name: str, when: str, function: str, *, condition: str = "", each: str = "ROW"
    ) -> tuple[str, str, str]:
        clause = f"WHEN ({condition}) " if condition else ""
        return (
            table,
            name,
            (f"CREATE TRIGGER {table}_{name} {when} ON {table} FOR EACH {each} {clause}EXECUTE FUNCTION {function}()"),
        )

    for table in APPEND_ONLY:
        yield on(table, "stays", "BEFORE UPDATE OR DELETE", "grants_refuse")
        yield on(table, "whole", "BEFORE TRUNCATE", "grants_refuse", each="STATEMENT")
    yield on("grants_account", "whole", "BEFORE TRUNCATE", "grants_refuse", each="STATEMENT")
    for table, stands, columns, onward in STAYS:
        changed = f"{stands} AND (NOT ({onward}) OR {_changed('postgresql', columns)})"
        yield on(table, "stays", "BEFORE UPDATE", "grants_refuse", condition=changed)
        yield on(table, "kept", "BEFORE DELETE", "grants_refuse", condition=stands)
    for table, *_rest in PARTS:
        yield on(table, "closed", "BEFORE INSERT OR UPDATE OR DELETE", f"{table}_closed")
    yield on("grants_posting", "fits", "BEFORE INSERT", "grants_posting_fits")
    yield on("grants_journalentry", "in_open_year", "BEFORE INSERT", "grants_in_open_year")
    yield on("grants_prizepayment", "of_its_prize", "BEFORE INSERT OR UPDATE", "grants_prizepayment_of_its_prize")
    yield on("grants_posting", "counts", "AFTER INSERT", "grants_posting_counts")
    for table in ("grants_account", "grants_grant"):
        yield on(table, "counted", "BEFORE INSERT OR UPDATE", f"{table}_counted")
    yield on("grants_grantshare", "within", "BEFORE INSERT OR UPDATE", "grants_grantshare_within")
    yield on("grants_ledgercounter", "follows", "BEFORE UPDATE OR DELETE", "grants_ledgercounter_follows")


# ---- both -----------------------------------------------------------------------------------------------------------


def guards_of(vendor: str) -> tuple[tuple[str, str], ...]:
    """Return (table, trigger) of everything that stands on guard."""
    return tuple((table, f"{table}_{name}") for table, name, _sql in (_lite() if vendor == "sqlite" else _full()))


def raise_guards(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    lower_guards(apps, schema_editor)
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = cursor.fetchone()[0]
        for name, declared, body, rights in _functions():
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {rights} "
                f"SET search_path = pg_catalog, {schema}, pg_temp AS $$ DECLARE {declared} BEGIN {body} "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
                params=None,
            )
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    for table, _name, statement in _lite() if connection.vendor == "sqlite" else _full():
        # A migration before the one that makes the table finds nothing to guard.
        if table in there:
            schema_editor.execute(statement, params=None)


def lower_guards(apps: Any, schema_editor: Any) -> None:
    lite = schema_editor.connection.vendor == "sqlite"
    for table, name in guards_of(schema_editor.connection.vendor):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if lite else f" ON {table}"), params=None)


def take_guards_away(apps: Any, schema_editor: Any) -> None:
    """Undo the first ``raise_guards``: what it made goes, functions included."""
    lower_guards(apps, schema_editor)
    if schema_editor.connection.vendor != "sqlite":
        for name, *_rest in _functions():
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)


LOWER = migrations.RunPython(lower_guards, raise_guards)
RAISE = migrations.RunPython(raise_guards, lower_guards)
