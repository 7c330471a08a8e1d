"""A list of needs by program: drafted by one, published by another, and the needs become public with it."""

from typing import Any

import pytest

from accounts.demo import person
from notices.models import Notice
from organizations.models import Community
from projects import flows
from projects.models import Need
from tests.api.conftest import Caller, calling
from tests.matrix.table.needs import WORDS
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("city")
DESK = "/api/v1/desk/notices/"


def stands() -> tuple[Any, ...]:
    return (*(list(model.objects.order_by("pk").values()) for model in (Notice, Need)), AuditEntry.objects.count())


def refused(program: Caller, path: str, body: Any, status: int = 409) -> str:
    before = stands()
    answer = program.send("POST", f"{DESK}{path}", body)
    assert (answer.status_code, stands() == before) == (status, True), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    return str(answer.json()["code"])


def last() -> tuple[str, Any]:
    entry = AuditEntry.objects.order_by("-pk")[0]
    return entry.verb, entry.actor


def collected() -> Need:
    community = Community.objects.get(name="河坊社区")
    return flows.report_need(community=community, actor=person("community"), **WORDS)


def test_a_list_of_needs_is_drafted_by_one_and_published_by_another_with_its_needs() -> None:
    first, second = collected(), collected()
    writer, clerk, reader, stranger = (calling(person(each)) for each in ("operator", "clerk", "auditor", "org"))
    body = {"kind": "needs", "title": "需求清单", "issuer": "云溪市民政局", "text": "现予公布。", "needs": [first.code]}
    for other in (reader, stranger):
        assert refused(other, "", body, 404) == "not_found"
    assert refused(writer, "", {**body, "needs": ["N-9999"]}, 400) == "invalid"
    assert refused(writer, "", {**body, "kind": "correction"}, 400) == "invalid"
    assert refused(writer, "", {**body, "round": "1999"}, 404) == "not_found"
    made = writer.send("POST", DESK, body)
    at = f"{made.json()['id']}"
    assert (made.status_code, made.json()["state"], made.json()["needs"]) == (201, "draft", [first.code])
    assert last() == ("notice.list_needs", person("operator"))

    assert refused(stranger, f"{at}/needs/", {"needs": [second.code]}, 404) == "not_found"
    assert refused(reader, f"{at}/needs/", {"needs": [second.code]}) == "notice_not_yours"
    drawn = writer.send("POST", f"{DESK}{at}/needs/", {"needs": [first.code, second.code]}).json()
    assert sorted(drawn["needs"]) == sorted([first.code, second.code])

    assert refused(clerk, f"{at}/publish/", {}) == "notice_not_yours"
    assert writer.send("POST", f"{DESK}{at}/propose/", {}).json()["state"] == "proposed"
    assert refused(clerk, f"{at}/send-back/", {}, 400) == "invalid"
    assert clerk.send("POST", f"{DESK}{at}/send-back/", {"reason": "补一行"}).json()["state"] == "draft"
    assert refused(stranger, f"{at}/propose/", {}, 404) == "not_found"
    writer.send("POST", f"{DESK}{at}/propose/", {})
    Notice.objects.get(pk=at).hands.add(person("clerk"))
    assert refused(clerk, f"{at}/publish/", {}) == "same_person"
    assert refused(writer, f"{at}/publish/", {}) == "notice_not_yours"
    done = calling(person("head")).send("POST", f"{DESK}{at}/publish/", {}).json()

    assert (done["state"], last()) == ("published", ("notice.publish", person("head")))
    assert set(Need.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True)) == {"published"}
    assert reader.get(f"{DESK}?state=published&kind=needs").json()["results"][0]["id"] == done["id"]
    assert stranger.get(DESK).json()["results"] == []
