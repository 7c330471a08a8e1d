"""What was decided on stays, with the changes that were made and the list that it rests on.

SQLite drops triggers when a later migration remakes the table: such a migration must call ``raise_guards`` again.
"""

from django.db import migrations

WORDS = "what was sealed, locked or decided stays as it is"
# table, columns that stay once it is decided
GUARDS = (("reviews_decision", ("changes",)), ("reviews_selection", ("ranking_id", "rules", "facts", "content_hash")))


def raise_guards(apps, schema_editor):
    lite = schema_editor.connection.vendor == "sqlite"
    differs = "IS NOT" if lite else "IS DISTINCT FROM"
    for table, columns in GUARDS:
        changed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)
        when = f"OLD.state = 'decided' AND (NEW.state <> OLD.state OR {changed})"
        schema_editor.execute(
            f"CREATE TRIGGER {table}_whole BEFORE UPDATE ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            if lite
            else f"CREATE TRIGGER {table}_whole BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) "
            "EXECUTE FUNCTION reviews_refuse()",
            params=None,
        )


def lower_guards(apps, schema_editor):
    lite = schema_editor.connection.vendor == "sqlite"
    for table, _columns in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {table}_whole" + ("" if lite else f" ON {table}"), params=None)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_what_stays")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
