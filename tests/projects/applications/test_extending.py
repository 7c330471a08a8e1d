"""More time for one applicant: two persons, a reason, never the same one, superusers no exception."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from projects.domain.lifecycle import EXTENSION_LIFE
from projects.enums import ExtensionState
from projects.flows.applications import extending
from projects.flows.applications.window import closes_at
from projects.models import Extension, Project
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_member
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.projects.applications.test_recalling import handed_in
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def ask(project: Project, actor: User | None = None, **changes: Any) -> Extension:
    ends = project.round.closes_at
    assert ends is not None
    given = {"until": ends + timedelta(days=2), "reason": "停电两天", **changes}
    with clock.at(NOW):
        return extending.ask_extension(project_id=project.pk, actor=actor or make_user(Role.OPERATOR), **given)


def refused(act: Any, code: str) -> None:
    before = list(Extension.objects.values_list("pk", "state")), AuditEntry.objects.count(), Message.objects.count()
    with clock.at(NOW), pytest.raises(RuleRefusal) as refusal:
        act()
    after = list(Extension.objects.values_list("pk", "state")), AuditEntry.objects.count(), Message.objects.count()
    assert (refusal.value.code, after) == (code, before)


def test_it_is_asked_for_by_one_and_granted_by_another_and_the_applicant_is_told() -> None:
    project = make_application()
    signatory = make_member(project.organization, "signatory")
    clerk, head = make_user(Role.CLERK), make_user(Role.HEAD)
    extension = ask(project, clerk)
    assert closes_at(project) == project.round.closes_at
    with clock.at(NOW):
        extending.grant_extension(extension_id=extension.pk, actor=head)

    extension.refresh_from_db()
    assert (extension.state, extension.asked_by, extension.decided_by) == ("granted", clerk, head)
    assert closes_at(project) == extension.until
    told = Message.objects.filter(event="extension_granted")
    assert set(told.values_list("person", flat=True)) == {owner_of(project.organization).pk, signatory.pk}
    assert told[0].context["reason"] == "停电两天"
    assert Message.objects.get(event="extension_decided").person == clerk
    verbs = AuditEntry.objects.filter(verb__startswith="extension.").order_by("seq")
    assert list(verbs.values_list("verb", "actor")) == [("extension.ask", clerk.pk), ("extension.grant", head.pk)]
    reminders = Job.objects.filter(name="applications.remind_one")
    assert {job.payload["moment"] for job in reminders} == {"week", "three_days", "day", "hours"}


@pytest.mark.parametrize("verb", ["grant", "refuse"])
@pytest.mark.parametrize("kind", ["clerk", "superuser"])
def test_who_asked_never_decides(verb: str, kind: str) -> None:
    actor = make_user(Role.CLERK) if kind == "clerk" else User.objects.create_superuser("root@test.example")
    extension = ask(make_application(), actor)
    decide = extending.grant_extension if verb == "grant" else extending.refuse_extension
    refused(lambda: decide(extension_id=extension.pk, actor=actor), "same_person")


def test_a_refused_one_changes_nothing_for_the_applicant() -> None:
    project = make_application()
    extension = ask(project)
    with clock.at(NOW):
        extending.refuse_extension(extension_id=extension.pk, actor=make_user(Role.HEAD))
    extension.refresh_from_db()

    assert (extension.state, closes_at(project)) == ("refused", project.round.closes_at)
    assert not Message.objects.filter(event="extension_granted").exists()


@pytest.mark.parametrize("state", list(ExtensionState))
@pytest.mark.parametrize("verb", list(EXTENSION_LIFE.moves))
def test_every_verb_in_every_state(verb: str, state: ExtensionState) -> None:
    extension = ask(make_application())
    decided = {} if state == ExtensionState.ASKED else {"decided_by": make_user(), "decided_at": NOW}
    Extension.objects.filter(pk=extension.pk).update(state=state, **decided)
    decide = extending.grant_extension if verb == "grant" else extending.refuse_extension
    act = lambda: decide(extension_id=extension.pk, actor=make_user(Role.HEAD))  # noqa: E731
    if verb in EXTENSION_LIFE.verbs_from(state):
        with clock.at(NOW):
            assert act().state == EXTENSION_LIFE.target_of(verb, state)
    else:
        refused(act, "extension_illegal_move")


def test_what_is_asked_for_must_make_sense() -> None:
    project = make_application()
    ends = project.round.closes_at
    assert ends is not None
    refused(lambda: ask(project, reason=" "), "extension_reason_missing")
    refused(lambda: ask(project, until=ends), "extension_past")
    refused(lambda: ask(project, until=NOW - timedelta(seconds=1)), "extension_past")
    ask(project)
    refused(lambda: ask(project), "extension_asked")


def test_one_that_is_handed_in_or_being_screened_gets_none() -> None:
    project, _submission = handed_in()
    refused(lambda: ask(project), "extension_not_needed")
    other = make_application()
    Round.objects.update(state="reviewing")
    refused(lambda: ask(other), "extension_too_late")


def test_an_instant_that_passed_meanwhile_is_not_granted() -> None:
    extension = ask(make_application())
    head = make_user(Role.HEAD)
    with clock.at(extension.until), pytest.raises(RuleRefusal) as refusal:
        extending.grant_extension(extension_id=extension.pk, actor=head)
    assert refusal.value.code == "extension_past"
