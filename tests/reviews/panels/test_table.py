"""A panel through the doors: the secretary calls, tablets follow, a conflict shows nothing, a lock holds."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from organizations.models import Membership
from reviews.flows import panels as flows
from reviews.models import Assignment, Conflict, PanelSlot, ScoreSheet
from reviews.queries.scoring import rubric_of
from tests.accounts.factories import make_user
from tests.reviews.panels.factories import Sitting, make_sitting
from tests.reviews.scoring.factories import user_of
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    return make_sitting()


def page(sitting: Sitting, expert: int, order: int | None = None) -> Any:
    return sitting.client(sitting.experts[expert]).get(here(sitting, order))


def here(sitting: Sitting, order: int | None = None, name: str = "") -> str:
    if order is None:
        return reverse("review:panel", args=[sitting.panel.pk])
    return reverse(f"review:panel_{name or 'project'}", args=[sitting.panel.pk, order])


def form_of(sitting: Sitting, level: int = 8, **more: str) -> dict[str, str]:
    leaves = rubric_of(sitting.review.round).leaves
    marks = {f"m-{leaf.key}": str(level) for leaf in leaves}
    reasons = {f"r-{leaf.key}": "依据充分。" for leaf in leaves if leaf.needs_reason}
    return {**marks, **reasons, "comment": "表达清楚。", "opinion": "for", **more}


def test_a_session_from_its_beginning_to_the_lock_with_three_experts(sitting: Sitting) -> None:
    assert "尚未开始" in page(sitting, 0).content.decode()
    sitting.act("start")
    assert "等待下一个项目" in page(sitting, 1).content.decode()
    for order in (1, 2, 3):
        sitting.act("next")
        for expert in range(3):
            seen = page(sitting, expert).content.decode()
            assert sitting.projects[order - 1].title in seen
            told = sitting.client(sitting.experts[expert]).post(
                here(sitting, order, "save"), form_of(sitting, 6 + expert, turn="0", key=f"k{order}")
            )
            assert (told.status_code, told.json()["left"]) == (200, 0)
    sitting.act("close")
    chair = sitting.client(sitting.experts[0])
    chair.post(reverse("review:panel_lock", args=[sitting.panel.pk]), {"order": ""})

    assert sitting.reread().state == "locked"
    assert sorted(ScoreSheet.objects.values_list("state", "total")) == sorted(
        [("sealed", total) for total in (60, 70, 80)] * 3
    )
    assert AuditEntry.objects.filter(verb="score.seal").count() == 9
    assert "评分已锁定" in page(sitting, 2, 1).content.decode()
    late = sitting.client(sitting.experts[1]).post(here(sitting, 1, "save"), form_of(sitting, 1))
    assert (late.status_code, late.json()["code"]) == (409, "panel_slot_locked")
    assert "已由组长锁定，不再改动" in late.json()["words"]
    assert not ScoreSheet.objects.filter(total=10).exists()


def test_the_polling_answers_304_until_something_changes_and_notes_who_follows(sitting: Sitting) -> None:
    client, address = sitting.client(sitting.experts[1]), reverse("review:panel_turn", args=[sitting.panel.pk])
    first = client.get(address)
    assert (first.status_code, first.json()["order"], first.json()["state"]) == (200, None, "planned")
    same = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    sitting.act("start")
    sitting.act("next")
    fresh = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (fresh.status_code, fresh.json()["order"]) == (200, 1)
    assert fresh.json()["opened"]
    seats = list(sitting.panel.seats.order_by("pk").values_list("seen_turn", flat=True))
    assert seats == [None, sitting.reread().turn, None]


def test_the_polling_costs_few_queries(sitting: Sitting, django_assert_max_num_queries: Any) -> None:
    client, address = sitting.client(sitting.experts[1]), reverse("review:panel_turn", args=[sitting.panel.pk])
    etag = client.get(address)["ETag"]
    with django_assert_max_num_queries(5):
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_project_that_waits_is_a_number_and_nothing_more(sitting: Sitting) -> None:
    sitting.act("start")
    sitting.act("next")
    seen = page(sitting, 1).content.decode()
    assert sitting.projects[0].title in seen
    assert sitting.projects[1].title not in seen
    assert page(sitting, 1, 2).status_code == 404
    refused = sitting.client(sitting.experts[1]).post(here(sitting, 2, "save"), form_of(sitting))
    assert refused.status_code == 404
    assert not ScoreSheet.objects.exists()


def test_whoever_has_a_conflict_sees_only_that(sitting: Sitting) -> None:
    Conflict.objects.create(
        project=sitting.projects[0], expert=sitting.experts[1].expert, code="employer", source="detected",
        found_at=sitting.panel.starts_at,
    )  # fmt: skip
    sitting.act("start")
    sitting.act("next")
    seen = page(sitting, 1).content.decode()
    assert "回避" in seen
    assert not re.search(sitting.projects[0].title + "|" + sitting.projects[0].code, seen)
    assert page(sitting, 1, 1).status_code == 200
    for name in ("save", "aside"):
        assert sitting.client(sitting.experts[1]).post(here(sitting, 1, name), form_of(sitting)).status_code == 404
    assert sitting.projects[0].title in page(sitting, 0).content.decode()
    assert Assignment.objects.filter(stage=sitting.stage, project=sitting.projects[0]).count() == 2


def test_an_expert_steps_aside_at_the_table_and_the_marks_do_not_count(sitting: Sitting) -> None:
    sitting.act("start")
    sitting.act("next")
    sitting.save(1, 1)
    client = sitting.client(sitting.experts[1])
    assert client.get(here(sitting, 1, "aside")).status_code == 200
    client.post(here(sitting, 1, "aside"), {"kind": "kin", "words": ""})
    seen = page(sitting, 1).content.decode()
    assert sitting.projects[0].title not in seen
    assert sitting.at(1, 1).state == "recused"
    for expert in (0, 2):
        sitting.save(expert, 1)
    flows.lock_project(panel_id=sitting.panel.pk, order=1, actor=user_of(sitting.experts[0]))
    assert ScoreSheet.objects.filter(state="sealed").count() == 2


def test_an_expert_goes_back_to_any_project_that_was_called_until_it_is_locked(sitting: Sitting) -> None:
    sitting.act("start")
    sitting.act("next")
    sitting.act("next")
    assert sitting.projects[0].title in page(sitting, 2, 1).content.decode()
    sitting.save(2, 1, 5)
    plain = sitting.client(sitting.experts[2]).post(here(sitting, 1), form_of(sitting, 9, turn="1", key="b"))
    assert (plain.status_code, plain["Location"]) == (302, here(sitting, 1))
    assert ScoreSheet.objects.get().turn == 2


def test_the_form_of_the_following_page_scores_the_project_that_it_was_drawn_for(sitting: Sitting) -> None:
    sitting.act("start")
    sitting.act("next")
    sitting.act("next")
    sitting.client(sitting.experts[0]).post(here(sitting), form_of(sitting, 7, order="1", turn="0", key="a"))
    assert ScoreSheet.objects.get().assignment_id == sitting.at(0, 1).pk


def test_the_chair_sees_how_many_are_done_and_no_marks_of_others(sitting: Sitting) -> None:
    sitting.act("start")
    sitting.act("next")
    sitting.save(1, 1, 3, comment="只有我看得见的话。")
    seen = page(sitting, 0).content.decode()
    assert "第1个项目：3位专家中1位已评完" in seen
    assert "只有我看得见的话" not in seen
    assert "30.00" not in seen
    assert "锁定" not in page(sitting, 1).content.decode()


def test_only_the_chair_locks_from_the_table(sitting: Sitting) -> None:
    sitting.act("start")
    sitting.act("next")
    for expert in range(3):
        sitting.save(expert, 1)
    address = reverse("review:panel_lock", args=[sitting.panel.pk])
    assert sitting.client(sitting.experts[1]).post(address, {"order": "1"}).status_code == 404
    assert not PanelSlot.objects.filter(locked_at__isnull=False).exists()
    sitting.client(sitting.experts[0]).post(address, {"order": "1"})
    assert PanelSlot.objects.get(locked_at__isnull=False).order == 1


def test_nobody_but_those_who_sit_there_finds_the_table(sitting: Sitting) -> None:
    stranger = make_user(Role.EXPERT)
    for who in (stranger, sitting.staff, sitting.projects[0].created_by):
        assert sitting.client(who).get(here(sitting)).status_code == 404
    assert Client().get(here(sitting)).status_code == 302


def test_an_expert_who_belongs_to_the_applicant_sees_nothing_of_it(sitting: Sitting) -> None:
    Membership.objects.create(
        organization=sitting.projects[0].organization, user=user_of(sitting.experts[2]), role="editor",
        since=sitting.panel.starts_at,
    )  # fmt: skip
    sitting.act("start")
    sitting.act("next")
    assert sitting.projects[0].title not in page(sitting, 2).content.decode()
    assert page(sitting, 2, 1).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_asks_the_same_number_of_times_however_many_sit_there(
    count: int, django_assert_max_num_queries: Any
) -> None:
    sitting = make_sitting(projects=count, experts=count, started=True)
    sitting.act("next")
    sitting.save(0, 1)
    client = sitting.client(sitting.experts[0])
    client.get(here(sitting))
    with django_assert_max_num_queries(24):
        client.get(here(sitting))
    with django_assert_max_num_queries(19):
        client.post(here(sitting, 1, "save"), form_of(sitting, 4, turn="1", key="z"))
