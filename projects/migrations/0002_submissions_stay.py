"""A submission and a signature stay as they were written: the database refuses to change or delete them.

SQLite drops triggers when a later migration remakes the table: such a migration must call ``raise_guards`` again.
"""

from django.db import migrations

TABLES = ("projects_submission", "projects_signature")


def raise_guards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    lower_guards(apps, schema_editor)
    if vendor != "sqlite":
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION submission_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'what was handed in stays as it is' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$",
            params=None,
        )
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            name = f"{table}_no_{act.lower()}"
            if vendor == "sqlite":
                rule = "BEGIN SELECT RAISE(ABORT, 'what was handed in stays as it is'); END"
            else:
                rule = "FOR EACH ROW EXECUTE FUNCTION submission_refuse()"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} {rule}", params=None)


def lower_guards(apps, schema_editor):
    for table in TABLES:
        on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {table}"
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
