"""Needs, resources and the linkage of a project for programs."""

from typing import Any

import pytest

from accounts.demo import person
from organizations.models import Community
from projects.models import Linkage, Need, Resource
from tests.api.conftest import calling

pytestmark = pytest.mark.usefixtures("city")
WORDS = {
    "field": "elderly", "title": "换灯泡没有人帮", "population": "八十岁以上独居老人", "problem": "灯坏了只能摸黑。",
    "scale": "六十户", "evidence": "", "urgency": 2,
}  # fmt: skip


def test_a_community_reports_for_itself_and_for_no_other() -> None:
    program = calling(person("community"))
    own, other = Community.objects.get(name="河坊社区"), Community.objects.get(name="东门社区")
    before = Need.objects.count()

    made = program.send("POST", "/api/v1/needs/", {**WORDS, "community": own.code})
    strange = program.send("POST", "/api/v1/needs/", {**WORDS, "community": other.code})
    empty = program.send("POST", "/api/v1/needs/", {})

    assert (made.status_code, strange.status_code, empty.status_code) == (201, 404, 400)
    told = made.json()
    need = Need.objects.get(code=told["code"])
    assert {name: told[name] for name in WORDS} == WORDS
    assert (need.community, need.reported_by, told["state"], Need.objects.count()) == (
        own, person("community"), "collected", before + 1,
    )  # fmt: skip
    assert program.get(f"/api/v1/needs/{need.code}/").status_code == 404


def test_support_is_one_voice_and_can_be_taken_back() -> None:
    need = Need.objects.filter(state="published", supports=None)[0]
    program = calling(person("individual"))
    path = f"/api/v1/needs/{need.code}/"

    answers = [program.ask("PUT", f"{path}support/").status_code for _twice in range(2)]
    counted = program.get(path).json()["support"]
    answers.append(program.ask("DELETE", f"{path}support/").status_code)

    assert (answers, counted, program.get(path).json()["support"]) == ([200, 200, 200], 1, 0)


def test_the_lists_tell_what_is_public_and_nobodys_account() -> None:
    program = calling(person("individual"), "needs:read")
    hidden = Resource.objects.filter(state="offered")[0]

    rows: list[Any] = program.get("/api/v1/resources/").json()["results"]
    needs = program.get("/api/v1/needs/?field=elderly").json()["results"]

    assert hidden.code not in {row["code"] for row in rows}
    assert len(rows) == Resource.objects.filter(state__in=("published", "engaged")).count()
    assert {row["field"] for row in needs} == {"elderly"}
    assert "offered_by" not in rows[0]
    assert program.ask("PUT", f"/api/v1/needs/{needs[0]['code']}/support/").status_code == 403


def test_an_organisation_reads_the_linkage_of_its_own_projects_only() -> None:
    linkage = Linkage.objects.exclude(model="").select_related("project__created_by")[0]
    path = f"/api/v1/applications/{linkage.project.code}/linkage/"

    told = calling(linkage.project.created_by).get(path).json()

    assert (told["model"], told["volunteers"]) == (linkage.model, linkage.volunteers)
    assert [set(row) for row in told["social_workers"]] == [{"id", "level", "duty", "hours"}]
    assert calling(person("individual")).get(path).status_code == 404
