"""Rounds and notices as data: what is public and nothing else, page by page, in the same number of queries."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from notices.models import Notice, NoticeSeries
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.api.conftest import Caller

pytestmark = pytest.mark.usefixtures("city")

ROUNDS, NOTICES = "/api/v1/rounds/", "/api/v1/notices/"
PERSONAL = ("clerk@", "head@", "赵明华", "陈立", "宋佳", "password")


def make_notice(number: int, /, **fields: Any) -> Notice:
    """Write one notice; ``fields`` stand above what a published one has."""
    series, _made = NoticeSeries.objects.get_or_create(code="gazette")
    drafted, signed = make_user(), make_user()
    return Notice.objects.create(
        series=series, kind="other", title=f"通告第{number}号", issuer="云溪市民政局",
        body=[{"kind": "text", "text": "正文"}], drafted_by=drafted,
        **{
            "number": number,
            "signed_by": signed,
            "state": "published",
            "signed_at": datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
            "published_at": datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
            "content_hash": f"{number:064x}",
            **fields,
        },
    )  # fmt: skip


def make_draft() -> Notice:
    return make_notice(
        9, number=None, state="draft", signed_by=None, signed_at=None, published_at=None, content_hash=""
    )


def _queries(caller: Caller, path: str) -> int:
    caller.get(path)  # the first use of a token in a minute is noted
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert caller.get(path).status_code == 200
    return len(captured)


def test_the_list_of_rounds_tells_what_the_public_page_tells(caller: Caller) -> None:
    answer = caller.get(ROUNDS)

    row = answer.json()["results"][0]
    assert [each["code"] for each in answer.json()["results"]] == ["2027", "2026-s", "2026-b", "2026"]
    assert row == {
        "code": "2027", "year": 2027, "title": "2027年度云溪市公益创投项目征集",
        "document_number": "云民函〔2026〕41号",
        "sponsor": "云溪市民政局", "operator": "云溪市社会组织发展中心", "nature": "grant", "state": row["state"],
        "takes_applications": row["takes_applications"], "pool_fen": 600000000, "project_cap_fen": 20000000,
        "opens_at": "2026-11-16T09:00:00+08:00", "closes_at": "2026-12-11T17:00:00+08:00", "starts_on": "2027-03-01",
        "ends_on": "2027-12-31", "published_at": "2026-11-13T16:00:00+08:00",
    }  # fmt: skip


def test_one_round_tells_its_fields_days_papers_and_the_hash_of_its_rules(caller: Caller) -> None:
    body = caller.get(f"{ROUNDS}2027/").json()

    frozen = Round.objects.get(code="2027").versions.get()
    assert [each["slug"] for each in body["categories"]] == ["elderly", "disability", "youth", "relief", "other"]
    assert sum(each["envelope_fen"] for each in body["categories"]) == body["pool_fen"]
    assert body["categories"][0]["services"]
    assert body["stages"][0] == {"kind": "intake", "name": body["stages"][0]["name"], "starts_on": "2026-11-16",
                                 "ends_on": "2026-12-11"}  # fmt: skip
    assert body["documents"]
    assert (body["rules"]["number"], body["rules"]["sha256"]) == (1, frozen.sha256)


@pytest.mark.parametrize("path", [ROUNDS, f"{ROUNDS}2027/", NOTICES])
def test_no_person_is_named(caller: Caller, path: str) -> None:
    text = caller.get(path).content.decode()

    assert [word for word in PERSONAL if word in text] == []


@pytest.mark.parametrize("email", ["org@yunxi.example", "system_admin@yunxi.example"])
def test_a_round_that_is_not_published_is_missing_for_everybody(client: Client, city: None, email: str) -> None:
    Round.objects.filter(code="2027").update(state="draft")
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")

    listed = client.get(ROUNDS).json()["results"]

    assert [each["code"] for each in listed] == ["2026-s", "2026-b", "2026"]
    assert client.get(f"{ROUNDS}2027/").status_code == 404


def test_only_published_notices_are_told_and_found(caller: Caller) -> None:
    before = {(each["series"], each["number"]) for each in caller.get(NOTICES).json()["results"]}
    make_notice(501)
    make_draft()

    listed = {(each["series"], each["number"]) for each in caller.get(NOTICES).json()["results"]}
    one = caller.get(f"{NOTICES}gazette/501/").json()

    assert listed - before == {("gazette", 501)}
    assert (one["title"], one["body"], one["corrects"], one["corrected_by"]) == (
        "通告第501号", [{"kind": "text", "text": "正文"}], None, None,
    )  # fmt: skip
    assert caller.get(f"{NOTICES}gazette/999/").status_code == 404


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{ROUNDS}?year=2026", ["2026-s", "2026-b", "2026"]),
        (f"{ROUNDS}?q=2027", ["2027"]),
        (f"{ROUNDS}?state=archived", []),
        (f"{ROUNDS}?year=2027&q=2026", []),
    ],
)
def test_filters_narrow_the_list_of_rounds(caller: Caller, path: str, expected: list[str]) -> None:
    assert [each["code"] for each in caller.get(path).json()["results"]] == expected


def test_the_cursor_walks_every_row_once_and_new_rows_move_nothing(caller: Caller) -> None:
    for number in range(1, 8):
        make_notice(number)
    path = f"{NOTICES}?round=gazette&kind=other&published_until=2026-01-31&page_size=3"
    seen, pages = [], 0
    while path:
        body = caller.get(path).json()
        seen += [each["number"] for each in body["results"]]
        pages += 1
        if pages == 1:
            make_notice(8)
        path = body["next"]

    assert (seen, pages) == ([7, 6, 5, 4, 3, 2, 1], 3)


def test_pages_are_never_longer_than_a_hundred(caller: Caller) -> None:
    assert caller.get(f"{ROUNDS}?page_size=100000").status_code == 200
    assert len(caller.get(f"{ROUNDS}?page_size=1").json()["results"]) == 1


@pytest.mark.parametrize(("path", "make"), [(NOTICES, make_notice)])
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(caller: Caller, path: str, make: Any) -> None:
    make(1)
    one = _queries(caller, f"{path}?round=gazette")
    make(2)
    make(3)

    assert _queries(caller, f"{path}?round=gazette") == one


def test_the_list_of_rounds_takes_the_same_queries_for_one_and_for_two(caller: Caller) -> None:
    assert _queries(caller, f"{ROUNDS}?year=2027") == _queries(caller, ROUNDS) <= 5


def test_what_is_unchanged_is_not_sent_again(caller: Caller) -> None:
    first = caller.get(f"{ROUNDS}2027/")
    again = caller.get(f"{ROUNDS}2027/", **{"if-none-match": first.headers["ETag"]})
    Round.objects.filter(code="2027").update(lead="改")
    changed = caller.get(f"{ROUNDS}2027/", **{"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert (changed.status_code, changed.json()["lead"]) == (200, "改")
    assert first.headers["Cache-Control"] == "private, no-cache"
