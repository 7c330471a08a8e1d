"""Calling back until closing, and withdrawing for good."""

from datetime import timedelta
from typing import Any

import pytest

from projects.flows.applications import recalling, withdrawing
from projects.models import Project, Submission
from tests.projects.applications.complete import make_complete, sign
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from tests.projects.applications.test_submitting import submit
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def handed_in() -> tuple[Project, Submission]:
    project = make_complete()
    sign(project)
    submission = submit(project)
    project.refresh_from_db()
    return project, submission


def recall(project: Project, *, at: Any = NOW) -> Project:
    with clock.at(at):
        return recalling.recall_application(project_id=project.pk, actor=owner_of(project.organization))


def refused(act: Any, code: str, project: Project) -> None:
    before = project.state, AuditEntry.objects.count(), Message.objects.count(), Job.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        act()
    project.refresh_from_db()
    after = project.state, AuditEntry.objects.count(), Message.objects.count(), Job.objects.count()
    assert (refusal.value.code, after) == (code, before)


def test_a_hand_in_is_called_back_and_goes_on_standing() -> None:
    project, submission = handed_in()
    recall(project)

    project.refresh_from_db()
    assert (project.state, project.submitted_at) == ("draft", submission.submitted_at)
    assert project.submissions.get() == submission
    assert AuditEntry.objects.get(verb="application.recall").facts == {"receipt": submission.receipt}
    job = Job.objects.get(name="applications.stand")
    assert (job.run_at, job.payload) == (project.round.closes_at, {"project_id": project.pk})
    assert Message.objects.filter(event="application_recalled").count() == 1
    # And it can be written in again.
    assert save(project, "project", {"title": "新的名称"}).typed["title"] == "新的名称"


def test_after_closing_nothing_is_called_back() -> None:
    project, _submission = handed_in()
    ends = project.round.closes_at
    assert ends is not None
    refused(lambda: recall(project, at=ends), "round_closed", project)
    assert recall(project, at=ends - timedelta(seconds=1)).state == "draft"


def test_a_draft_is_not_called_back() -> None:
    project = make_application()
    refused(lambda: recall(project), "application_illegal_move", project)


@pytest.mark.parametrize("late", [False, True])
def test_withdrawing_is_final_at_any_time(late: bool) -> None:
    project, submission = handed_in()
    ends = project.round.closes_at
    assert ends is not None
    with clock.at(ends + timedelta(days=1) if late else NOW):
        withdrawing.withdraw_application(
            project_id=project.pk, reason=" 团队有变 ", actor=owner_of(project.organization)
        )

    project.refresh_from_db()
    assert (project.state, project.reason) == ("withdrawn", "团队有变")
    assert project.submissions.get() == submission
    assert AuditEntry.objects.get(verb="application.withdraw").facts == {"reason": "团队有变"}
    refused(lambda: recall(project), "application_illegal_move", project)
    refused(lambda: submit(project, "k9"), "application_not_open", project)


def test_withdrawing_needs_a_reason() -> None:
    project, _submission = handed_in()

    def withdraw() -> None:
        withdrawing.withdraw_application(project_id=project.pk, reason="  ", actor=owner_of(project.organization))

    refused(withdraw, "withdraw_reason_missing", project)
