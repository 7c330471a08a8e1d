"""The screening by program: what was handed in, one case, and its acts under the rights of the desk."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import RoleGrant, User
from projects.models import Project
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.organizations.factories import make_verified
from tests.projects.applications.factories import make_application
from tests.reviews.factories import CLOSED, make_handed_in
from venture.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]

LIST = "/api/v1/screening/"


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    with clock.at(CLOSED):
        yield


def clerk(role: str = "clerk") -> User:
    user = make_user()
    RoleGrant.objects.create(user=user, role=role, starts_on=CLOSED.date())
    return user


def do(caller: Caller, project: Project, act: str, body: Any = None) -> Any:
    return caller.send("POST", f"{LIST}{project.code}/{act}/", body or {})


def found(case: Any, *failing: str) -> dict[str, Any]:
    return {
        "items": [
            {
                "key": item["key"], "seen": item["seen"], "note": "核对过原件。", "section": item["section"],
                "path": item["path"], "request": "请补传盖章页。" if item["key"] in failing else "",
                "verdict": "fails" if item["key"] in failing else item["verdict"] if item["verdict"] in {"fits", "na"}
                else "fits",
            }
            for item in case["items"]
        ]
    }  # fmt: skip


def test_staff_see_what_was_handed_in_and_no_drafts() -> None:
    project, draft = make_handed_in(), make_application(make_verified())
    caller = calling(clerk())
    listed = caller.get(LIST).json()["results"]

    assert [(each["code"], each["state"], each["screening"]) for each in listed] == [(project.code, "submitted", None)]
    assert caller.get(f"{LIST}?on_paper=true").json()["results"] == []
    assert [each["code"] for each in caller.get(f"{LIST}?area=999901000000&state=submitted").json()["results"]] in (
        [project.code], [],
    )  # fmt: skip
    assert caller.get(f"{LIST}{draft.code}/").status_code == 404
    assert calling(make_user()).get(LIST).json()["results"] == []
    assert calling(make_user()).get(f"{LIST}{project.code}/").status_code == 404


def test_a_case_is_begun_judged_and_accepted() -> None:
    project = make_handed_in()
    caller = calling(clerk())
    begun = do(caller, project, "begin")
    unfinished = do(caller, project, "pass")
    judged = do(caller, project, "judge", found(begun.json()))
    passed = do(caller, project, "pass")

    assert (begun.status_code, begun.json()["screening"], len(begun.json()["items"]) > 15) == (200, "begun", True)
    assert (unfinished.status_code, unfinished.json()["code"]) == (409, "screening_unfinished")
    assert (judged.status_code, {each["verdict"] for each in judged.json()["items"]} <= {"fits", "na"}) == (200, True)
    assert (passed.status_code, passed.json()["state"], passed.json()["screening"]) == (200, "accepted", "passed")
    again = do(caller, project, "pass")
    assert (again.status_code, again.json()["code"]) == (409, "screening_not_yours")


def test_a_case_is_given_back_with_what_fails() -> None:
    project = make_handed_in()
    caller = calling(clerk())
    do(caller, project, "judge", found(do(caller, project, "begin").json(), "files"))
    item = next(each for each in caller.get(f"{LIST}{project.code}/").json()["items"] if each["key"] == "files")
    placed = {"items": [{"key": "files", "seen": item["seen"], "verdict": "fails", "note": "缺", "request": "请补传。",
                         "section": "project", "path": "summary"}]}  # fmt: skip
    with clock.at(CLOSED + timedelta(minutes=1)):
        assert do(caller, project, "judge", placed).status_code == 200
    stale = do(caller, project, "judge", {"items": [{**placed["items"][0], "note": "另一句"}]})
    returned = do(caller, project, "correct", {"words": "请按期补正。"})

    assert (stale.status_code, stale.json()["code"]) == (409, "item_moved")
    assert (returned.status_code, returned.json()["state"], returned.json()["screening"]) == (
        200, "returned", "correcting",
    )  # fmt: skip
    assert [(each.section, each.path) for each in project.corrections.get().items.all()] == [("project", "summary")]


def test_a_refusal_is_confirmed_by_another_person_only() -> None:
    project = make_handed_in()
    first, second = calling(clerk()), calling(clerk("head"))
    do(first, project, "judge", found(do(first, project, "begin").json(), "age"))
    proposed = do(first, project, "refuse", {"reason": "成立未满一年。"})
    own = do(first, project, "confirm")
    confirmed = do(second, project, "confirm")

    assert (proposed.status_code, proposed.json()["screening"]) == (200, "refusal")
    assert (own.status_code, own.json()["code"]) == (409, "refusal_own_proposal")
    assert (confirmed.status_code, confirmed.json()["state"], confirmed.json()["reason"]) == (
        200, "rejected", "成立未满一年。",
    )  # fmt: skip


def test_the_proposer_takes_a_proposal_back() -> None:
    project = make_handed_in()
    caller = calling(clerk("operator"))
    do(caller, project, "judge", found(do(caller, project, "begin").json(), "age"))
    do(caller, project, "refuse", {"reason": "成立未满一年。"})

    assert do(caller, project, "decline").json()["screening"] == "begun"


def test_who_only_reads_the_screening_is_told_that_the_step_is_not_theirs() -> None:
    project = make_handed_in()
    answer = do(calling(clerk("auditor")), project, "begin")

    assert (answer.status_code, answer.json()["code"]) == (409, "screening_not_yours")
    assert not hasattr(Project.objects.get(pk=project.pk), "screening")


def test_an_item_named_twice_or_unknown_is_400() -> None:
    project = make_handed_in()
    caller = calling(clerk())
    do(caller, project, "begin")
    item = {"key": "age", "verdict": "fits", "seen": ""}

    assert do(caller, project, "judge", {"items": [item, item]}).status_code == 400
    assert do(caller, project, "judge", {"items": [{**item, "key": "nosuch"}]}).status_code == 400
    assert do(caller, project, "judge", {}).status_code == 400


def test_the_list_takes_the_same_queries_for_one_row_and_for_three() -> None:
    caller = calling(clerk())
    make_handed_in()
    caller.get(LIST)
    counts = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert caller.get(LIST).status_code == 200
        counts.append(len(captured))
        for _more in range(2):
            make_handed_in(organization=make_verified())

    assert counts[0] == counts[1] <= 6
