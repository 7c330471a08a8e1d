"""The database itself refuses to change or delete what was signed and handed in."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.projects.applications.complete import make_complete, sign
from tests.projects.applications.test_submitting import submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


@pytest.mark.parametrize("table", ["projects_submission", "projects_signature"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET sha256 = 'x'", "DELETE FROM {}"])
def test_what_was_signed_and_handed_in_is_neither_changed_nor_deleted(table: str, statement: str) -> None:
    project = make_complete()
    sign(project)
    submit(project)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        before = cursor.fetchall()
        with pytest.raises(IntegrityError, match="what was handed in stays as it is"), transaction.atomic():
            cursor.execute(statement.format(table))
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        after = cursor.fetchall()
    assert len(before) == 1
    assert after == before
