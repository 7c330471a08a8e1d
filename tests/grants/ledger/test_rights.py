"""Direct SQL as the site's own role: it books, and it can do nothing else to what was booked."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from grants.flows.holding import holding
from grants.flows.ledger import approve_payment, pay_payment
from grants.models import Account, JournalEntry
from grants.queries.invariants import findings
from grants.queries.ledger import balances_of_grant
from tests.grants.factories import GRANTED, make_grant, make_payment
from tests.reviews.decide_factories import WAN
from venture.health import ground
from venture.health.findings import Level
from venture.kernel import clock
from venture.management.commands.grant_rights import grant_rights

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def run(sql: str, *values: Any) -> str:
    """Run a statement as the role; return "done", or the database's code for its refusal."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as refused:
        return str(getattr(refused.__cause__, "pgcode", "")) or "refused"
    return "done"


def as_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")


FORBIDDEN, BROKEN, ABSENT = "42501", "23000", "23502"
CHECKED = "23514"


def test_the_site_s_role_books_and_pays_and_can_undo_nothing() -> None:
    grant = make_grant(10 * WAN, "agreed")
    other = make_grant(10 * WAN, "agreed")
    payment = make_payment(grant, 1)
    assert ground.role().level == Level.WARN
    role = f"app_{connection.settings_dict['NAME']}"[:60]
    assert grant_rights(role) > 100
    as_role(role)
    assert ground.role().level == Level.OK

    with clock.at(GRANTED), holding(grant.pk):
        approve_payment(payment, actor=None)
    assert balances_of_grant(grant).payable == 5 * WAN

    accounts = {row.kind: row.pk for row in Account.objects.filter(grant=grant)}
    strange = Account.objects.get(grant=other, kind="committed").pk
    entry = JournalEntry.objects.filter(grant=grant).order_by("-pk")[0].pk
    insert = "INSERT INTO grants_posting (entry_id, debit_id, credit_id, amount_fen) VALUES (%s, %s, %s, %s)"
    payable, committed = accounts["payable"], accounts["committed"]
    before = list(Account.objects.order_by("pk").values_list("pk", "debit_fen", "credit_fen"))
    refused = {
        "over the cap": run(insert, entry, payable, committed, 6 * WAN),
        "negative": run(insert, entry, payable, committed, -1),
        "to itself": run(insert, entry, payable, payable, 1),
        "to nowhere": run(insert, entry, payable, None, 1),
        "another grant": run(insert, entry, payable, strange, 1),
        "change a posting": run("UPDATE grants_posting SET amount_fen = 1"),
        "delete a posting": run("DELETE FROM grants_posting"),
        "empty the postings": run("TRUNCATE grants_posting"),
        "change an entry": run("UPDATE grants_journalentry SET document = 'x'"),
        "delete an entry": run("DELETE FROM grants_journalentry"),
        "change a counter": run("UPDATE grants_account SET debit_fen = debit_fen + 1"),
        "change a grant's counter": run("UPDATE grants_grant SET paid_fen = 0"),
        "turn an account": run("UPDATE grants_account SET kind = 'free' WHERE id = %s", committed),
        "delete an account": run("DELETE FROM grants_account"),
        "change the log": run("UPDATE audit_auditentry SET verb = 'x'"),
        "delete the log": run("DELETE FROM audit_auditentry"),
        "switch a guard off": run("ALTER TABLE grants_posting DISABLE TRIGGER ALL"),
        "drop a guard": run("DROP TRIGGER grants_posting_fits ON grants_posting"),
        "replace a guard": run("DROP FUNCTION grants_posting_fits() CASCADE"),
        "leave the role's bounds": run("SET session_replication_role = replica"),
    }
    assert refused == {
        "over the cap": CHECKED, "negative": CHECKED, "to itself": BROKEN, "to nowhere": BROKEN,
        "another grant": BROKEN, "change a posting": FORBIDDEN, "delete a posting": FORBIDDEN,
        "empty the postings": FORBIDDEN, "change an entry": FORBIDDEN, "delete an entry": FORBIDDEN,
        "change a counter": FORBIDDEN, "change a grant's counter": FORBIDDEN, "turn an account": BROKEN,
        "delete an account": FORBIDDEN, "change the log": FORBIDDEN, "delete the log": FORBIDDEN,
        "switch a guard off": FORBIDDEN, "drop a guard": FORBIDDEN, "replace a guard": FORBIDDEN,
        "leave the role's bounds": FORBIDDEN,
    }  # fmt: skip
    assert list(Account.objects.order_by("pk").values_list("pk", "debit_fen", "credit_fen")) == before

    with clock.at(GRANTED), holding(grant.pk):
        pay_payment(payment, on=GRANTED.date(), voucher="V1", file=None, actor=None)
    assert balances_of_grant(grant).paid == 5 * WAN
    assert [each.code for each in findings()] == ["payment_differs"]  # the state is its own flow's business
