"""A report stays as it was handed in.

SQLite drops triggers when a later migration remakes the table: such a migration must call ``raise_guards`` again.
"""

from django.db import migrations

WORDS = "a report stays as it was handed in"


def raise_guards(apps, schema_editor):
    lite = schema_editor.connection.vendor == "sqlite"
    if not lite:
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION grants_report_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            params=None,
        )
    rule = (
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END" if lite else "FOR EACH ROW EXECUTE FUNCTION grants_report_refuse()"
    )
    for act in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER grants_reportversion_no_{act.lower()} BEFORE {act} ON grants_reportversion {rule}",
            params=None,
        )


def lower_guards(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON grants_reportversion"
    for act in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS grants_reportversion_no_{act}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("grants", "0002_guards")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
