"""The doors of staff: the pool, a round, a draw, a conflict. What each costs does not grow with what is there."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from reviews.domain.pledge import VERSION
from reviews.flows.conflicts import find_conflicts
from reviews.flows.pool import add_tie
from reviews.models import Appointment, Conflict, Draw, Expert, ExpertTie
from rounds.domain.canonical import fingerprint
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.reviews.pool.factories import NOW, make_entered, make_expert, make_part, make_round
from tests.reviews.pool.test_drawing import pool
from tests.reviews.pool.test_pool import sheet
from venture.kernel import clock

pytestmark = pytest.mark.django_db
# The text that was signed stays known: whoever changes it gives it a new version in reviews/domain/pledge.py.
TEXTS = {"2026-11": "0cbd"}


@pytest.fixture(autouse=True)
def now() -> Any:
    with clock.at(NOW):
        yield


def enter(client: Client, *roles: Role) -> Client:
    client.force_login(make_user(*roles), backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def test_the_pool_is_listed_by_field_and_taken_along_by_who_keeps_it(client: Client) -> None:
    make_expert("沈怀远", fields=["elderly"], mobile="+8613800138001")
    make_expert("陈序", fields=["youth"])
    enter(client, Role.CLERK)
    page = client.get(at("reviews_expert_changelist"), {"service": "elderly"}).content.decode()
    assert ("沈怀远" in page, "陈序" in page, "13800138001" in page) == (True, False, False)

    keys = [str(key) for key in Expert.objects.values_list("pk", flat=True)]
    act = {"action": "take_along", "_selected_action": keys}
    answer = client.post(at("reviews_expert_changelist"), act)
    names = [row[1].value for row in load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=2)]
    assert sorted(names) == ["沈怀远", "陈序"]
    enter(client, Role.AUDITOR)
    assert client.post(at("reviews_expert_changelist"), act).headers.get("Content-Disposition") is None


def test_a_workbook_is_tried_shown_and_taken_over(client: Client) -> None:
    enter(client, Role.OPERATOR)
    content = sheet({"key": "1", "name": "沈怀远", "fields": "为老服务"}).read()
    tried = client.post(at("roster"), {"file": SimpleUploadedFile("专家.xlsx", content)})
    assert not Expert.objects.exists()

    client.post(at("roster_take"), {"kept": tried.context["kept"]})
    assert list(Expert.objects.values_list("key", "name")) == [("1", "沈怀远")]
    client.post(at("roster_take"), {"kept": "forged"})
    assert Expert.objects.count() == 1
    wrong = client.post(at("roster"), {"file": SimpleUploadedFile("专家.xlsx", b"no workbook")})
    assert wrong.context["form"].errors["file"]


def test_an_expert_is_entered_changed_and_tied_on_the_desk(client: Client) -> None:
    enter(client, Role.CLERK)
    given = {"name": "沈怀远", "fields_of_service": ["elderly"], "most": "20"}
    client.post(at("expert_new"), given)
    expert = Expert.objects.get()
    refused = client.post(at("expert_change", expert.pk), {**given, "mobile": "12", "active": "on"})
    assert (refused.status_code, "12" in refused.content.decode()) == (422, True)
    client.post(at("expert_change", expert.pk), {**given, "most": "30", "active": "on"})
    client.post(at("expert_tie", expert.pk), {"kind": "board", "name": "某社"})
    expert.refresh_from_db()
    assert (expert.most, expert.mobile, expert.ties.get().name) == (30, "", "某社")

    client.post(at("expert_untie", expert.ties.get().pk), {"reason": "误录"})
    assert not ExpertTie.objects.exists()


def test_a_supervisor_sees_an_expert_without_the_number(client: Client) -> None:
    expert = make_expert(mobile="+8613800138001", email="shen@x.example")
    enter(client, Role.SUPERVISION)
    page = client.get(at("expert_desk", expert.pk)).content.decode()

    assert (expert.name in page, "13800138001" in page, "shen@x.example" in page) == (True, False, False)
    assert client.post(at("expert_change", expert.pk), {"name": "改名"}).status_code == 404


def test_a_round_gets_its_experts_by_choice_and_by_lot(client: Client) -> None:
    pool()
    round_ = make_round()
    enter(client, Role.CLERK)
    first = Expert.objects.earliest("pk")
    client.post(at("round_experts_act", round_.code, "choose"), {"expert": [first.pk], "lower": "0", "upper": "12"})
    assert Appointment.objects.get().upper == 12
    client.post(at("round_experts_act", round_.code, "draw"), {"label": "书面评审", "per_group": "1", "n_elderly": "2"})
    draw = Draw.objects.get()
    assert client.get(at("draw_record", draw.pk)).status_code == 404
    assert draw.salt not in client.get(at("draw_desk", draw.pk)).content.decode()

    client.post(at("draw_act", draw.pk, "reveal"), {"public": "03 11 19"})
    client.post(at("draw_act", draw.pk, "appoint"))
    record = json.loads(client.get(at("draw_record", draw.pk)).content)
    assert (record["public"], record["commitment"]) == ("03 11 19", draw.commitment)
    assert Appointment.objects.filter(how="drawn").count() == 2


def test_the_operator_looks_at_a_conflict_and_the_bureau_decides(client: Client) -> None:
    round_, organization = make_round(), make_verified()
    make_entered(round_, organization)
    expert = make_part(round_=round_).expert
    add_tie(expert_id=expert.pk, kind="evaluator", organization=organization, actor=make_user())
    conflict = Conflict.objects.get()
    enter(client, Role.OPERATOR)
    assert organization.name in client.get(at("conflict_desk", conflict.pk)).content.decode()
    client.post(at("conflict_act", conflict.pk, "waive"), {"reason": "多年前"})
    conflict.refresh_from_db()
    assert conflict.state == "standing"

    enter(client, Role.HEAD)
    client.post(at("conflict_act", conflict.pk, "waive"), {"reason": "多年前"})
    conflict.refresh_from_db()
    assert (conflict.state, conflict.reason) == ("waived", "多年前")


@pytest.mark.parametrize("many", [1, 8])
def test_what_the_pages_cost_does_not_grow(client: Client, many: int, django_assert_max_num_queries: Any) -> None:
    round_, organization = make_round(), make_verified()
    make_entered(round_, organization)
    for _each in range(many):
        part = make_part(round_=round_)
        ExpertTie.objects.create(expert=part.expert, kind="board", organization=organization, noted_at=NOW)
    find_conflicts(round_id=round_.pk, actor=None)
    pool()
    enter(client, Role.CLERK)
    client.post(at("round_experts_act", round_.code, "draw"), {"label": "评审", "per_group": "1", "n_elderly": "1"})
    frame = 12  # who is asking, the menu and its queues
    pages = {
        at("round_experts", round_.code): 14, at("draw_desk", Draw.objects.get().pk): 10,
        at("conflict_desk", Conflict.objects.earliest("pk").pk): 10,
        at("expert_desk", Conflict.objects.earliest("pk").expert_id): 16,
        at("reviews_conflict_changelist"): 10, at("reviews_expert_changelist"): 10,
    }  # fmt: skip
    for path, own in pages.items():
        with django_assert_max_num_queries(frame + own):
            assert client.get(path).status_code == 200


def test_the_text_of_the_pledge_belongs_to_its_version() -> None:
    text = (settings.BASE_DIR / "templates" / "reviews" / "pledge_text.html").read_text(encoding="utf-8")
    assert TEXTS[VERSION] == fingerprint(text)[:4], "the text has changed: give it a new version"
