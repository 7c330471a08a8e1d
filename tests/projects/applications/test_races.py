"""Threads on PostgreSQL: one hand-in, one receipt number; nothing after closing, nothing lost before."""

import json
import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from projects.enums import ProjectState
from projects.flows.applications import closing, recalling, submitting
from projects.models import Project, ProjectSeries, Submission
from rounds.flows import announce_window
from rounds.flows.locks import alone
from rounds.models import Round
from tests.projects.applications.complete import sign
from tests.projects.applications.factories import owner_of
from tests.rounds.factories import make_published
from tests.together import at_once
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def open_round(*, ends: datetime | None = None) -> Round:
    """Return a round that is open by the real clock, until ``ends``."""
    now = clock.now()
    round_ = make_published()
    Round.objects.filter(pk=round_.pk).update(
        opens_at=now - timedelta(hours=1), closes_at=ends or now + timedelta(days=20)
    )
    round_.refresh_from_db()
    return round_


def ready(round_: Round) -> Project:
    """Return a signed draft of an organisation of its own."""
    from projects.flows import applications as flows
    from tests.organizations.factories import make_verified
    from tests.projects.applications.complete import fill

    organization = make_verified()
    project = flows.begin_application(round_id=round_.pk, organization=organization, actor=owner_of(organization))
    project = fill(project, at=clock.now())
    sign(project, at=clock.now())
    return project


def submit(project: Project, key: str) -> str:
    actor = owner_of(project.organization)
    return submitting.submit_application(project_id=project.pk, key=key, actor=actor).receipt


@pytest.mark.parametrize("keys", ["one key", "different keys"])
@pytest.mark.parametrize("size", [20, pytest.param(100, marks=pytest.mark.soak)])
def test_parallel_hand_ins_are_one_with_one_receipt(
    keys: str, size: int, record_property: Callable[[str, object], None]
) -> None:
    project = ready(open_round())
    told = Message.objects.count()
    said = at_once(
        [lambda n=number: submit(project, "k" if keys == "one key" else f"k{n}") for number in range(size)]  # type: ignore[misc]
    )
    code = project.round.code
    record_property("measured", json.dumps({"writers": size, "keys": keys, "receipts": sorted(set(map(str, said)))}))

    assert Counter(said) == {f"{code}-R-000001": size}
    assert Submission.objects.count() == 1
    assert ProjectSeries.objects.get().last_receipt == 1
    assert AuditEntry.objects.filter(verb="application.submit").count() == 1
    assert Job.objects.filter(name="applications.print").count() == 1
    assert Message.objects.count() == told + 1
    assert Project.objects.get().state == ProjectState.SUBMITTED


def test_many_applications_at_once_take_numbers_without_a_gap() -> None:
    round_ = open_round()
    projects = [ready(round_) for _each in range(8)]
    said = at_once([lambda each=project: submit(each, "k") for project in projects])  # type: ignore[misc]

    assert sorted(map(str, said)) == [f"{round_.code}-R-{number:06d}" for number in range(1, 9)]


def test_hand_ins_and_recalls_at_once_end_in_one_of_both_states_and_lose_nothing() -> None:
    project = ready(open_round())
    first = submit(project, "first")
    owner = owner_of(project.organization)
    acts: list[Callable[[], object]] = [
        *(lambda n=number: submit(project, f"k{n}") for number in range(6)),  # type: ignore[misc]
        *(lambda: recalling.recall_application(project_id=project.pk, actor=owner).state for _each in range(6)),
    ]
    said = Counter(map(str, at_once(acts)))

    assert said[first] == 6
    assert said["draft"] >= 1
    assert said["draft"] + said["application_illegal_move"] == 6
    assert Submission.objects.count() == 1
    moves = AuditEntry.objects.filter(verb__in=["application.submit", "application.recall"]).order_by("seq")
    verbs = list(moves.values_list("verb", flat=True))
    assert verbs == ["application.submit", "application.recall"] * (len(verbs) // 2) + verbs[len(verbs) // 2 * 2 :]
    assert Project.objects.get().state == ("submitted" if len(verbs) % 2 else "draft")


class Crowd:
    """Applicants who hand in around the closing instant, each in a thread with a connection of its own.

    Some hand in for the first time, some again what they called back.
    """

    def __init__(self, round_: Round, projects: list[Project], racers: int, seed: int) -> None:
        self.round, self.projects, self.racers = round_, projects, racers
        self.chance = random.Random(seed)
        self.taken: list[tuple[int, str]] = []
        self.refused: list[tuple[int, str, datetime, datetime]] = []
        self.errors: list[BaseException] = []
        self.gate = threading.Barrier(racers + 2)

    def hand_in(self, number: int, wait: float) -> None:
        project = self.projects[number % len(self.projects)]
        try:
            self.gate.wait()
            threading.Event().wait(wait)
            came = clock.now()
            try:
                self.taken.append((project.pk, submit(project, f"k{number}")))
            except RuleRefusal as refusal:
                self.refused.append((project.pk, refusal.code, came, clock.now()))
        except BaseException as error:
            self.errors.append(error)
        finally:
            connection.close()

    def hold(self, begin: float, until: datetime) -> None:
        """Hold the round alone across the closing instant, close it, and let stand what was called back."""
        try:
            self.gate.wait()
            threading.Event().wait(begin)
            with alone(self.round.pk):
                threading.Event().wait(max((until - clock.now()).total_seconds(), 0))
            announce_window(round_id=self.round.pk)
            closing.settle_closed(round_id=self.round.pk)
        except BaseException as error:
            self.errors.append(error)
        finally:
            connection.close()

    def run(self, *, spread: float, hold_at: float, until: datetime) -> None:
        threads = [
            threading.Thread(target=self.hand_in, args=(number, self.chance.uniform(0, spread)))
            for number in range(self.racers)
        ]
        threads.append(threading.Thread(target=self.hold, args=(hold_at, until)))
        for thread in threads:
            thread.start()
        self.gate.wait()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    ("projects", "racers"),
    [(24, 24), pytest.param(40, 200, marks=pytest.mark.soak), pytest.param(200, 200, marks=pytest.mark.soak)],
)
def test_hand_ins_around_the_closing_instant(
    projects: int, racers: int, record_property: Callable[[str, object], None]
) -> None:
    round_ = open_round()
    applications = [ready(round_) for _each in range(projects)]
    back = applications[: projects // 4]
    for project in back:
        submit(project, "before")
        recalling.recall_application(project_id=project.pk, actor=owner_of(project.organization))
    before = Submission.objects.count()
    end = clock.now() + timedelta(seconds=5)
    Round.objects.filter(pk=round_.pk).update(closes_at=end)
    announce_window(round_id=round_.pk)
    crowd = Crowd(round_, applications, racers, seed=20270311 + racers)
    left = (end - clock.now()).total_seconds()
    crowd.run(spread=left + 1.5, hold_at=left - 0.7, until=end + timedelta(seconds=0.3))
    closing.settle_closed(round_id=round_.pk)

    submissions = list(Submission.objects.order_by("pk"))
    standing = {each.project_id: each for each in submissions}
    measured = {
        "projects": projects, "racers": racers, "taken": len(crowd.taken), "refused": len(crowd.refused),
        "submissions": len(submissions), "called_back_before": before,
        "came_in_time_but_waited_past_it": sum(1 for each in crowd.refused if each[2] < end),
        "last_taken_ms_before_the_end": round(
            (end - max(each.submitted_at for each in submissions)).total_seconds() * 1000, 1
        ),
    }  # fmt: skip
    record_property("measured", json.dumps(measured))

    assert crowd.errors == []
    assert len(crowd.taken) + len(crowd.refused) == racers
    assert all(each.submitted_at < end for each in submissions)
    # Whoever holds a receipt holds the one that counts, and each number was given once.
    assert {(pk, receipt) for pk, receipt in crowd.taken} <= {(pk, each.receipt) for pk, each in standing.items()}
    assert len({each.receipt for each in submissions}) == len(submissions) == len(standing)
    assert ProjectSeries.objects.get().last_receipt == len(submissions)
    assert {code for _pk, code, _came, _left in crowd.refused} <= {"round_closed"}
    # Where each applicant comes once, some come too late. A refusal leaves after the end only.
    assert crowd.refused or racers > projects
    assert all(left >= end for _pk, _code, _came, left in crowd.refused)
    for project in applications:
        project.refresh_from_db()
        assert project.state == ("submitted" if project.pk in standing else "draft")
    assert {project.pk for project in back} <= standing.keys()
