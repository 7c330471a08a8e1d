"""Applications by program: the flows of the pages, with versions, keys and the same rights."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Scope
from accounts.models import User
from projects.models import Project, SetAside, Submission
from tests.api.conftest import Caller, calling
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import make_complete, make_member, sign
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from venture.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]

LIST = "/api/v1/applications/"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with clock.at(NOW):
        yield


def at(project: Project, path: str = "") -> str:
    return f"{LIST}{project.code}/{path}"


def owner(project: Project, *scopes: str) -> Caller:
    return calling(owner_of(project.organization), *scopes)


def patch(caller: Caller, project: Project, body: Any, version: int | None = 0, key: str = "first-key") -> Any:
    headers = {} if version is None else {"if-match": f'"{version}"'}
    return caller.send("PATCH", at(project, "sections/project/"), body, **{"idempotency-key": key, **headers})


def test_the_list_tells_ones_own_applications_and_no_others() -> None:
    mine, other = make_application(), make_application(make_verified())
    body = owner(mine).get(LIST).json()

    assert [each["code"] for each in body["results"]] == [mine.code]
    assert body["results"][0]["state"] == "draft"
    assert owner(mine).get(at(other)).status_code == 404
    assert owner(mine).get(f"{LIST}?state=submitted").json()["results"] == []
    assert owner(mine).get(f"{LIST}?stat=draft").status_code == 400


def test_one_application_tells_its_end_its_parts_and_what_is_to_be_mended_in_words() -> None:
    project = make_application()
    save(project, "project", {"title": "银龄守护", "starts_on": "三月"})
    body = owner(project).get(at(project), **{"accept-language": "en"}).json()

    assert (body["open"], body["closes_at"] is not None, body["receipt"], body["correction"]) == (
        True,
        True,
        None,
        None,
    )
    part = next(each for each in body["sections"] if each["section"] == "project")
    assert (part["version"], part["open"], part["typed"]) == (1, True, {"title": "银龄守护", "starts_on": "三月"})
    assert (part["values"]["title"], part["values"]["starts_on"]) == ("银龄守护", None)
    said = next(each for each in part["problems"] if each["path"] == "starts_on")
    assert said["words"] == "Write a day, for example 2027-03-01."
    assert (said["code"], said["missing"], said["blocks"]) == ("day_unreadable", False, True)


def test_beginning_twice_with_one_key_begins_one_application() -> None:
    first = make_application()
    begun = Project.objects.count()
    first.round.__class__.objects.update(projects_per_organization=3)
    caller, body = owner(first), {"round": first.round.code, "organization": first.organization.uscc}

    answers = [caller.send("POST", LIST, body, **{"idempotency-key": "begin-0001"}) for _each in range(2)]
    another = caller.send("POST", LIST, body, **{"idempotency-key": "begin-0002"})

    assert [each.status_code for each in (*answers, another)] == [201, 201, 201]
    assert answers[0].json()["code"] == answers[1].json()["code"] != another.json()["code"]
    assert Project.objects.count() == begun + 2
    keyless = caller.send("POST", LIST, body)
    assert (keyless.status_code, list(keyless.json()["errors"])) == (400, ["Idempotency-Key"])
    assert Project.objects.count() == begun + 2


def test_nobody_begins_for_an_organisation_that_is_not_theirs() -> None:
    first, other = make_application(), make_verified()
    body = {"round": first.round.code, "organization": other.uscc}

    assert owner(first).send("POST", LIST, body, **{"idempotency-key": "begin-0001"}).status_code == 404
    assert other.projects.count() == 0


def test_a_part_is_changed_by_values_and_by_typed_text() -> None:
    project = make_application()
    caller = owner(project)
    by_values = patch(caller, project, {"values": {"title": "银龄守护", "summary": None}})
    by_text = patch(caller, project, {"typed": {"starts_on": "三月"}}, 1, "second-key")

    assert (by_values.status_code, by_values.json()["version"], by_values.headers["ETag"]) == (200, 1, '"1"')
    assert (by_text.status_code, by_text.json()["typed"]) == (200, {"title": "银龄守护", "starts_on": "三月"})
    project.refresh_from_db()
    assert project.title == "银龄守护"


def test_rows_keep_their_ids_and_new_ones_get_some() -> None:
    project = make_application()
    caller = owner(project)
    path = at(project, "sections/risks/")
    risk = {"risk": "下雨", "likelihood": "low", "impact": "low", "measure": "改期"}
    made = caller.send(
        "PATCH", path, {"values": {"risks": [risk]}}, **{"idempotency-key": "first-key", "if-match": '"0"'}
    ).json()
    row = made["values"]["risks"][0]
    both = {"values": {"risks": [{"risk": "刮风"}, {"id": row["id"], "measure": "改在室内"}]}}
    after = caller.send("PATCH", path, both, **{"idempotency-key": "second-key", "if-match": '"1"'}).json()

    assert {name: row[name] for name in risk} == risk
    assert [each["risk"] for each in after["values"]["risks"]] == ["刮风", "下雨"]
    assert after["values"]["risks"][1] == {**row, "measure": "改在室内"}
    cell = f"risks.{row['id']}.measure"
    flat = caller.send("PATCH", path, {"typed": {cell: "顺延"}}, **{"idempotency-key": "third-key", "if-match": '"2"'})
    assert flat.json()["typed"][cell] == "顺延"


def test_a_part_that_somebody_saved_meanwhile_is_not_changed_and_both_texts_come_back() -> None:
    project = make_application()
    save(project, "project", {"title": "同事的名称", "summary": "同事的简介"})
    answer = patch(owner(project), project, {"typed": {"title": "程序的名称", "summary": "同事的简介"}}, 0)

    body = answer.json()
    assert (answer.status_code, answer.headers["ETag"], body["code"], body["version"]) == (
        412,
        '"1"',
        "section_moved",
        1,
    )
    assert body["conflicts"] == [{"path": "title", "mine": "程序的名称", "theirs": "同事的名称"}]
    assert project.sections.get(section="project").typed == {"title": "同事的名称", "summary": "同事的简介"}
    assert SetAside.objects.count() == 0


def test_the_same_key_is_one_save_and_a_key_that_ends_in_a_number_is_no_turn_of_another() -> None:
    project = make_application()
    caller = owner(project)
    first = patch(caller, project, {"typed": {"title": "甲"}}, 0, "sync-2026-20")
    again = patch(caller, project, {"typed": {"title": "甲"}}, 0, "sync-2026-20")
    other = patch(caller, project, {"typed": {"title": "乙"}}, 1, "sync-2026-19")

    assert [each.status_code for each in (first, again, other)] == [200, 200, 200]
    assert [each.json()["version"] for each in (first, again, other)] == [1, 1, 2]
    assert project.sections.get(section="project").typed["title"] == "乙"


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, ["values"]),
        ({"values": {}, "typed": {}}, ["values"]),
        ({"values": {"nosuch": 1}}, ["nosuch"]),
        ({"values": {"title": 7}}, ["title"]),
        ({"typed": {"nosuch": "x"}}, ["nosuch"]),
        ({"typed": {"title": "x" * 20_001}}, ["typed.title"]),
        ({"values": {"title": "\x00"}}, ["typed.title"]),
    ],
)
def test_what_the_form_does_not_know_is_400_and_changes_nothing(body: Any, errors: list[str]) -> None:
    project = make_application()
    answer = patch(owner(project), project, body)

    assert (answer.status_code, list(answer.json()["errors"])) == (400, errors)
    assert project.sections.get(section="project").version == 0


def test_a_change_without_a_version_is_428_and_a_body_too_large_413() -> None:
    project = make_application()
    caller = owner(project)

    assert patch(caller, project, {"typed": {"title": "甲"}}, None).status_code == 428
    assert patch(caller, project, {"typed": {"title": "甲" * 2_000_001}}).status_code == 413
    assert project.sections.get(section="project").version == 0


def test_a_body_that_nests_too_deep_is_400() -> None:
    project = make_application()
    deep = '{"values":' * 100_000 + "1" + "}" * 100_000
    answer = owner(project).raw("PATCH", at(project, "sections/project/"), deep)

    assert answer.status_code == 400


def test_after_closing_a_change_is_refused_in_words() -> None:
    project = make_application()
    ends = project.round.closes_at
    assert ends is not None
    caller = owner(project)
    with clock.at(ends):
        answer = patch(caller, project, {"typed": {"title": "晚了"}})

    assert (answer.status_code, answer.json()["code"]) == (409, "round_closed")
    assert project.sections.get(section="project").version == 0


def test_handing_in_gives_one_receipt_and_the_content_proves_its_hash() -> None:
    project = make_complete()
    caller = owner(project)
    unsigned = caller.send("POST", at(project, "submit/"), {}, **{"idempotency-key": "submit-01"})
    sign(project)
    answers = [caller.send("POST", at(project, "submit/"), {}, **{"idempotency-key": "submit-01"}) for _each in "ab"]

    assert (unsigned.status_code, unsigned.json()["code"]) == (409, "signature_missing")
    assert [each.status_code for each in answers] == [200, 200]
    submission = Submission.objects.get()
    assert [each.json()["receipt"] for each in answers] == [submission.receipt] * 2
    listed = caller.get(at(project, "submissions/")).json()["results"]
    one = caller.get(at(project, "submissions/1/")).json()
    assert [each["sha256"] for each in listed] == [submission.sha256]
    assert hashlib.sha256(one["content"].encode()).hexdigest() == one["sha256"]
    assert json.loads(one["content"])["project"]["code"] == project.code


def test_calling_back_reopens_and_withdrawing_ends() -> None:
    project = make_complete()
    sign(project)
    caller = owner(project)
    caller.send("POST", at(project, "submit/"), {}, **{"idempotency-key": "submit-01"})
    recalled = caller.send("POST", at(project, "recall/"), {})
    twice = caller.send("POST", at(project, "recall/"), {})
    bare = caller.send("POST", at(project, "withdraw/"), {"reason": ""})
    withdrawn = caller.send("POST", at(project, "withdraw/"), {"reason": "人手不足"})

    assert (recalled.status_code, recalled.json()["state"]) == (200, "draft")
    assert (twice.status_code, twice.json()["code"]) == (409, "application_illegal_move")
    assert (bare.status_code, list(bare.json()["errors"])) == (400, ["reason"])
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    project.refresh_from_db()
    assert (project.state, project.reason) == ("withdrawn", "人手不足")


def test_a_community_is_asked_and_its_link_is_told_to_no_program() -> None:
    project = make_complete()
    caller = owner(project)
    community = project.consents.get().community
    stranger = caller.send("POST", at(project, "consents/"), {"community": "000000000000"})
    agreed = caller.send("POST", at(project, "consents/"), {"community": community.code})
    listed = caller.get(at(project, "consents/"))

    assert (stranger.status_code, stranger.json()["code"]) == (409, "consent_place_missing")
    assert (agreed.status_code, agreed.json()["code"]) == (409, "consent_answered")
    assert [(each["community"], each["state"]) for each in listed.json()["results"]] == [(community.code, "agreed")]
    assert project.consents.get().token not in listed.content.decode()


@pytest.mark.parametrize(("role", "expected"), [("editor", 200), ("signatory", 404), ("viewer", 404)])
def test_who_only_reads_finds_no_part_to_change(role: str, expected: int) -> None:
    project = make_application()
    caller = calling(make_member(project.organization, role))

    assert caller.get(at(project)).status_code == 200
    assert patch(caller, project, {"typed": {"title": "甲"}}).status_code == expected


def test_a_token_for_reading_writes_nothing() -> None:
    project = make_application()
    reader = owner(project, Scope.APPLICATIONS)

    assert reader.get(at(project)).status_code == 200
    assert patch(reader, project, {"typed": {"title": "甲"}}).status_code == 403
    assert owner(project, Scope.ROUNDS).get(LIST).status_code == 403
    assert project.sections.get(section="project").version == 0


def _queries(caller: Caller, path: str) -> int:
    caller.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert caller.get(path).status_code == 200
    return len(captured)


def test_the_list_takes_the_same_queries_for_one_row_and_for_three() -> None:
    first = make_application()
    caller = owner(first)
    one = _queries(caller, LIST)
    person: User = owner_of(first.organization)
    for _each in range(2):
        other = make_application(make_verified())
        other.organization.memberships.create(user=person, role="editor", since=NOW)

    assert len(caller.get(LIST).json()["results"]) == 3
    assert _queries(caller, LIST) == one <= 4


def test_one_application_takes_the_same_queries_however_full_it_is() -> None:
    empty, full = make_application(), make_complete(make_verified())

    assert _queries(owner(empty), at(empty)) <= 16
    assert _queries(owner(full), at(full)) <= 18
