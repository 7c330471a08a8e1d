"""Needs before they are public, resources on the staff's desk and the small forms of the linkage, by program."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.demo import person
from organizations.demo import OURS, named
from organizations.models import Community, SocialWorker
from projects.models import BoundCommunity, Linkage, LinkedResource, LinkedWorker, Need, Resource
from tests.api.conftest import Caller, calling
from tests.matrix.table.linkage import linked
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("city")
API = "/api/v1/"
WORDS = {
    "field": "elderly", "title": "楼道里没有扶手", "population": "七十岁以上老人", "problem": "上下楼容易跌倒。",
    "scale": "三个单元", "urgency": 2,
}  # fmt: skip
ROWS = (Need, Resource, Linkage, BoundCommunity, LinkedWorker, LinkedResource, SocialWorker)


def stands() -> tuple[Any, ...]:
    return (*(list(model.objects.order_by("pk").values()) for model in ROWS), AuditEntry.objects.count())


def refused(program: Caller, path: str, body: Any, status: int = 409, method: str = "POST") -> str:
    before = stands()
    answer = program.send(method, f"{API}{path}", body)
    assert (answer.status_code, stands() == before) == (status, True), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    return str(answer.json()["code"])


def last() -> tuple[str, Any]:
    entry = AuditEntry.objects.order_by("-pk")[0]
    return entry.verb, entry.actor


def test_a_community_reads_its_needs_before_they_are_public_and_mends_them() -> None:
    community = Community.objects.get(name="河坊社区")
    program, stranger = calling(person("community")), calling(person("org"))
    code = program.send("POST", f"{API}needs/", {**WORDS, "community": community.code}).json()["code"]
    at = f"communities/needs/{code}/"

    listed = program.get(f"{API}communities/needs/?state=collected").json()["results"]
    assert (listed[0]["code"], listed[0]["state"]) == (code, "collected")
    assert {each["community"] for each in listed} == {community.code}
    assert program.get(f"{API}{at}").json() == listed[0]
    assert (stranger.get(f"{API}communities/needs/").json()["results"], stranger.get(f"{API}{at}").status_code) == (
        [], 404,
    )  # fmt: skip
    assert refused(stranger, at, {"title": "别的"}, 404, "PUT") == "not_found"
    assert refused(program, at, {"title": ""}, 400, "PUT") == "invalid"
    mended = program.send("PUT", f"{API}{at}", {"title": "楼道加装扶手"})
    assert (mended.json()["title"], mended.json()["scale"]) == ("楼道加装扶手", "三个单元")
    assert last() == ("need.edit", person("community"))
    Need.objects.filter(code=code).update(state="merged", merged_into=Need.objects.exclude(code=code)[0])
    assert refused(program, at, {"title": "太晚"}, method="PUT") == "need_not_yours"


def test_the_staff_collect_needs_mend_them_and_let_one_stand_for_others() -> None:
    community = Community.objects.get(name="河坊社区")
    staff, reader, stranger = calling(person("operator")), calling(person("auditor")), calling(person("org"))
    body = {**WORDS, "community": community.code}
    for other in (reader, stranger):
        assert refused(other, "desk/needs/", body, 404) == "not_found"
    assert refused(staff, "desk/needs/", {**body, "community": "000000000000"}, 404) == "not_found"
    made = [staff.send("POST", f"{API}desk/needs/", body) for _each in range(2)]
    first, second = (each.json()["code"] for each in made)
    assert ([each.status_code for each in made], first < second) == ([201, 201], True)
    assert last() == ("need.report", person("operator"))

    assert refused(reader, f"desk/needs/{first}/", {"scale": "五个单元"}, method="PUT") == "need_not_yours"
    assert refused(stranger, f"desk/needs/{first}/", {"scale": "五个单元"}, 404, "PUT") == "not_found"
    assert staff.send("PUT", f"{API}desk/needs/{first}/", {"scale": "五个单元"}).json()["scale"] == "五个单元"

    assert refused(stranger, f"desk/needs/{first}/merge/", {"needs": [second]}, 404) == "not_found"
    assert refused(reader, f"desk/needs/{first}/merge/", {"needs": [second]}) == "need_not_yours"
    assert refused(staff, f"desk/needs/{first}/merge/", {"needs": ["N-9999"]}, 404) == "not_found"
    assert refused(staff, f"desk/needs/{first}/merge/", {"needs": [first]}) == "need_merges_nothing"
    assert refused(staff, f"desk/needs/{first}/merge/", {"needs": []}, 400) == "invalid"
    kept = staff.send("POST", f"{API}desk/needs/{first}/merge/", {"needs": [second]})
    merged = staff.get(f"{API}desk/needs/{second}/").json()
    assert (kept.json()["state"], merged["state"], merged["merged_into"]) == ("collected", "merged", first)
    assert last() == ("need.merge", person("operator"))
    assert refused(staff, f"desk/needs/{first}/merge/", {"needs": [second]}) == "need_not_yours"


def test_the_staff_put_a_resource_on_the_list_or_send_it_back_give_it_into_use_and_free_it() -> None:
    staff, reader, stranger = calling(person("clerk")), calling(person("auditor")), calling(person("org"))
    giver, mine = calling(person("individual")), {"organization": named(OURS).uscc}
    words = {"kind": "hours", "title": "周末电脑维修", "capacity": "每周三小时", "giver": "一位居民"}
    for other in (reader, stranger):
        assert refused(other, "desk/resources/", words, 404) == "not_found"
    entered = staff.send("POST", f"{API}desk/resources/", words)
    assert (entered.status_code, entered.json()["state"], last()[0]) == (201, "offered", "resource.offer")
    at = f"desk/resources/{giver.send('POST', f'{API}resources/', words).json()['code']}"

    assert refused(stranger, f"{at}/publish/", {}, 404) == "not_found"
    assert refused(reader, f"{at}/publish/", {}) == "resource_not_yours"
    assert refused(staff, f"{at}/send-back/", {}, 400) == "invalid"
    back = staff.send("POST", f"{API}{at}/send-back/", {"reason": "写明地点"}).json()
    assert (back["state"], back["reason"], last()) == ("returned", "写明地点", ("resource.send_back", person("clerk")))
    assert refused(staff, f"{at}/publish/", {}) == "resource_not_yours"
    Resource.objects.filter(code=back["code"]).update(state="offered")
    assert staff.send("POST", f"{API}{at}/publish/", {}).json()["state"] == "published"

    assert refused(staff, f"{at}/engage/", mine) == "wish_missing"
    assert refused(staff, f"{at}/engage/", {"organization": "0" * 18}) == "organization_missing"
    stranger.send("POST", f"{API}resources/{back['code']}/wish/", {**mine, "words": "培训"})
    assert refused(reader, f"{at}/engage/", mine) == "resource_not_yours"
    used = staff.send("POST", f"{API}{at}/engage/", mine).json()
    assert (used["state"], used["used_by"], used["asking"]) == ("engaged", named(OURS).uscc, [named(OURS).uscc])
    freed = staff.send("POST", f"{API}{at}/release/", {}).json()
    assert (freed["state"], freed["asking"], last()) == ("published", [], ("resource.release", person("clerk")))
    assert stranger.get(f"{API}desk/resources/").json()["results"] == []


def test_an_organisation_states_shares_names_social_workers_and_takes_a_gift_out() -> None:
    project = linked()
    writer, viewer, stranger = calling(person("org")), calling(person("viewer")), calling(person("individual"))
    at = f"applications/{project.code}/linkage"
    code = BoundCommunity.objects.get(project=project).community.code
    new = {"organization": named(OURS).uscc, "name": "林晓", "level": "none"}
    assert refused(viewer, "social-workers/", new, 404) == "not_found"
    assert refused(stranger, "social-workers/", new, 404) == "not_found"
    worker = writer.send("POST", f"{API}social-workers/", new).json()
    assert last() == ("social_worker.enter", person("org"))

    shares = {"shares": [{"community": code, "share": 6_000}]}
    for other in (viewer, stranger):
        assert refused(other, f"{at}/shares/", shares, 404, "PUT") == "not_found"
    assert refused(writer, f"{at}/shares/", {"shares": [{"community": "0", "share": 1}]}, method="PUT") == (
        "shares_strange"
    )
    told = writer.send("PUT", f"{API}{at}/shares/", shares).json()
    assert ([each["share"] for each in told["communities"]], last()[0]) == ([6_000], "linkage.share")

    duty = {"worker": worker["id"], "duty": "个案辅导", "hours": 12}
    assert refused(viewer, f"{at}/workers/", duty, 404) == "not_found"
    assert refused(writer, f"{at}/workers/", {**duty, "worker": 999_999}) == "worker_of_another"
    [row] = writer.send("POST", f"{API}{at}/workers/", duty).json()["social_workers"]
    assert (row["duty"], row["hours"], last()) == ("个案辅导", 12, ("linkage.worker", person("org")))
    assert refused(viewer, f"{at}/workers/{row['id']}/end/", {}, 404) == "not_found"
    assert refused(writer, f"{at}/workers/999999/end/", {}, 404) == "not_found"
    assert writer.send("POST", f"{API}{at}/workers/{row['id']}/end/", {}).json()["social_workers"] == []

    gift = {"kind": "goods", "giver": "云溪农商行", "what": "大米", "value_fen": 120_000}
    [noted] = writer.send("POST", f"{API}{at}/gifts/", gift).json()["charity"]
    assert refused(stranger, f"{at}/gifts/{noted['id']}/remove/", {}, 404) == "not_found"
    assert writer.send("POST", f"{API}{at}/gifts/{noted['id']}/remove/", {}).json()["charity"] == []
    assert last() == ("linkage.remove_charity", person("org"))

    assert refused(stranger, f"social-workers/{worker['id']}/end/", {}, 404) == "not_found"
    until = {"registered_until": "2028-01-01"}
    renewed = writer.send("POST", f"{API}social-workers/{worker['id']}/renew/", until).json()
    ended = writer.send("POST", f"{API}social-workers/{worker['id']}/end/", {}).json()
    assert (renewed["registered_until"], ended["ended_at"] is not None) == ("2028-01-01", True)
    assert refused(writer, f"social-workers/{worker['id']}/end/", {}) == "social_worker_ended"


def test_a_community_says_how_content_it_is_and_nobody_else_says_it_in_its_place() -> None:
    bound = BoundCommunity.objects.get(project=linked())
    program, stranger = calling(person("community")), calling(person("org"))
    at = f"communities/projects/{bound.pk}/satisfaction/"

    assert refused(stranger, at, {"stars": 5}, 404, "PUT") == "not_found"
    assert refused(program, at, {"stars": 6}, 400, "PUT") == "invalid"
    assert refused(program, at, {"stars": 2}, method="PUT") == "satisfaction_words_missing"
    said = program.send("PUT", f"{API}{at}", {"stars": 2, "words": "来得太少"}).json()
    assert (said["satisfaction"], said["satisfaction_words"]) == (2, "来得太少")
    assert last() == ("linkage.satisfaction", person("community"))
    assert said in program.get(f"{API}communities/projects/?judged=true").json()["results"]
    assert stranger.get(f"{API}communities/projects/").json()["results"] == []


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("operator", "desk/needs/"), ("operator", "desk/resources/"), ("community", "communities/needs/"),
        ("community", "communities/projects/"),
    ],
)  # fmt: skip
def test_a_list_costs_the_same_for_one_row_and_for_many(who: str, path: str) -> None:
    linked()
    linked()
    program, costs = calling(person(who)), []
    for size in (1, 20):
        program.get(f"{API}{path}")
        with CaptureQueriesContext(connection) as captured:
            assert program.get(f"{API}{path}?page_size={size}").json()["results"]
        costs.append(len(captured))

    assert costs[0] == costs[1]
