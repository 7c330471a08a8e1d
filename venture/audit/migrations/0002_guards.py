"""The database itself refuses to change or delete what the log holds.

SQLite drops triggers when a later migration remakes a table: such a migration must call ``raise_guards`` again.
``queries.missing_guards`` and the verifier notice it when one forgot.
"""

from django.db import migrations

TABLES = ("audit_auditentry", "audit_publishedhead")

SQLITE = """
CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only: {table} cannot be changed'); END;
CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only: {table} cannot be deleted from'); END;
"""

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

POSTGRESQL = """
CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER {table}_is_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""


def _each(sql, table):
    """Return the statements one by one: SQLite runs a single statement at a time and a trigger holds semicolons."""
    return [f"CREATE TRIGGER {part.strip()}" for part in sql.format(table=table).split("CREATE TRIGGER ")[1:]]


def raise_guards(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    if not on_sqlite:
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    for table in TABLES:
        for statement in _each(SQLITE if on_sqlite else POSTGRESQL, table):
            schema_editor.execute(statement, params=None)


def lower_guards(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    names = ("stays", "is_kept") if on_sqlite else ("stays", "is_kept", "is_whole")
    for table in TABLES:
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {table}_{name}" + ("" if on_sqlite else f" ON {table}"), params=None)
    if not on_sqlite:
        schema_editor.execute("DROP FUNCTION audit_refuse()", params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
