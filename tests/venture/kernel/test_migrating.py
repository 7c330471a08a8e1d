"""New tables laid together are the tables that Django's own steps lay."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations.migration import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterUniqueTogether,
    CreateModel,
    RunPython,
)
from django.db.migrations.state import ProjectState

from venture.kernel.migrating import gathered

TABLES = ("library_book", "library_book_readers", "library_shelf", "library_reader")


def _key() -> Any:
    return models.BigAutoField(primary_key=True)


def _first() -> list[Any]:
    return [CreateModel("Reader", [("id", _key()), ("name", models.CharField(max_length=20))])]


def _second() -> list[Any]:
    shelf = [("id", _key()), ("room", models.CharField(max_length=9))]
    return [
        CreateModel("Book", [("id", _key()), ("title", models.CharField(max_length=40))]),
        AddField("reader", "born", models.DateField(null=True)),
        CreateModel("Shelf", shelf, options={"ordering": ["room"]}),
        AddField("book", "shelf", models.ForeignKey("library.shelf", models.PROTECT, related_name="books")),
        AddField("reader", "favourite", models.ForeignKey("library.book", models.SET_NULL, null=True)),
        AddField("book", "readers", models.ManyToManyField("library.reader")),
        AddField("book", "lent", models.BooleanField(default=False)),
        AddConstraint("book", models.CheckConstraint(condition=~models.Q(title=""), name="book_has_a_title")),
        AddConstraint("reader", models.CheckConstraint(condition=~models.Q(name=""), name="reader_has_a_name")),
        AddConstraint(
            "book", models.UniqueConstraint(fields=["title"], condition=models.Q(lent=True), name="one_lent_of_a_title")
        ),
        AddIndex("book", models.Index(fields=["-title"], name="book_titles")),
        AlterUniqueTogether("shelf", {("id", "room")}),
    ]


def _laid(*migrations: list[Any]) -> dict[str, Any]:
    """Lay the tables in an empty corner of the database; say what stands there, and take them down."""
    state = ProjectState()
    for operations in migrations:
        migration = Migration("some", "library")
        migration.operations = operations
        with connection.schema_editor() as editor:
            state = migration.apply(state, editor)
    look = connection.introspection
    with connection.cursor() as cursor:
        found = {
            table: (
                look.get_table_description(cursor, table),
                look.get_constraints(cursor, table),
                look.get_relations(cursor, table),
            )
            for table in TABLES
        }
    with connection.schema_editor() as editor:
        for name in ("book", "reader", "shelf"):
            editor.delete_model(state.apps.get_model("library", name))
    return found


def _names(operations: list[Any]) -> list[str]:
    return [type(each).__name__ for each in operations]


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_the_same() -> None:
    step_by_step = _laid(_first(), _second())

    together = _laid(gathered(_first()), gathered(_second()))

    assert together == step_by_step
    assert {name for _columns, constraints, _relations in together.values() for name in constraints} >= {
        "book_has_a_title", "reader_has_a_name", "one_lent_of_a_title", "book_titles",
    }  # fmt: skip


def test_what_touches_older_tables_comes_after_the_new_ones_in_its_own_order() -> None:
    found = gathered(_second())

    assert _names(found) == ["NewTables", "AddField", "AddField", "AddConstraint"]
    assert [each.name for each in found[1:3]] == ["born", "favourite"]
    assert len(found[0].steps) == 9


def test_nothing_is_carried_past_a_step_that_reads_or_writes_rows() -> None:
    rows = RunPython(RunPython.noop)

    found = gathered([*_second(), rows, *_first(), rows])

    assert _names(found) == [
        "NewTables",
        "AddField",
        "AddField",
        "AddConstraint",
        "RunPython",
        "CreateModel",
        "RunPython",
    ]


def test_few_steps_stay_as_they_are() -> None:
    assert _names(gathered(_second()[:3])) == ["CreateModel", "CreateModel", "AddField"]
