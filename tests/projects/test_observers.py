"""An application is lent for reading: to a named person, until a day, by a flow, and taken back at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from projects.flows.observing import lend_application, take_back_application
from projects.models import Project, ProjectUserObjectPermission
from tests.accounts.factories import make_user
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.reviews.factories import make_handed_in
from venture.audit.models import AuditEntry
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
TODAY = NOW.astimezone(clock.BEIJING).date()


@pytest.fixture(autouse=True)
def _then() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def head() -> User:
    return make_user(Role.HEAD, name="赵明华")


@pytest.fixture
def watcher() -> User:
    return make_user(name="驻局纪检", email="watcher@city.example")


@pytest.fixture
def project() -> Project:
    return make_handed_in()


def lend(project: Project, user: User, actor: User, **given: Any) -> ProjectUserObjectPermission:
    facts = {"project_id": project.pk, "user_id": user.pk, "until": TODAY + timedelta(days=30), "reason": "核查举报"}
    return lend_application(**{**facts, **given}, actor=actor)


def reads(user: User, project: Project) -> bool:
    return policy.allows(User.objects.get(pk=user.pk), "applications.view_staff", project)


def come(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_opens_this_application_and_no_other_until_the_day(project: Project, head: User, watcher: User) -> None:
    other = make_handed_in()
    assert not reads(watcher, project)
    observer = lend(project, watcher, head)
    assert (reads(watcher, project), reads(watcher, other)) == (True, False)
    with clock.at(NOW + timedelta(days=31)):
        assert not reads(watcher, project)
    entry = AuditEntry.objects.get(verb="project_observer.lend")
    assert (entry.actor, entry.facts["reason"], entry.facts["person"]) == (head, "核查举报", watcher.pk)
    assert Message.objects.get(event="application_lent").person == watcher
    assert observer.permission.codename == "view_project"


def test_it_is_taken_back_at_once_and_renewed_in_one_row(project: Project, head: User, watcher: User) -> None:
    observer = lend(project, watcher, head)
    take_back_application(observer_id=observer.pk, actor=head)
    assert not reads(watcher, project)
    with pytest.raises(RuleRefusal) as refusal:
        take_back_application(observer_id=observer.pk, actor=head)
    assert refusal.value.code == "observer_ended"
    assert lend(project, watcher, head).pk == observer.pk
    assert reads(watcher, project)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"until": TODAY - timedelta(days=1)}, "period_backwards"),
        ({"until": TODAY + timedelta(days=367)}, "application_lent_too_long"),
    ],
)
def test_a_refusal_lends_nothing(project: Project, head: User, watcher: User, given: Any, code: str) -> None:
    with pytest.raises(RuleRefusal) as refusal:
        lend(project, watcher, head, **given)
    assert (refusal.value.code, ProjectUserObjectPermission.objects.count()) == (code, 0)


def test_neither_to_oneself_nor_to_an_applicant(project: Project, head: User) -> None:
    rival = owner_of(make_application().organization)
    codes = []
    for person in (head, rival):
        with pytest.raises(RuleRefusal) as refusal:
            lend(project, person, head)
        codes.append(refusal.value.code)
    assert codes == ["application_lender", "application_observer_applies"]
    observer = lend(project, make_user(), head)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectUserObjectPermission.objects.filter(pk=observer.pk).update(lent_by=observer.user)


def test_the_observer_reads_the_hand_in_and_the_screening_and_presses_nothing(
    client: Client, project: Project, head: User, watcher: User
) -> None:
    lend(project, watcher, head)
    other = make_handed_in()
    come(client, watcher)
    assert client.get(reverse("portal:desk"))["Location"].endswith("/admin/")
    desk = reverse("admin:screening_desk", args=[project.code])
    assert client.get(desk).status_code == 200
    assert client.get(reverse("admin:screening_desk", args=[other.code])).status_code == 404
    listed = client.get("/admin/projects/project/").content.decode()
    assert (project.code in listed, other.code in listed) == (True, False)
    client.post(reverse("admin:screening_act", args=[project.code, "begin"]))
    assert not hasattr(Project.objects.get(pk=project.pk), "screening")
    for name in ("admin:application_observers", "admin:organizations_desk"):
        args = [project.code] if "observers" in name else [project.organization_id]
        assert client.get(reverse(name, args=args)).status_code == 404


def test_the_page_lends_and_takes_back(client: Client, project: Project, head: User, watcher: User) -> None:
    page = reverse("admin:application_observers", args=[project.code])
    come(client, head)
    unknown = client.post(page, {"person": "nobody@city.example", "until": "2025-12-01", "reason": "核查"})
    assert (unknown.status_code, ProjectUserObjectPermission.objects.count()) == (422, 0)
    client.post(page, {"person": watcher.email, "until": (TODAY + timedelta(days=9)).isoformat(), "reason": "核查"})
    observer = ProjectUserObjectPermission.objects.get()
    assert (observer.user, observer.lent_by) == (watcher, head)
    come(client, make_user(Role.AUDITOR))
    assert (client.get(page).status_code, client.post(page, {}).status_code) == (200, 404)
    end = reverse("admin:application_end_observer", args=[project.code, observer.pk])
    assert client.post(end).status_code == 404
    come(client, head)
    client.post(end)
    assert not reads(watcher, project)
