"""Handing in: complete, signed, once; the receipt proves what was handed in."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from projects.enums import ProjectState
from projects.flows.applications import recalling, submitting
from projects.flows.applications.deciding import Ask, return_application
from projects.models import Project, Submission
from projects.queries.content import content_of
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete, make_member, sign, stored
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def submit(project: Project, key: str = "k1", *, at: Any = NOW, actor: Any = None) -> Submission:
    with clock.at(at):
        return submitting.submit_application(
            project_id=project.pk, key=key, actor=actor or owner_of(project.organization)
        )


def refused(project: Project, code: str, *, key: str = "k1", at: Any = NOW) -> RuleRefusal:
    """Try to hand in what must be refused, and hold that nothing moved."""
    state = Project.objects.get(pk=project.pk).state
    before = Submission.objects.count(), AuditEntry.objects.count(), Message.objects.count(), Job.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        submit(project, key, at=at)
    after = Submission.objects.count(), AuditEntry.objects.count(), Message.objects.count(), Job.objects.count()
    assert (refusal.value.code, after, Project.objects.get(pk=project.pk).state) == (code, before, state)
    return refusal.value


def test_a_complete_and_signed_application_is_handed_in_with_a_receipt() -> None:
    project = make_complete()
    editor, signatory = make_member(project.organization, "editor"), make_member(project.organization, "signatory")
    viewer = make_member(project.organization, "viewer")
    signature = sign(project, actor=signatory)
    submission = submit(project, actor=editor)

    project.refresh_from_db()
    assert submission.receipt == "2025-R-000001"
    assert (submission.version, submission.signature, submission.submitted_by) == (1, signature, editor)
    assert hashlib.sha256(submission.content.encode()).hexdigest() == submission.sha256 == signature.sha256
    assert json.loads(submission.content)["project"]["code"] == project.code
    assert (project.state, project.submitted_at) == (ProjectState.SUBMITTED, NOW)
    assert (project.grant_fen, project.total_fen) == (submission.grant_fen, submission.total_fen) == (8_000_000,) * 2
    entry = AuditEntry.objects.get(verb="application.submit")
    assert entry.facts == {"receipt": "2025-R-000001", "sha256": submission.sha256, "version": 1}
    assert Job.objects.get(name="applications.print").payload == {"submission_id": submission.pk}
    told = Message.objects.filter(event="application_submitted")
    people = {owner_of(project.organization).pk, editor.pk, signatory.pk}
    assert set(told.values_list("person", flat=True)) == people
    assert viewer.pk not in people
    assert told[0].path == f"/applications/{project.code}/receipt/"


def test_gaps_and_mistakes_are_counted_and_refused() -> None:
    project = make_application()
    assert int(str(refused(project, "application_incomplete").details["count"])) > 10


def test_without_a_signature_of_this_very_content_it_is_refused() -> None:
    project = make_complete()
    refused(project, "signature_missing")
    sign(project)
    save(project, "project", {"title": "改了一个字"})
    refused(project, "signature_missing")


def test_the_same_key_twice_is_one_hand_in() -> None:
    project = make_complete()
    sign(project)
    first = submit(project, "once")
    entries = AuditEntry.objects.count()

    assert submit(project, "once") == first
    assert submit(project, "another") == first
    assert (Submission.objects.count(), AuditEntry.objects.count()) == (1, entries)
    # Also when the round is over by now.
    assert project.round.closes_at is not None
    assert submit(project, "once", at=project.round.closes_at + timedelta(days=1)) == first


def test_the_same_content_after_a_recall_gives_the_same_receipt() -> None:
    project = make_complete()
    sign(project)
    first = submit(project)
    with clock.at(NOW):
        recalling.recall_application(project_id=project.pk, actor=owner_of(project.organization))
    again = submit(project, "k2")

    project.refresh_from_db()
    assert (again, project.state, Submission.objects.count()) == (first, "submitted", 1)
    assert AuditEntry.objects.filter(verb="application.submit").count() == 2


def test_a_changed_hand_in_takes_the_place_of_the_last_one() -> None:
    project = make_complete()
    sign(project)
    first = submit(project)
    with clock.at(NOW):
        recalling.recall_application(project_id=project.pk, actor=owner_of(project.organization))
    save(project, "project", {"title": "新名称"})
    sign(project)
    second = submit(project, "k2", at=NOW + timedelta(hours=1))

    project.refresh_from_db()
    assert (first.receipt, second.receipt, second.version) == ("2025-R-000001", "2025-R-000002", 2)
    assert (project.title, project.submitted_at) == ("新名称", NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert json.loads(first.content)["sections"]["project"]["title"] == "银龄守护"


def test_numbers_of_receipts_run_through_the_round() -> None:
    receipts = []
    for _each in range(3):
        project = make_complete()
        sign(project)
        receipts.append(submit(project).receipt)
    assert receipts == ["2025-R-000001", "2025-R-000002", "2025-R-000003"]


def test_where_the_round_asks_for_the_communitys_seal_an_opinion_without_one_is_refused() -> None:
    project = make_complete()
    Round.objects.update(consent_seal=True)
    sign(project)
    with pytest.raises(RuleRefusal) as refusal:
        submit(project)
    assert refusal.value.code in {"consent_seal_missing", "application_incomplete"}
    project.consents.update(seal=stored(owner_of(project.organization)))
    sign(project)
    assert submit(project).version == 1


def test_after_closing_it_is_refused_and_within_grace_it_is_not() -> None:
    project = make_complete()
    sign(project)
    ends = project.round.closes_at
    assert ends is not None
    refused(project, "round_closed", at=ends)
    Round.objects.update(grace_seconds=60)
    sign(project)
    with clock.at(ends + timedelta(seconds=59)):
        submission = submitting.submit_application(
            project_id=project.pk, key="late", actor=owner_of(project.organization)
        )
    assert submission.submitted_at == ends + timedelta(seconds=59)


def returned(*asks: Ask) -> Project:
    project = make_complete()
    sign(project)
    submission = submit(project)
    with clock.at(NOW + timedelta(days=1)):
        return_application(project_id=project.pk, submission=submission, asks=asks, words="请补正", actor=make_user())
    project.refresh_from_db()
    return project


def test_a_correction_is_handed_in_with_what_it_names_changed() -> None:
    project = returned(Ask("project", "summary", "请写清人数"))
    save(project, "project", {"summary": "为186名独居老人每周上门巡访。"})
    sign(project)
    submission = submit(project, "c1")

    project.refresh_from_db()
    correction = project.corrections.get()
    assert (project.state, correction.state, correction.answered_at) == ("submitted", "answered", NOW)
    assert (submission.version, submission.corrects) == (2, correction.submission)
    facts = AuditEntry.objects.get(verb="application.resubmit").facts
    assert (facts["receipt"], facts["correction"]) == (submission.receipt, 1)
    # The key of the correction gives it again; what was handed in cannot be called back.
    assert submit(project, "c1") == submission
    with clock.at(NOW), pytest.raises(RuleRefusal) as refusal:
        recalling.recall_application(project_id=project.pk, actor=owner_of(project.organization))
    assert refusal.value.code == "correction_not_recalled"


def test_a_correction_with_more_changed_than_it_names_is_refused_and_says_how_much() -> None:
    project = returned(Ask("project", "summary", "请写清人数"))
    save(project, "project", {"summary": "新的简介", "title": "偷换的名称"})
    sign(project)
    refusal = refused(project, "correction_outside", key="c1")

    assert refusal.details == {"count": 1, "section": "project", "path": "title"}
    assert project.corrections.get().state == "open"


def test_a_change_of_the_record_or_of_an_opinion_is_nobodys_correction() -> None:
    project = returned(Ask("project", "summary", "请写清人数"))
    type(project.organization).objects.filter(pk=project.organization_id).update(phone="0999-1")
    project.consents.update(state="conditional")
    save(project, "project", {"summary": "新的简介"})
    sign(project)

    assert submit(project, "c1").version == 2


def test_a_correction_starts_from_what_was_judged_and_loses_nothing_typed_since() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    sign(project)
    submission = submit(project)
    with clock.at(NOW):
        recalling.recall_application(project_id=project.pk, actor=owner)
    save(project, "project", {"title": "没有再交的名称"})
    removed = project.papers.filter(removed_at__isnull=True)[0]
    project.papers.filter(pk=removed.pk).update(removed_at=NOW)
    from projects.flows.applications import closing

    late = project.round.closes_at
    assert late is not None
    with clock.at(late + timedelta(hours=1)):
        assert closing.stand_if_over(project.pk)
        return_application(
            project_id=project.pk, submission=submission, asks=[Ask("risks", "", "请补")], words="", actor=make_user()
        )

    assert project.sections.get(section="project").typed["title"] == "银龄守护"
    aside = project.aside.get()
    assert (aside.path, aside.text, aside.author) == ("title", "没有再交的名称", owner)
    removed.refresh_from_db()
    assert removed.removed_at is None
    now = Project.objects.select_related("round", "organization").get(pk=project.pk)
    judged = json.loads(submission.content)
    said = content_of(now)
    assert (said["sections"], said["papers"]) == (judged["sections"], judged["papers"])
