"""A panel and a turn before it stay as they were locked.

SQLite drops triggers when a later migration remakes the table: such a migration must call ``raise_guards`` again.
"""

from django.db import migrations

WORDS = "what was sealed, locked or decided stays as it is"
# table, when the row is locked, columns that stay from then on
GUARDS = (
    (
        "reviews_panel", "OLD.state = 'locked'",
        ("stage_id", "chair_id", "draw_id", "state", "locked_by_id", "locked_at"),
    ),
    (
        "reviews_panelslot", "OLD.locked_at IS NOT NULL",
        ("panel_id", "project_id", "order", "state", "locked_by_id", "locked_at"),
    ),
)  # fmt: skip


def raise_guards(apps, schema_editor):
    lite = schema_editor.connection.vendor == "sqlite"
    differs = "IS NOT" if lite else "IS DISTINCT FROM"
    for table, locked, columns in GUARDS:
        changed = " OR ".join(f'NEW."{name}" {differs} OLD."{name}"' for name in columns)
        for name, event, when in (("stays", "UPDATE", f"{locked} AND ({changed})"), ("kept", "DELETE", locked)):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                if lite
                else f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) "
                "EXECUTE FUNCTION reviews_refuse()",
                params=None,
            )


def lower_guards(apps, schema_editor):
    lite = schema_editor.connection.vendor == "sqlite"
    for table, _locked, _columns in GUARDS:
        for name in ("stays", "kept"):
            schema_editor.execute(f"DROP TRIGGER {table}_{name}" + ("" if lite else f" ON {table}"), params=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_decision_stays")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
