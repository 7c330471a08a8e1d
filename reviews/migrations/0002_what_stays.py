"""The database itself refuses to change what was sealed, locked, revealed or decided.

SQLite drops triggers when a later migration remakes the table: such a migration must call ``raise_guards`` again.
Each guard names the columns that may not change once ``stands`` holds for the old row, and the moves that may follow.
"""

from django.db import migrations

SHEET = (
    "assignment_id", "version", "marks", "opinion", "comment", "total", "content", "sha256", "sealed_at", "on_paper",
    "keyed_by_id", "checked_by_id",
)  # fmt: skip
RANKING = (
    "round_id", "stage_id", "version", "inputs", "inputs_hash", "lot_id", "computed_by_id", "computed_at",
    "locked_by_id", "locked_at",
)  # fmt: skip
DRAW = (
    "round_id", "purpose", "entries", "rules", "commitment", "salt", "committed_by_id", "committed_at",
)  # fmt: skip
DECISION = (
    "round_id", "selection_id", "way", "state", "body", "met_on", "number", "minutes_id", "content_hash",
    "recorded_by_id", "recorded_at", "checked_by_id", "decided_at",
)  # fmt: skip
# table, when the old row stands, columns that stay, what may follow besides
GUARDS = (
    ("reviews_scoresheet", "OLD.state IN ('sealed', 'replaced')", SHEET,
     "NEW.state = OLD.state OR (OLD.state = 'sealed' AND NEW.state = 'replaced')"),
    ("reviews_ranking", "OLD.state IN ('locked', 'replaced')", RANKING,
     "NEW.state = OLD.state OR (OLD.state = 'locked' AND NEW.state = 'replaced')"),
    ("reviews_draw", "OLD.id IS NOT NULL", DRAW, "OLD.revealed_at IS NULL"),
    ("reviews_decision", "OLD.state = 'decided'", DECISION, "NEW.state = OLD.state"),
)  # fmt: skip
# rows that stand with what they belong to: table, the parent's table, key, state
PARTS = (
    ("reviews_rankrow", "reviews_ranking", "ranking_id", "'locked', 'replaced'"),
    ("reviews_decisionitem", "reviews_decision", "decision_id", "'decided'"),
)
WORDS = "what was sealed, locked or decided stays as it is"


def _changed(vendor, columns):
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)


def _own(vendor):
    for table, stands, columns, onward in GUARDS:
        changed = f"{stands} AND (NOT ({onward}) OR {_changed(vendor, columns)})"
        yield table, "stays", "UPDATE", changed
        yield table, "kept", "DELETE", stands


def _lite(table, name, event, condition):
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    )


def raise_guards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    run = lambda sql: schema_editor.execute(sql, params=None)  # noqa: E731
    if vendor == "sqlite":
        for table, name, event, condition in _own(vendor):
            run(_lite(table, name, event, condition))
        for table, parent, key, states in PARTS:
            stands = f"(SELECT state FROM {parent} WHERE id = OLD.{key}) IN ({states})"
            run(_lite(table, "stays", "UPDATE", stands))
            run(_lite(table, "kept", "DELETE", stands))
            run(_lite(table, "whole", "INSERT", stands.replace("OLD.", "NEW.")))
        return
    run(
        "CREATE OR REPLACE FUNCTION reviews_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table, name, event, condition in _own(vendor):
        run(
            f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition}) "
            "EXECUTE FUNCTION reviews_refuse()"
        )
    for table, parent, key, states in PARTS:
        run(
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"DECLARE parent bigint; BEGIN IF TG_OP = 'INSERT' THEN parent := NEW.{key}; ELSE parent := OLD.{key}; "
            f"END IF; IF (SELECT state FROM {parent} WHERE id = parent) IN ({states}) THEN "
            f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        run(
            f"CREATE TRIGGER {table}_stays BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION {table}_refuse()"
        )


def lower_guards(apps, schema_editor):
    lite = schema_editor.connection.vendor == "sqlite"
    names = [(table, name) for table, *_rest in GUARDS for name in ("stays", "kept")]
    names += [(table, name) for table, *_rest in PARTS for name in (("stays", "kept", "whole") if lite else ("stays",))]
    for table, name in names:
        schema_editor.execute(f"DROP TRIGGER {table}_{name}" + ("" if lite else f" ON {table}"), params=None)
    if not lite:
        for name in ("reviews_refuse", *(f"{table}_refuse" for table, *_rest in PARTS)):
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
