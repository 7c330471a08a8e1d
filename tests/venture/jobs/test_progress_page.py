"""Whoever asked for a long job sees how far it is, may stop it, and finds what it made. Nobody else does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.jobs import flows, registry
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work() -> Iterator[None]:
    """Register one kind of long work for one test."""
    registry.handler("test.export", long=True, label="导出", result=lambda payload: f"/made/{payload['code']}/")(
        lambda run, code: None
    )
    yield
    registry._handlers.pop("test.export")


@pytest.fixture
def job() -> Job:
    return flows.defer("test.export", "k", owner=make_user(), label="导出全部申报书", code="2027")


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(job: Job, user: Any = None, **headers: str) -> Any:
    client = client_of(user or job.owner)
    return client.get(reverse("jobs:progress", kwargs={"pk": job.pk}), headers=headers)


def press_stop(job: Job, user: Any) -> Any:
    return client_of(user).post(reverse("jobs:cancel", kwargs={"pk": job.pk}))


def running(job: Job, **fields: Any) -> None:
    now = clock.now()
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, claim="c", attempts=1, started_at=now, lease_until=now + timedelta(minutes=1), **fields
    )


def ended(job: Job, state: str) -> None:
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=clock.now())


def test_the_page_shows_the_bar_and_asks_again_by_itself(job: Job) -> None:
    running(job, progress_done=3, progress_total=12, progress_note="第三份")
    answer = ask(job)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "导出全部申报书" in page
    assert '<progress max="100" value="25"' in page
    assert "第三份" in page
    assert f'hx-get="{reverse("jobs:progress", kwargs={"pk": job.pk})}" hx-trigger="every 2s"' in page
    assert "<noscript>" in page
    assert "no-store" in answer["Cache-Control"]


def test_a_piece_of_the_page_is_only_the_state(job: Job) -> None:
    running(job, progress_done=3, progress_total=12)
    answer = ask(job, **{"HX-Request": "true"})
    piece = answer.content.decode()

    assert (answer.status_code, "<html" in piece, 'id="job-acts"' in piece) == (200, False, False)
    assert '<progress max="100" value="25"' in piece


def test_work_without_known_steps_has_a_bar_without_a_value(job: Job) -> None:
    running(job)

    assert "<progress aria-label=" in ask(job).content.decode()


@pytest.mark.parametrize("state", [JobState.DONE, JobState.PARKED, JobState.CANCELLED])
def test_at_the_end_the_asking_stops_and_the_end_is_said_aloud(state: str, job: Job) -> None:
    ended(job, state)
    piece, page = ask(job, **{"HX-Request": "true"}), ask(job).content.decode()
    text = piece.content.decode()

    assert piece.status_code == 286
    assert 'role="status" id="job-said" hx-swap-oob="innerHTML"' in text
    assert ('href="/made/2027/"' in text) is (state == JobState.DONE)
    assert ("hx-trigger" in page.partition('id="job"')[2], "<noscript>" in page) == (False, False)


def test_what_went_wrong_inside_is_not_shown(job: Job) -> None:
    ended(job, JobState.PARKED)
    Job.objects.filter(pk=job.pk).update(error="Traceback: secret of the machine")

    assert "Traceback" not in ask(job).content.decode()


def test_the_owner_stops_what_waits(job: Job) -> None:
    answer = press_stop(job, job.owner)

    job.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, reverse("jobs:progress", kwargs={"pk": job.pk}))
    assert (job.state, AuditEntry.objects.get().verb) == (JobState.CANCELLED, "job.cancel")


def test_what_runs_is_asked_to_stop_once(job: Job) -> None:
    running(job)
    press_stop(job, job.owner)

    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == (JobState.RUNNING, True)
    assert reverse("jobs:cancel", kwargs={"pk": job.pk}) not in ask(job).content.decode()


def test_what_has_ended_is_not_stopped(job: Job) -> None:
    ended(job, JobState.DONE)
    answer = press_stop(job, job.owner)

    job.refresh_from_db()
    assert (answer.status_code, job.state, AuditEntry.objects.count()) == (302, JobState.DONE, 0)


def test_a_stranger_finds_nothing_and_stops_nothing(job: Job) -> None:
    stranger = make_user()
    statuses = ask(job, stranger).status_code, press_stop(job, stranger).status_code

    job.refresh_from_db()
    assert (statuses, job.state) == ((404, 404), JobState.QUEUED)


def test_a_clerk_watches_but_does_not_stop(job: Job) -> None:
    clerk = make_user(Role.CLERK)
    page = ask(job, clerk)

    assert (page.status_code, reverse("jobs:cancel", kwargs={"pk": job.pk}) in page.content.decode()) == (200, False)
    assert press_stop(job, clerk).status_code == 404


def test_an_anonymous_visitor_is_sent_to_the_sign_in(job: Job) -> None:
    answer = Client().get(reverse("jobs:progress", kwargs={"pk": job.pk}))

    assert answer["Location"].startswith(reverse("account_login"))


def test_asking_costs_few_queries(job: Job) -> None:
    running(job, progress_done=3, progress_total=12)
    client = client_of(job.owner)
    path = reverse("jobs:progress", kwargs={"pk": job.pk})
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(path, headers={"HX-Request": "true"})

    assert len(asked) <= 8
