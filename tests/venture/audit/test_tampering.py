"""The database refuses to change the log; whoever gets round it is named by the verifier."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.accounts.factories import make_user
from venture.audit.domain import chain
from venture.audit.flows import publish_head, record
from venture.audit.models import AuditEntry, AuditHead, PublishedHead
from venture.audit.queries import body_of

guards = import_module("venture.audit.migrations.0002_guards")


@pytest.fixture
def log(db: None) -> list[AuditEntry]:
    actor = make_user()
    return [
        record(actor=actor, verb=f"test.act_{n}", subject=actor, before=n, after=n + 1, note="原值") for n in range(5)
    ]


@pytest.fixture
def unguarded(log: list[AuditEntry]) -> Iterator[Callable[[str], None]]:
    """Give the attacker what the guards take away, and take it back."""
    with connection.schema_editor() as editor:
        guards.lower_guards(None, editor)

    def sql(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    yield sql
    with connection.schema_editor() as editor:
        guards.raise_guards(None, editor)


def _verdict(*heads: str) -> str:
    with connection.schema_editor() as editor:
        guards.raise_guards(None, editor)
    try:
        out = StringIO()
        call_command("verify_audit", head=list(heads), stdout=out)
        return out.getvalue().strip()
    except CommandError as refusal:
        return str(refusal)
    finally:
        with connection.schema_editor() as editor:
            guards.lower_guards(None, editor)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditentry SET verb = 'x' WHERE seq = 2", "DELETE FROM audit_auditentry WHERE seq = 2"],
)
def test_the_database_refuses_to_change_the_log(log: list[AuditEntry], statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert [entry.verb for entry in AuditEntry.objects.order_by("seq")] == [f"test.act_{n}" for n in range(5)]


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE audit_auditentry SET verb = 'test.act_9' WHERE seq = 2", 2),
        ("UPDATE audit_auditentry SET actor_id = NULL WHERE seq = 3", 3),
        ('UPDATE audit_auditentry SET facts = \'{"note": "改值"}\' WHERE seq = 4', 4),
        ("UPDATE audit_auditentry SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 1", 1),
        ("DELETE FROM audit_auditentry WHERE seq = 3", 3),
        ("DELETE FROM audit_auditentry WHERE seq >= 4", 4),
        ("UPDATE audit_auditentry SET prev_hash = 'f' WHERE seq = 5", 5),
        ("UPDATE audit_auditentry SET alg = 'rot13' WHERE seq = 2", 2),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_eight_kinds_of_tampering_are_each_named(unguarded: Callable[[str], None], statement: str, seq: int) -> None:
    unguarded(statement)

    assert f" {seq} " in f" {_verdict()} ".replace("。", " ").replace("第", " ").replace("条", " ").replace("号", " ")


@pytest.mark.django_db(transaction=True)
def test_an_untouched_log_is_whole_and_its_published_head_fits(unguarded: Callable[[str], None]) -> None:
    head = publish_head()

    assert head is not None
    assert AuditEntry.objects.count() == 5
    verdict = _verdict(f"{head.seq}:{head.hash}")
    assert "5" in verdict
    assert PublishedHead.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_tail_that_was_cut_with_its_head_is_betrayed_by_a_kept_head_only(unguarded: Callable[[str], None]) -> None:
    kept = AuditHead.objects.get()
    fourth = AuditEntry.objects.get(seq=4)
    unguarded("DELETE FROM audit_auditentry WHERE seq = 5")
    unguarded(f"UPDATE audit_audithead SET seq = 4, hash = '{fourth.hash}'")

    assert "4" in _verdict()
    assert "5" in _verdict(f"{kept.seq}:{kept.hash}")


@pytest.mark.django_db(transaction=True)
def test_a_tail_written_anew_with_correct_hashes_is_betrayed_by_a_kept_head(unguarded: Callable[[str], None]) -> None:
    kept = AuditHead.objects.get()
    last = AuditEntry.objects.get(seq=5)
    last.verb = "test.forged"
    forged = chain.digest(alg=last.alg, seq=5, body=body_of(last), prev_hash=last.prev_hash)
    unguarded(f"UPDATE audit_auditentry SET verb = 'test.forged', hash = '{forged}' WHERE seq = 5")
    unguarded(f"UPDATE audit_audithead SET hash = '{forged}'")

    whole, betrayed = _verdict(), _verdict(f"{kept.seq}:{kept.hash}")

    assert whole != betrayed
    assert "5" in betrayed


def test_the_hash_covers_every_part_of_an_entry() -> None:
    body = {"at": chain.instant_text(datetime(2026, 11, 24, tzinfo=UTC)), "actor": 1, "verb": "a", "facts": {"x": 1}}
    first = chain.digest(alg="sha256", seq=1, body=body, prev_hash=chain.GENESIS)

    others = {
        chain.digest(alg="sha256", seq=1, body={**body, key: "changed"}, prev_hash=chain.GENESIS) for key in body
    } | {
        chain.digest(alg="sha256", seq=2, body=body, prev_hash=chain.GENESIS),
        chain.digest(alg="sha256", seq=1, body=body, prev_hash="1" * 64),
        chain.digest(alg="sha3_256", seq=1, body=body, prev_hash=chain.GENESIS),
    }

    assert len(others) == len(body) + 3
    assert first not in others
