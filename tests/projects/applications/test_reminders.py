"""Reminders before closing: once per moment, to those with drafts, by the time that holds for each."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import ConsentPurpose, Role
from accounts.flows.consenting import give_consent
from accounts.models import User
from projects.domain.moments import LAST_HOUR, REMINDERS, hurries, moments
from projects.flows.applications import extending, reminding
from projects.models import Project
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import make_member
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.projects.applications.test_recalling import handed_in, recall
from venture.jobs.flows import work_off
from venture.jobs.models import Job
from venture.kernel import clock
from venture.notify.models import Delivery, Message

CLOSING = ("application_closes", "application_closes_tomorrow", "application_closes_inbox")


def ends_of(project: Project) -> datetime:
    ends = Round.objects.get(pk=project.round_id).closes_at
    assert ends is not None
    return ends


def told() -> list[tuple[int, str]]:
    rows = Message.objects.filter(event__in=CLOSING).order_by("pk")
    return list(rows.values_list("person", "event"))


def days(first: datetime, last: datetime) -> Iterable[datetime]:
    """Yield every hour from ``first`` to ``last``: planned once a day, worked off as time goes."""
    while first < last:
        yield first
        first += timedelta(hours=1)


def live(first: datetime, last: datetime) -> None:
    for at in days(first, last):
        with clock.at(at):
            if at.hour == 16:  # twenty past midnight in Beijing
                reminding.plan_reminders()
            work_off()


@pytest.mark.django_db
def test_each_moment_comes_once_to_those_who_write() -> None:
    owner = make_user()
    give_consent(owner, ConsentPurpose.REMINDERS)
    project = make_application(make_verified(owner))
    quiet, viewer = make_member(project.organization, "editor"), make_member(project.organization, "viewer")
    live(NOW, ends_of(project) + timedelta(days=1))

    mine = [event for person, event in told() if person == owner.pk]
    others = [event for person, event in told() if person == quiet.pk]
    tomorrow = "application_closes_tomorrow"
    assert mine == ["application_closes", "application_closes", tomorrow, "application_closes"]
    assert others == ["application_closes_inbox"] * 4
    assert viewer.pk not in {person for person, _event in told()}
    assert not Delivery.objects.filter(message__person=quiet, message__event__in=CLOSING).exists()
    ran = Job.objects.filter(name="applications.remind", state="done")
    ends = ends_of(project)
    assert sorted(ends - job.run_at for job in ran) == sorted(REMINDERS.values())


@pytest.mark.django_db
def test_the_day_before_a_text_leaves_and_says_what_is_left() -> None:
    owner = make_user(mobile="+8613800138000")
    give_consent(owner, ConsentPurpose.REMINDERS)
    project = make_application(make_verified(owner))
    ends = ends_of(project)
    with clock.at(ends - timedelta(days=1)):
        reminding.remind(project_id=project.pk, moment="day", ends=ends)
        reminding.remind(project_id=project.pk, moment="day", ends=ends)

    message = Message.objects.get(event="application_closes_tomorrow")
    assert set(message.deliveries.values_list("channel", flat=True)) == {"email", "sms"}
    assert message.context["left"] > 10
    assert message.context["stands"] is False


@pytest.mark.django_db
def test_who_handed_in_hears_nothing_and_who_called_back_hears_what_stands() -> None:
    project, _submission = handed_in()
    ends = ends_of(project)
    with clock.at(ends - timedelta(days=3)):
        assert reminding.remind(project_id=project.pk, moment="three_days", ends=ends) == 0
    recall(project)
    with clock.at(ends - timedelta(days=3)):
        assert reminding.remind(project_id=project.pk, moment="three_days", ends=ends) == 1
    assert Message.objects.get(event__in=CLOSING).context["stands"] is True


@pytest.mark.django_db
def test_a_moved_end_silences_the_jobs_of_the_old_one() -> None:
    project = make_application()
    old = ends_of(project)
    with clock.at(old - timedelta(days=4)):
        reminding.plan_reminders()
    new = old + timedelta(days=3)
    Round.objects.update(closes_at=new)
    live(old - timedelta(days=4), new)

    closings = set(Message.objects.filter(event__in=CLOSING).values_list("context__closes", flat=True))
    assert closings == {new.isoformat()}


@pytest.mark.django_db
def test_one_with_more_time_is_reminded_by_its_own_end() -> None:
    project, other = make_application(), make_application()
    ends = ends_of(project)
    with clock.at(NOW):
        extension = extending.ask_extension(
            project_id=project.pk, until=ends + timedelta(days=5), reason="停电", actor=make_user(Role.CLERK)
        )
        extending.grant_extension(extension_id=extension.pk, actor=make_user(Role.HEAD))
    live(NOW, extension.until + timedelta(days=1))

    def closings(owner: User) -> list[str]:
        rows = Message.objects.filter(event__in=CLOSING, person=owner).order_by("pk")
        return list(rows.values_list("context__closes", flat=True))

    assert closings(owner_of(project.organization)) == [extension.until.isoformat()] * 4
    assert closings(owner_of(other.organization)) == [ends.isoformat()] * 4


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 -- the rule asks no zone


@given(instants, instants)
def test_the_last_hour_is_the_hour_before_the_end(closes: datetime, now: datetime) -> None:
    assert hurries(closes, now) == (timedelta(0) < closes - now <= LAST_HOUR)
    assert hurries(None, now) is False


@given(instants, st.integers(0, 40 * 24))
def test_moments_lie_ahead_in_order_and_each_once(closes: datetime, hours: int) -> None:
    now = closes - timedelta(hours=hours)
    found = list(moments(closes, after=now))

    assert [at for _name, at in found] == sorted(at for _name, at in found)
    assert all(now <= at < closes for _name, at in found)
    assert {name for name, _at in found} == {name for name, gap in REMINDERS.items() if timedelta(hours=hours) >= gap}
