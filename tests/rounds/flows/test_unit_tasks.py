"""Member units have tasks in a round: given out from the division of work, reported by who speaks for them, judged."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import User
from rounds.flows import unit_tasks as tasks
from rounds.flows import units
from rounds.flows.reminding import remind_of_tasks
from rounds.models import MemberUnit, Round, TaskReport, UnitContact, UnitDuty, UnitTask
from tests.accounts.factories import make_user
from tests.accounts.test_roles import applicant
from tests.rounds.factories import make_published
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db

# The factory's call opens on 3 March 2025.
NOW = datetime(2025, 3, 4, 2, tzinfo=UTC)
PUBLICITY, COMMERCE = "市委宣传部", "市工商联"


@pytest.fixture(autouse=True)
def _tuesday() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def round_() -> Round:
    with clock.at(datetime(2025, 2, 20, tzinfo=UTC)):
        return make_published(advanced=["member_units"])


@pytest.fixture
def clerk() -> User:
    return make_user(Role.CLERK)


@pytest.fixture
def speaker(clerk: User) -> User:
    units.take_over_division(names=[PUBLICITY, COMMERCE], actor=clerk)
    user = make_user(name="何文")
    units.name_contact(unit_id=unit().pk, user=user, position="科长", actor=clerk)
    return user


def unit(name: str = PUBLICITY) -> MemberUnit:
    return MemberUnit.objects.get(name=name)


def given(round_: Round, clerk: User) -> UnitTask:
    return tasks.give_task(
        round_id=round_.pk, unit_id=unit().pk, title="发布公告", words="附清单", due=date(2025, 3, 10), actor=clerk
    )


def refused(act: Any, **facts: Any) -> str:
    """Return the code of the refusal; nothing has moved and nothing was written."""
    kinds = (UnitTask, TaskReport, UnitContact, UnitDuty, MemberUnit)
    before = [list(kind._default_manager.order_by("pk").values()) for kind in kinds], AuditEntry.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        act(**facts)
    after = [list(kind._default_manager.order_by("pk").values()) for kind in kinds], AuditEntry.objects.count()
    assert after == before
    return refusal.value.code


def test_the_division_of_work_gives_each_unit_its_tasks_counted_from_the_stages(
    round_: Round, clerk: User, speaker: User
) -> None:
    made = tasks.lay_tasks(round_id=round_.pk, actor=clerk)

    intake = round_.stages.get(kind="intake").starts_on
    assert intake is not None
    first = next(each for each in made if each.title == "协调媒体发布征集公告")
    assert (first.unit.name, first.due_on, first.state) == (PUBLICITY, intake + timedelta(days=3), "given")
    assert {each.unit.name for each in made} == {PUBLICITY, COMMERCE}
    entry = AuditEntry.objects.get(verb="task.lay")
    assert (entry.actor, entry.after) == (clerk, len(made))
    told = Message.objects.get(event="tasks_given")
    assert (told.person, told.context["count"], told.path) == (speaker, 3, "/tasks/")
    assert refused(tasks.lay_tasks, round_id=round_.pk, actor=clerk) == "tasks_all_given"


def test_a_line_that_comes_later_is_given_out_by_the_next_press_alone(
    round_: Round, clerk: User, speaker: User
) -> None:
    tasks.lay_tasks(round_id=round_.pk, actor=clerk)
    units.add_duty(unit_id=unit().pk, title="年度专题片", words="", stage="running", days=30, actor=clerk)

    made = tasks.lay_tasks(round_id=round_.pk, actor=clerk)

    assert [each.title for each in made] == ["年度专题片"]


def test_a_round_that_does_not_use_it_or_is_a_draft_gives_out_nothing(clerk: User, speaker: User) -> None:
    with clock.at(datetime(2025, 2, 20, tzinfo=UTC)):
        plain = make_published(code="2025-b")

    assert refused(tasks.lay_tasks, round_id=plain.pk, actor=clerk) == "tasks_not_used"
    Round.objects.filter(pk=plain.pk).update(advanced=["member_units"], state="draft")
    assert refused(tasks.lay_tasks, round_id=plain.pk, actor=clerk) == "tasks_too_early"
    Round.objects.filter(pk=plain.pk).update(state="archived")
    assert refused(tasks.lay_tasks, round_id=plain.pk, actor=clerk) == "tasks_too_early"


def test_a_report_goes_to_the_office_comes_back_and_is_accepted_by_another_person(
    round_: Round, clerk: User, speaker: User
) -> None:
    task = given(round_, clerk)
    tasks.take_task(task_id=task.pk, actor=speaker)
    tasks.report_task(task_id=task.pk, words="已发布。", figure=5, actor=speaker)
    first = UnitTask.objects.get(pk=task.pk).reported_at
    assert Message.objects.get(event="task_reported").person == clerk

    tasks.return_report(task_id=task.pk, reason="请附清单", actor=clerk)
    assert Message.objects.get(event="task_returned").context["reason"] == "请附清单"
    with clock.at(NOW + timedelta(days=30)):
        tasks.report_task(task_id=task.pk, words="附上清单。", actor=speaker)
        done = tasks.accept_report(task_id=task.pk, actor=clerk)

    done.refresh_from_db()
    assert (done.state, done.reported_at, done.reason, done.decided_by) == ("done", first, "", clerk)
    assert list(done.reports.values_list("words", "figure")) == [("附上清单。", None), ("已发布。", 5)]
    assert list(
        AuditEntry.objects.filter(subject_label="rounds.unittask").order_by("seq").values_list("verb", flat=True)
    ) == ["task.give", "task.take", "task.report", "task.return", "task.report", "task.accept"]


def test_nobody_reports_for_another_unit_and_nobody_judges_the_own_report(
    round_: Round, clerk: User, speaker: User
) -> None:
    task = given(round_, clerk)
    stranger = make_user()
    assert refused(tasks.report_task, task_id=task.pk, words="代报", actor=stranger) == "task_not_yours"
    assert refused(tasks.take_task, task_id=task.pk, actor=clerk) == "task_not_yours"
    assert refused(tasks.report_task, task_id=task.pk, words="  ", actor=speaker) == "task_words_missing"

    units.name_contact(unit_id=unit().pk, user=clerk, actor=speaker)
    tasks.report_task(task_id=task.pk, words="经办自己报", actor=clerk)
    assert refused(tasks.accept_report, task_id=task.pk, actor=clerk) == "task_own_report"
    assert refused(tasks.return_report, task_id=task.pk, reason="再报", actor=clerk) == "task_own_report"


def test_a_reason_stays_on_record_and_a_day_that_is_over_is_no_day(round_: Round, clerk: User, speaker: User) -> None:
    task = given(round_, clerk)
    ahead = date(2025, 4, 1)

    assert refused(tasks.drop_task, task_id=task.pk, reason=" ", actor=clerk) == "task_reason_missing"
    assert refused(tasks.move_task_day, task_id=task.pk, due=ahead, reason="", actor=clerk) == "task_reason_missing"
    past = date(2025, 3, 3)
    assert refused(tasks.move_task_day, task_id=task.pk, due=past, reason="改", actor=clerk) == "task_day_over"
    tasks.move_task_day(task_id=task.pk, due=ahead, reason="版面调整", actor=clerk)
    assert UnitTask.objects.get(pk=task.pk).due_on == ahead
    tasks.drop_task(task_id=task.pk, reason="并入其他任务", actor=clerk)
    assert refused(tasks.report_task, task_id=task.pk, words="报", actor=speaker) == "task_illegal_move"
    assert refused(tasks.move_task_day, task_id=task.pk, due=ahead, reason="改", actor=clerk) == "task_illegal_move"


def test_who_may_apply_never_speaks_for_a_unit(clerk: User, speaker: User) -> None:
    member = make_user()
    applicant(member)

    assert refused(units.name_contact, unit_id=unit().pk, user=member, actor=clerk) == "contact_applies"
    assert refused(units.name_contact, unit_id=unit().pk, user=speaker, actor=clerk) == "contact_known"


def test_a_unit_that_leaves_takes_its_contact_persons_along_and_keeps_what_it_did(
    round_: Round, clerk: User, speaker: User
) -> None:
    task = given(round_, clerk)

    units.end_unit(unit_id=unit().pk, actor=clerk)

    assert not UnitContact.objects.filter(unit__name=PUBLICITY, ended_at__isnull=True).exists()
    assert UnitTask.objects.filter(pk=task.pk).exists()
    assert refused(tasks.report_task, task_id=task.pk, words="报", actor=speaker) == "task_not_yours"
    assert refused(units.end_unit, unit_id=unit().pk, actor=clerk) == "unit_left"
    again = units.enter_unit(name=PUBLICITY, duty="宣传", actor=clerk)
    assert refused(units.enter_unit, name=again.name, duty="宣传", actor=clerk) == "unit_known"
    assert refused(units.take_over_division, names=[PUBLICITY], actor=clerk) == "unit_none_chosen"


def test_each_moment_reminds_once(round_: Round, clerk: User, speaker: User) -> None:
    task = given(round_, clerk)
    events = []
    for day in (6, 7, 8, 11, 12, 18):
        with clock.at(datetime(2025, 3, day, 2, tzinfo=UTC)):
            remind_of_tasks()
            remind_of_tasks()
            events.append(
                list(Message.objects.filter(event__in=["task_due", "task_late"]).values_list("event", "path"))
            )

    page = f"/tasks/{task.pk}/"
    assert [len(each) for each in events] == [0, 1, 1, 2, 2, 3]
    assert sorted(events[-1]) == [("task_due", page), ("task_late", page), ("task_late", page)]


def test_the_database_refuses_a_judged_task_without_a_report(round_: Round, clerk: User, speaker: User) -> None:
    task = given(round_, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitTask.objects.filter(pk=task.pk).update(state="done")
