import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils.translation import gettext as _

ROLE = "venture_app"
# What is only ever added to. The database's triggers refuse the rest to everybody; here nobody may even try.
APPEND_ONLY = (
    "audit_auditentry",
    "audit_publishedhead",
    "grants_journalentry",
    "grants_posting",
    "grants_reportversion",
)
# Counters that triggers keep: the site may write every column but these.
KEPT = {
    "grants_account": frozenset(
        {"debit_fen", "credit_fen", "source_id", "year", "round_id", "category_id", "grant_id"}
    ),
    "grants_grant": frozenset({"committed_fen", "paid_fen", "returned_fen"}),
}
READ_ONLY = ("django_migrations",)


class Command(BaseCommand):
    help = "Give the site's own database role what it needs and no more. Run by the owner of the tables, after migrate."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default=ROLE, help=f"name of the role; {ROLE} if left out")
        parser.add_argument(
            "--password-from", default="APP_DATABASE_PASSWORD", metavar="VARIABLE",
            help="environment variable with the role's password; without it the role must exist",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError(_("Roles are PostgreSQL's: there is nothing to grant here."))
        password = os.environ.get(options["password_from"], "")
        tables = grant_rights(options["role"], password)
        self.stdout.write(_("%(role)s may work with %(count)s tables.") % {"role": options["role"], "count": tables})


@transaction.atomic
def grant_rights(role: str, password: str = "") -> int:
    """Make the role if it is missing, take everything from it and give it what the site needs; return the tables."""
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            raise CommandError(_("%(role)s cannot grant rights to itself: run this as the owner.") % {"role": role})
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        exists = cursor.fetchone() is not None
        if not exists:
            cursor.execute(f"CREATE ROLE {name(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
        if password:
            cursor.execute(f"ALTER ROLE {name(role)} PASSWORD %s", [password])
        cursor.execute("SELECT quote_ident(current_schema()), quote_ident(current_database())")
        schema, database = cursor.fetchone()
        # From version 15 on nobody but the owner makes tables in the public schema; before, everybody did.
        cursor.execute(f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name(role)}")
        cursor.execute(f"GRANT CONNECT ON DATABASE {database} TO {name(role)}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name(role)}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name(role)}")
        tables = sorted(connection.introspection.table_names(cursor))
        for table in tables:
            cursor.execute(f"GRANT {_rights(cursor, table)} ON {name(table)} TO {name(role)}")
    return len(tables)


def _rights(cursor: Any, table: str) -> str:
    if table in READ_ONLY:
        return "SELECT"
    if table in APPEND_ONLY:
        return "SELECT, INSERT"
    if table in KEPT:
        columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
        free = ", ".join(connection.ops.quote_name(each) for each in columns if each not in KEPT[table])
        # A row is locked by whoever may write one of its columns.
        return f"SELECT, INSERT, UPDATE ({free})"
    return "SELECT, INSERT, UPDATE, DELETE"
