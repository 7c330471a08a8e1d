"""At closing the last hand-in stands: by the job, and before anybody reads the state for the screening."""

from datetime import timedelta

import pytest

from accounts.enums import Role
from projects.flows.applications import closing, extending, submitting
from projects.models import Project
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete, sign, typed_now
from tests.projects.applications.factories import NOW, make_application, save
from tests.projects.applications.test_recalling import handed_in, recall
from venture.audit.models import AuditEntry
from venture.jobs.flows import work_off
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def recalled() -> Project:
    project, _submission = handed_in()
    recall(project)
    save(project, "project", {"title": "没有再交"})
    save(project, "budget", {**typed_now(project, "budget"), "lines.b1.price": "400"})
    project.refresh_from_db()
    return project


def test_the_job_at_closing_time_lets_it_stand_with_what_was_handed_in() -> None:
    project = recalled()
    assert (project.title, project.grant_fen) == ("没有再交", 6_400_000)
    ends = project.round.closes_at
    assert ends is not None
    with clock.at(ends - timedelta(seconds=1)):
        work_off()
    project.refresh_from_db()
    assert project.state == "draft"
    with clock.at(ends):
        work_off()

    project.refresh_from_db()
    submission = project.submissions.get()
    assert (project.state, project.title, project.grant_fen) == ("submitted", "银龄守护", 8_000_000)
    assert AuditEntry.objects.get(verb="application.stand").actor is None
    assert Message.objects.get(event="application_stands").path.endswith("/receipt/")
    assert submission.grant_fen == 8_000_000
    # The draft stays readable.
    assert project.sections.get(section="project").typed["title"] == "没有再交"


def test_whoever_reads_the_state_first_settles_it() -> None:
    project, untouched = recalled(), make_application()
    ends = project.round.closes_at
    assert ends is not None
    with clock.at(ends - timedelta(seconds=1)):
        assert closing.settle_closed(round_id=project.round_id) == 0
    with clock.at(ends + timedelta(seconds=1)):
        assert closing.settle_closed(round_id=project.round_id) == 1
        assert closing.settle_closed(round_id=project.round_id) == 0
        assert closing.stand_if_over(project.pk) is False

    for each, state in ((project, "submitted"), (untouched, "draft")):
        each.refresh_from_db()
        assert each.state == state
    assert AuditEntry.objects.filter(verb="application.stand").count() == 1


def test_grace_is_waited_for() -> None:
    Round.objects.update(grace_seconds=60)
    project = recalled()
    Round.objects.update(grace_seconds=60)
    ends = project.round.closes_at
    assert ends is not None
    with clock.at(ends + timedelta(seconds=59)):
        assert closing.settle_closed(round_id=project.round_id) == 0
    with clock.at(ends + timedelta(seconds=60)):
        assert closing.settle_closed(round_id=project.round_id) == 1


def test_where_the_end_was_moved_the_job_comes_again_at_the_new_one() -> None:
    project = recalled()
    ends = project.round.closes_at
    assert ends is not None
    later = ends + timedelta(days=2)
    Round.objects.update(closes_at=later)
    with clock.at(ends):
        work_off()
    project.refresh_from_db()
    assert project.state == "draft"
    assert set(Job.objects.filter(name="applications.stand", state="queued").values_list("run_at", flat=True)) == {
        later
    }
    with clock.at(later):
        work_off()
    project.refresh_from_db()
    assert project.state == "submitted"


def extension_for(project: Project, days: int = 2) -> object:
    ends = project.round.closes_at
    assert ends is not None
    clerk, head = make_user(Role.CLERK), make_user(Role.HEAD)
    with clock.at(NOW):
        asked = extending.ask_extension(
            project_id=project.pk, until=ends + timedelta(days=days), reason="停电", actor=clerk
        )
        return extending.grant_extension(extension_id=asked.pk, actor=head)


def test_a_granted_extension_holds_this_one_application_open() -> None:
    project, other = make_complete(), make_complete()
    extension_for(project)
    ends = project.round.closes_at
    assert ends is not None
    for each in (project, other):
        sign(each)
    with clock.at(ends + timedelta(days=1)):
        submission = submitting.submit_application(project_id=project.pk, key="k", actor=project.created_by)
        with pytest.raises(RuleRefusal) as refusal:
            submitting.submit_application(project_id=other.pk, key="k", actor=other.created_by)

    assert (refusal.value.code, submission.submitted_at) == ("round_closed", ends + timedelta(days=1))


def test_a_called_back_one_with_an_extension_stands_at_its_own_end() -> None:
    project = recalled()
    extension_for(project)
    ends = project.round.closes_at
    assert ends is not None
    with clock.at(ends + timedelta(days=1)):
        assert closing.settle_closed(round_id=project.round_id) == 0
    with clock.at(ends + timedelta(days=2)):
        work_off()
    project.refresh_from_db()
    assert project.state == "submitted"
