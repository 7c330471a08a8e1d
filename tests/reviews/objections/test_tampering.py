"""A published notice changed by SQL, past the guards: the verifier names what was done to it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from notices.domain import content
from notices.models import Notice
from notices.queries import content_of
from reviews.queries.proofs import broken_notices
from reviews.queries.verifying import faults
from tests.notices.test_publishing import draft, published

pytestmark = pytest.mark.django_db


def past_the_guards(statement: str) -> None:
    """Change the row as somebody could who owns the database: the triggers first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in ("notice_stays", "notice_is_kept"):
            on = " ON notices_notice" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE notices_notice SET title = 'x'", "notice_differs"),
        ("UPDATE notices_notice SET body = '[]'", "notice_differs"),
        ('UPDATE notices_notice SET items = \'[{"code": "YX-1", "fen": 1}]\'', "notice_differs"),
        ("UPDATE notices_notice SET place = 'x'", "notice_differs"),
        ("UPDATE notices_notice SET document_number = '云民公示〔2020〕1号'", "notice_differs"),
        ("UPDATE notices_notice SET state = 'corrected'", "notice_corrected_unseen"),
        (
            "UPDATE notices_notice SET state = 'draft', number = NULL, published_at = NULL, content_hash = '', "
            "starts_on = NULL, ends_on = NULL, signed_by_id = NULL, signed_at = NULL",
            "notice_unpublished",
        ),
    ],
)
def test_what_was_changed_in_the_table_is_named(statement: str, named: str) -> None:
    notice = published()
    assert list(faults()) == []
    past_the_guards(statement)
    assert list(broken_notices()) == [(named, f"notices.notice:{notice.pk}")]


def test_content_and_hash_changed_together_differ_from_the_log() -> None:
    notice = published()
    forged = Notice.objects.get(pk=notice.pk)
    forged.title = "x"
    past_the_guards(f"UPDATE notices_notice SET title = 'x', content_hash = '{content.sha256_of(content_of(forged))}'")
    assert list(broken_notices()) == [("notice_entry_differs", f"notices.notice:{notice.pk}")]


def test_one_put_among_the_published_past_the_flows_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    kept = published()
    other = draft(kept.drafted_by)
    Notice.objects.filter(pk=other.pk).update(
        state="published", number=9, published_at=kept.published_at, content_hash="0" * 64, signed_by=kept.signed_by,
        signed_at=kept.signed_at,
    )  # fmt: skip
    subject = f"notices.notice:{other.pk}"
    assert list(broken_notices()) == [("notice_without_entry", subject), ("notice_differs", subject)]
    with pytest.raises(CommandError):
        call_command("verify_reviews")
    assert f"notice_without_entry {subject}" in capsys.readouterr().err


def test_one_that_is_gone_is_named() -> None:
    notice = published()
    past_the_guards("DELETE FROM notices_notice_hands")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM notices_notice")
    assert list(broken_notices()) == [("notice_gone", f"notices.notice:{notice.pk}")]
