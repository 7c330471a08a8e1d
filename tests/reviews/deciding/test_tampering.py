"""Ranking, sent list and decision changed by SQL, past the guards: the verifier names each."""

from collections.abc import Iterator

import pytest
from django.db import connection

from reviews.queries.proofs import broken_lists
from tests.reviews.decide_factories import REVIEWED, make_scored_round, recorded, sent
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(REVIEWED):
        yield


def past_the_guards(*statements: str) -> None:
    """Change rows as somebody could who owns the database: the triggers first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("reviews_ranking", "reviews_rankrow", "reviews_selection", "reviews_decision"):
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            cursor.execute(statement)


def kinds() -> list[str]:
    return sorted(kind for kind, _subject in broken_lists())


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE reviews_rankrow SET mean = 99 WHERE rank = 2", ["ranking_differs"]),
        ("UPDATE reviews_rankrow SET why = 'x', rank = NULL WHERE rank = 4", ["ranking_differs"]),
        (
            "UPDATE reviews_ranking SET inputs_hash = 'x'",
            ["ranking_differs", "ranking_entry_differs", "selection_differs"],
        ),
        ("UPDATE reviews_ranking SET state = 'draft'", ["ranking_unlocked"]),
        ("UPDATE reviews_selectionrow SET recommended_fen = 1 WHERE rank = 1", ["selection_differs"]),
        (
            "UPDATE reviews_selection SET content_hash = 'x'",
            ["decision_differs", "selection_differs", "selection_entry_differs"],
        ),
        ("UPDATE reviews_decisionitem SET approved_fen = 1", ["decision_differs"]),
        ("UPDATE reviews_decision SET content_hash = 'x'", ["decision_differs", "decision_entry_differs"]),
    ],
)  # fmt: skip
def test_what_was_changed_in_the_tables_is_named(statement: str, named: list[str]) -> None:
    scored = make_scored_round()
    recorded(scored, sent(scored))
    assert kinds() == []
    past_the_guards(statement)
    assert kinds() == named
