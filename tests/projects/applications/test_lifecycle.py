"""Every verb of an application's life in every state, through the flows: what the table forbids moves nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from projects.domain.lifecycle import PROJECT_LIFE
from projects.enums import ProjectState
from projects.flows.applications import closing, deciding, recalling, submitting, withdrawing
from projects.models import Correction, Project, Submission
from tests.projects.applications.complete import sign
from tests.projects.applications.factories import NOW, owner_of
from tests.projects.applications.test_recalling import handed_in
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]
LATE = timedelta(days=60)


def in_state(state: ProjectState) -> Project:
    """Return an application that was handed in once, brought straight to ``state``."""
    project, submission = handed_in()
    Project.objects.filter(pk=project.pk).update(state=state, blind_code="B-001" if state == "accepted" else "")
    if state == ProjectState.RETURNED:
        correction = Correction.objects.create(
            project=project, number=1, submission=submission, asked_by=project.created_by, asked_at=NOW,
            due_at=NOW + timedelta(days=7),
        )  # fmt: skip
        correction.items.create(section="risks", request="请补")
    project.refresh_from_db()
    return project


def _submit(project: Project) -> Any:
    submission = project.submissions.get()
    return submitting.submit_application(
        project_id=project.pk, key=f"new-{submission.pk}", actor=owner_of(project.organization)
    )


def _return(project: Project) -> Any:
    ask = deciding.Ask("risks", "", "请补")
    return deciding.return_application(
        project_id=project.pk, submission=project.submissions.get(), asks=[ask], words="", actor=project.created_by
    )


ACTS: dict[str, tuple[timedelta, Callable[[Project], Any]]] = {
    "submit": (timedelta(0), _submit),
    "resubmit": (timedelta(0), _submit),
    "recall": (
        timedelta(0),
        lambda project: recalling.recall_application(project_id=project.pk, actor=project.created_by),
    ),
    "stand": (LATE, lambda project: closing.stand_if_over(project.pk)),
    "return": (timedelta(0), _return),
    "lapse": (LATE, lambda project: deciding.lapse_application(project_id=project.pk)),
    "accept": (
        timedelta(0), lambda project: deciding.accept_application(project_id=project.pk, actor=project.created_by),
    ),
    "reject": (
        timedelta(0),
        lambda project: deciding.reject_application(project_id=project.pk, reason="不符", actor=project.created_by),
    ),
    "withdraw": (
        timedelta(0),
        lambda project: withdrawing.withdraw_application(
            project_id=project.pk, reason="团队有变", actor=project.created_by
        ),
    ),
}  # fmt: skip
# One act serves two verbs: handing in answers a correction where there is one.
MEANS = {"submit": ("submit", "resubmit"), "resubmit": ("submit", "resubmit")}


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (AuditEntry, Message, Job, Submission, Correction))


def test_every_verb_of_the_table_has_an_act_here() -> None:
    assert ACTS.keys() == PROJECT_LIFE.moves.keys()


@pytest.mark.parametrize("state", list(ProjectState))
@pytest.mark.parametrize("verb", list(ACTS))
def test_every_verb_in_every_state(verb: str, state: ProjectState) -> None:
    project = in_state(state)
    if state in ProjectState.open:
        sign(project)
    before = counts()
    after, act = ACTS[verb]
    led = [each for each in MEANS.get(verb, (verb,)) if each in PROJECT_LIFE.verbs_from(state)]
    with clock.at(NOW + after):
        if led:
            act(project)
            project.refresh_from_db()
            assert project.state == PROJECT_LIFE.target_of(led[0], state)
            assert AuditEntry.objects.filter(verb=f"application.{led[0]}").exists()
            return
        # Handing in what stands already says its receipt again; letting stand what stands does nothing.
        idle = verb == "stand" or (verb in {"submit", "resubmit"} and state == "submitted")
        if idle:
            act(project)
        else:
            with pytest.raises(RuleRefusal) as refusal:
                act(project)
            assert refusal.value.code in {"application_illegal_move", "application_not_open"}
    project.refresh_from_db()
    assert (project.state, counts()) == (state, before)
