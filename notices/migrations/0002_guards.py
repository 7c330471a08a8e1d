"""The database itself refuses to change or delete a notice that was published.

SQLite drops triggers when a later migration remakes the table: such a migration must call ``raise_guards`` again.
A test that changes a published notice by SQL notices when one forgot.
"""

from django.db import migrations

FROZEN = (
    "round_id", "series_id", "number", "kind", "statutory", "title", "document_number", "issuer", "summary", "body",
    "items", "days", "starts_on", "ends_on", "place", "corrects_id", "drafted_by_id", "signed_by_id", "signed_at",
    "published_at", "content_hash",
)  # fmt: skip
PUBLIC = "OLD.state IN ('published', 'corrected')"
ONWARD = "(NEW.state = OLD.state OR (OLD.state = 'published' AND NEW.state = 'corrected'))"


def _differs(vendor, name):
    if vendor == "sqlite":
        return f"NEW.{name} IS NOT OLD.{name}"
    return f"NEW.{name}::text IS DISTINCT FROM OLD.{name}::text"


def raise_guards(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    lower_guards(apps, schema_editor)
    changed = " OR ".join(_differs(vendor, name) for name in FROZEN)
    condition = f"{PUBLIC} AND (NOT {ONWARD} OR {changed})"
    if vendor == "sqlite":
        refuse = "BEGIN SELECT RAISE(ABORT, 'a published notice stays as it is'); END"
        statements = [
            f"CREATE TRIGGER notice_stays BEFORE UPDATE ON notices_notice WHEN {condition} {refuse}",
            f"CREATE TRIGGER notice_is_kept BEFORE DELETE ON notices_notice WHEN {PUBLIC} {refuse}",
        ]
    else:
        statements = [
            "CREATE OR REPLACE FUNCTION notice_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'a published notice stays as it is' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$",
            f"CREATE TRIGGER notice_stays BEFORE UPDATE ON notices_notice FOR EACH ROW WHEN ({condition}) "
            "EXECUTE FUNCTION notice_refuse()",
            f"CREATE TRIGGER notice_is_kept BEFORE DELETE ON notices_notice FOR EACH ROW WHEN ({PUBLIC}) "
            "EXECUTE FUNCTION notice_refuse()",
        ]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def lower_guards(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON notices_notice"
    for name in ("notice_stays", "notice_is_kept"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [migrations.RunPython(raise_guards, lower_guards)]
