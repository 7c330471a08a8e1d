"""What organisations and the staff do with needs, resources and the linkage by program; a refusal moves nothing."""

from typing import Any

import pytest

from accounts.demo import person
from organizations.demo import OURS, named
from projects import flows
from projects.models import Linkage, Need, NeedInterest, Project, Resource, ResourceWish
from tests.api.conftest import Caller, calling
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.usefixtures("city")
NEEDS, RESOURCES = "/api/v1/needs/", "/api/v1/resources/"


def stands() -> tuple[Any, ...]:
    rows = (Need, NeedInterest, Resource, ResourceWish, Linkage)
    return (*(list(model.objects.order_by("pk").values()) for model in rows), AuditEntry.objects.count())


def refused(program: Caller, path: str, body: Any, status: int = 409, method: str = "POST") -> str:
    before = stands()
    answer = program.send(method, path, body)
    assert (answer.status_code, stands() == before) == (status, True)
    return str(answer.json()["code"])


def waiting() -> Need:
    return Need.objects.filter(state="published", interests=None).order_by("pk")[0]


def handed_in() -> Project:
    return Project.objects.filter(state__in=("submitted", "accepted"), organization=named(OURS)).order_by("pk")[0]


def test_an_organisation_says_its_interest_and_takes_it_back() -> None:
    need, mine = waiting(), {"organization": named(OURS).uscc}
    writer, viewer = calling(person("editor")), calling(person("viewer"))

    assert refused(viewer, f"{NEEDS}{need.code}/interest/", mine, 404) == "not_found"
    assert refused(calling(person("other")), f"{NEEDS}{need.code}/interest/", mine, 404) == "not_found"
    said = [writer.send("POST", f"{NEEDS}{need.code}/interest/", mine).json()["interest"] for _twice in range(2)]
    back = writer.send("POST", f"{NEEDS}{need.code}/interest/withdraw/", mine)

    assert (said, back.json()["interest"], need.interests.count()) == ([1, 1], 0, 1)


def test_the_staff_match_a_need_with_an_organisation_and_name_its_project_afterwards() -> None:
    need, project = waiting(), handed_in()
    staff, program = calling(person("clerk")), calling(person("org"))
    at = f"{NEEDS}{need.code}"

    assert refused(program, f"{at}/match/", {"organization": project.organization.uscc}, 404) == "not_found"
    assert refused(staff, f"{at}/match/", {}) == "organization_missing"
    assert refused(staff, f"{at}/match/", {"application": project.code}) == "need_project_not_handed_in"
    assert refused(staff, f"{at}/bind/", {"application": project.code}) == "need_not_yours"
    matched = staff.send("POST", f"{at}/match/", {"organization": project.organization.uscc}).json()
    assert (matched["state"], matched["project"]) == ("matched", None)

    assert refused(staff, f"{at}/bind/", {"application": "2027-0000"}) == "need_project_not_handed_in"
    bound = staff.send("POST", f"{at}/bind/", {"application": project.code}).json()
    assert (bound["state"], bound["project"]) == ("matched", project.code)
    assert AuditEntry.objects.filter(verb="need.bind", subject_pk=str(need.pk)).count() == 1

    assert refused(staff, f"{at}/meet/", {"indicators": ["i99"]}) == "need_indicators_strange"
    assert refused(staff, f"{at}/release/", {}, 400) == "invalid"
    released = staff.send("POST", f"{at}/release/", {"reason": "项目未立项"}).json()
    assert (released["state"], released["project"]) == ("published", None)
    staff.send("POST", f"{at}/match/", {"organization": project.organization.uscc})
    met = staff.send("POST", f"{at}/meet/", {"words": "已按期完成"}).json()
    assert (met["state"], met["met_words"]) == ("met", "已按期完成")


def test_a_resource_is_offered_asked_for_given_into_use_and_freed() -> None:
    giver, writer = calling(person("individual")), calling(person("org"))
    words = {"kind": "hours", "title": "周末电脑维修", "capacity": "每周三小时", "giver": "一位居民"}
    mine = {"organization": named(OURS).uscc}
    assert refused(giver, RESOURCES, {**words, "community": "999999999999"}, 400) == "invalid"
    assert refused(giver, RESOURCES, {**words, "kind": "poem"}, 400) == "invalid"

    made = giver.send("POST", RESOURCES, words)
    code = made.json()["code"]
    at = f"{RESOURCES}{code}/"
    assert (made.status_code, made.json()["state"], giver.get(at).status_code) == (201, "offered", 200)
    assert writer.get(at).status_code == 404
    assert refused(writer, f"{at}wish/", {**mine, "words": "培训"}, 404) == "not_found"
    assert refused(giver, f"{at}release/", {}) == "resource_not_yours"

    flows.publish_resource(resource_id=Resource.objects.get(code=code).pk, actor=person("operator"))
    assert refused(giver, f"{at}engage/", mine) == "wish_missing"
    wished = [writer.send("POST", f"{at}wish/", {**mine, "words": "培训"}).status_code for _twice in range(2)]
    assert refused(writer, f"{at}engage/", mine, 404) == "not_found"
    engaged = giver.send("POST", f"{at}engage/", mine).json()
    assert refused(giver, f"{at}withdraw/", {}) == "resource_not_yours"
    freed = giver.send("POST", f"{at}release/", {}).json()
    gone = giver.send("POST", f"{at}withdraw/", {}).json()

    assert (wished, engaged["state"], engaged["used_by"]) == ([200, 200], "engaged", named(OURS).uscc)
    assert (freed["state"], freed["used_by"], gone["state"]) == ("published", None, "withdrawn")
    assert writer.get(at).status_code == 404


def test_a_wish_is_taken_back_and_only_by_who_writes_for_the_organisation() -> None:
    resource = Resource.objects.filter(state="published").exclude(wishes__organization=named(OURS)).order_by("pk")[0]
    at, mine = f"{RESOURCES}{resource.code}/wish/", {"organization": named(OURS).uscc}
    writer = calling(person("org"))

    assert refused(calling(person("viewer")), at, {**mine, "words": "培训"}, 404) == "not_found"
    assert refused(writer, at, {**mine, "words": "培训", "need": "N-0000"}, 404) == "not_found"
    writer.send("POST", at, {**mine, "words": "培训"})
    writer.send("POST", f"{at}withdraw/", mine)

    assert [each.withdrawn_at is None for each in resource.wishes.filter(organization=named(OURS))] == [False]


def test_an_organisation_tells_of_its_linkage_and_notes_what_it_was_given() -> None:
    linkage = Linkage.objects.select_related("project__organization").order_by("pk")[0]
    seats = linkage.project.organization.memberships.filter(ended_at__isnull=True)
    owner = seats.filter(role="owner")[0].user
    at = f"/api/v1/applications/{linkage.project.code}/linkage/"
    told = {"model": "joint", "words": "三方例会", "volunteers": 12, "volunteer_hours": 96}
    gift = {"kind": "goods", "giver": "云溪农商行", "what": "大米", "value_fen": 120_000}
    program, stranger = calling(owner), calling(person("individual"))
    models = {value for value, _label in Linkage._meta.get_field("model").choices}
    told["model"] = sorted(value for value in models if value)[0]

    assert refused(stranger, at, told, 404, "PUT") == "not_found"
    assert refused(program, at, {**told, "model": "none such"}, 400, "PUT") == "invalid"
    assert refused(stranger, f"{at}gifts/", gift, 404) == "not_found"
    assert refused(program, f"{at}gifts/", {**gift, "giver": " "}, 400) == "invalid"
    kept = program.send("PUT", at, told).json()
    before = len(kept["charity"])
    noted = program.send("POST", f"{at}gifts/", gift)

    assert {name: kept[name] for name in told} == told
    assert (noted.status_code, len(noted.json()["charity"])) == (201, before + 1)
    assert noted.json()["charity"][-1] == {**gift, "id": linkage.project.charity.order_by("-pk")[0].pk}
