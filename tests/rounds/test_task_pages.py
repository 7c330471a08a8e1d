"""A task of a unit from the leader's red line to the report on a phone and the office's word, through the pages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from rounds.flows import unit_tasks as tasks
from rounds.flows import units
from rounds.models import MemberUnit, Round, UnitTask
from tests.accounts.factories import make_user
from tests.rounds.factories import make_published
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db

NAME = "市广播电视台"


@pytest.fixture(autouse=True)
def _march() -> Any:
    with clock.at(datetime(2025, 3, 20, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def clerk() -> User:
    return make_user(Role.CLERK)


@pytest.fixture
def speaker(clerk: User) -> User:
    units.take_over_division(names=[NAME, "市妇联"], actor=clerk)
    user = make_user(name="焦阳")
    units.name_contact(unit_id=MemberUnit.objects.get(name=NAME).pk, user=user, actor=clerk)
    return user


@pytest.fixture
def round_(clerk: User, speaker: User) -> Round:
    with clock.at(datetime(2025, 2, 20, tzinfo=UTC)):
        made = make_published(advanced=["member_units"])
        tasks.lay_tasks(round_id=made.pk, actor=clerk)
    return made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def column() -> UnitTask:
    return UnitTask.objects.get(title="设立公益创投专栏")


def test_late_then_reported_then_sent_back_then_done(round_: Round, clerk: User, speaker: User) -> None:
    leader, contact, staff = client_of(make_user(Role.LEADER)), client_of(speaker), client_of(clerk)
    page, desk, act = f"/tasks/{column().pk}/", f"/admin/desk/unit-tasks/{column().pk}/", column().pk

    board = leader.get(f"/tasks/rounds/{round_.code}/")
    assert "今日逾期" in board.content.decode()
    assert [each.title for each in board.context["board"].late] == ["设立公益创投专栏", "发动妇女儿童类组织参与"]
    assert "逾期" in contact.get("/tasks/").content.decode()

    assert contact.post(f"{page}take/").status_code == 302
    empty = contact.post(page, {"words": ""})
    assert (empty.status_code, column().state) == (200, "taken")
    assert contact.post(page, {"words": "专栏《向善云溪》每周二播出。", "figure": "4"}).status_code == 302
    board = leader.get(f"/tasks/rounds/{round_.code}/")
    assert board.context["board"].waiting == 1
    (after,) = board.context["board"].reported_late
    assert (after.title, after.late > 0, after.owed) == ("设立公益创投专栏", True, False)
    for told in (board, leader.get(page), staff.get(desk)):
        assert f"逾期 {after.late} 天反馈" in told.content.decode()

    assert staff.post(f"{desk}return/", {"reason": "请附节目单"}).status_code == 302
    assert "请附节目单" in contact.get(page).content.decode()
    contact.post(page, {"words": "节目单已附。"})
    assert staff.post(f"{desk}accept/").status_code == 302

    assert UnitTask.objects.get(pk=act).state == "done"
    board = leader.get(f"/tasks/rounds/{round_.code}/").context["board"]
    assert (board.done, board.reported, board.in_time) == (1, 1, 0)
    assert [each.title for each in board.reported_late] == ["设立公益创投专栏"]


def test_the_leader_s_page_costs_the_same_for_one_unit_and_for_all(
    round_: Round, clerk: User, django_assert_max_num_queries: Any
) -> None:
    leader = client_of(make_user(Role.LEADER))
    leader.get(f"/tasks/rounds/{round_.code}/")
    with django_assert_max_num_queries(15):
        leader.get(f"/tasks/rounds/{round_.code}/")
    units.take_over_division(names=[each["name"] for each in units.division()], actor=clerk)
    tasks.lay_tasks(round_id=round_.pk, actor=clerk)
    with django_assert_max_num_queries(15):
        answer = leader.get(f"/tasks/rounds/{round_.code}/")
    assert answer.context["board"].total == 30


def test_somebody_else_s_task_looks_missing(round_: Round, speaker: User) -> None:
    other = UnitTask.objects.get(unit__name="市妇联")

    assert client_of(speaker).get(f"/tasks/{other.pk}/").status_code == 404
    assert client_of(make_user()).get(f"/tasks/rounds/{round_.code}/").status_code == 404
    assert client_of(make_user()).get("/tasks/").status_code == 404
    assert client_of(make_user(Role.LEADER)).post(f"/tasks/{other.pk}/", {"words": "代报"}).status_code == 404
    assert other.reports.count() == 0


def test_the_sheet_leaves_with_a_note_of_who_took_it(round_: Round) -> None:
    auditor = make_user(Role.AUDITOR)

    answer = client_of(auditor).get(f"/tasks/rounds/{round_.code}/list.xlsx")

    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    entry = AuditEntry.objects.get(verb="sheet.export")
    assert (entry.actor, entry.facts) == (auditor, {"what": "unit_tasks", "count": UnitTask.objects.count()})
