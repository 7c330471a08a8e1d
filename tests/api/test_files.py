"""Files by program: examined like those of the site, kept for who brought them, refused in words, named by an act."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants.models import RECEIPT_PURPOSE
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.grants.paying.cases import NOW, owner_of, ready
from tests.grants.running.factories import member
from tests.reviews.decide_factories import WAN
from tests.venture.files import samples
from venture.files.models import StoredFile
from venture.kernel import clock

pytestmark = pytest.mark.django_db
BRING = f"/api/v1/files/{RECEIPT_PURPOSE}/"


def bring(program: Caller, path: str, data: bytes, name: str = "票据.pdf") -> Any:
    return program.client.post(
        path, {"file": SimpleUploadedFile(name, data)}, headers={"authorization": f"Bearer {program.token}"}
    )


def test_a_receipt_is_brought_and_then_named_by_the_ask_for_its_tranche() -> None:
    grant = ready()
    owner = owner_of(grant)
    with clock.at(NOW):
        program = calling(owner)
        brought = bring(program, BRING, samples.pdf())
        key = brought.json()["key"]
        body = {"receipt_number": "PJ1", "receipt_fen": 5 * WAN, "receipt": key}
        path = f"/api/v1/grants/{grant.project.code}/tranches/1/ask/"
        asked = program.send("POST", path, body, **{"idempotency-key": "ask-2025-1"})
        seen = [calling(each).get(f"/api/v1/files/{key}/").status_code for each in (owner, make_user())]

    file = StoredFile.objects.get(key=key)
    assert (brought.status_code, brought.json()["purpose"], file.owner) == (201, RECEIPT_PURPOSE, owner)
    assert (asked.status_code, grant.payments.get().receipt) == (201, file)
    assert seen == [200, 404]


@pytest.mark.parametrize(
    ("who", "path", "data", "status", "code"),
    [
        ("viewer", BRING, samples.pdf(), 404, "not_found"),
        ("stranger", BRING, samples.pdf(), 404, "not_found"),
        ("owner", "/api/v1/files/grants.expense_book/", samples.pdf(), 404, "not_found"),
        ("owner", "/api/v1/files/no.such/", samples.pdf(), 404, "not_found"),
        ("owner", BRING, b"MZ not a paper", 409, "file_unknown"),
        ("owner", BRING, samples.pdf_with_script(), 409, "file_active"),
    ],
)
def test_what_is_not_taken_leaves_nothing(who: str, path: str, data: bytes, status: int, code: str) -> None:
    grant = ready()
    person = {"owner": owner_of, "viewer": lambda row: member(row, "viewer"), "stranger": lambda _row: make_user()}[
        who
    ](grant)
    before = StoredFile.objects.count()
    with clock.at(NOW):
        answer = bring(calling(person), path, data)

    assert (answer.status_code, answer.json()["code"], StoredFile.objects.count()) == (status, code, before)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_file_is_sent_as_a_form_and_with_its_scope() -> None:
    grant = ready()
    before = StoredFile.objects.count()
    with clock.at(NOW):
        program = calling(owner_of(grant))
        asjson = program.send("POST", BRING, {"file": "x"})
        empty = program.client.post(BRING, {}, headers={"authorization": f"Bearer {program.token}"})
        reader = bring(calling(owner_of(grant), "files:read"), BRING, samples.pdf())

    assert (asjson.status_code, empty.status_code, reader.status_code) == (415, 400, 403)
    assert (list(empty.json()["errors"]), StoredFile.objects.count()) == (["file"], before)
