"""What a review's pages cost in a city of 1,000 applications: the list, opening a project, a score, the overview.

Fifty experts read three projects each out of the round with most hand-ins. The review is laid straight into the tables:
what a page costs does not depend on how its rows came to be.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from typing import Any, Final, NamedTuple

from django.db import connection
from django.urls import reverse

from accounts.demo import person
from accounts.enums import Role
from accounts.models import RoleGrant, User
from benchmarks.city import City
from benchmarks.measuring import Answer, Caller, cost
from projects.models import Project
from reviews.models import Appointment, Assignment, Expert
from reviews.queries.scoring import rubric_of
from rounds.enums import RoundState, StageKind
from rounds.models import Round, Stage
from venture.kernel import clock

SIZE: Final = 1_000
EXPERTS: Final = 50
PER_PROJECT: Final = 3
TOKEN: Final = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class Budget(NamedTuple):
    queries: int
    cpu_ms: float


DASHBOARD, OPEN, SAVE = Budget(12, 30), Budget(10, 25), Budget(10, 20)
OVERVIEW = Budget(15, 60)


def run() -> Iterator[dict[str, Any]]:
    """Yield a line for each page: what it may cost and what it costs."""
    projects = City().grow_to(SIZE)
    stage, people = _under_review()
    for name, budget, ask in _pages(stage, people[0]):
        measured = cost(ask)
        assert measured.status == 200, (name, measured)
        yield {
            "page": name,
            "database": connection.vendor,
            "projects": projects,
            "queries": {"budget": budget.queries, "measured": measured.queries},
            "cpu_ms": {"budget": budget.cpu_ms, "measured": measured.cpu_ms},
            "wall_ms": measured.wall_ms,
            "bytes": measured.bytes,
            "kept": measured.queries <= budget.queries and measured.cpu_ms <= budget.cpu_ms,
        }


def _pages(stage: Stage, appointment: Appointment) -> Iterator[tuple[str, Budget, Callable[[], Answer]]]:
    first = Assignment.objects.filter(stage=stage, appointment=appointment).select_related("project")[0]
    keys = [stage.round.code, stage.order, first.project.blind_code]
    caller, desk = Caller(appointment.expert.user), reverse("review:desk", args=keys)
    yield "expert's dashboard", DASHBOARD, lambda: caller.ask(reverse("review:home"))
    yield "open to score", OPEN, lambda: caller.ask(desk)
    clerk, overview = Caller(person("clerk")), f"{reverse('admin:index')}?round={stage.round.code}"
    yield "staff's overview of the round", OVERVIEW, lambda: clerk.ask(overview)
    yield "save a score", SAVE, _saving(caller, desk, reverse("review:save", args=keys), rubric_of(stage.round))


def _saving(caller: Caller, desk: str, address: str, rubric: Any) -> Callable[[], Answer]:
    """Return a save of the whole sheet with one more change each time, as the page's script sends it."""
    found = TOKEN.search(caller.ask(desk).body)
    assert found is not None
    token, numbers = found[1].decode(), count(1)
    marks = {f"m-{leaf.key}": "8" for leaf in rubric.leaves}

    def ask() -> Answer:
        number = next(numbers)
        data = {**marks, "comment": f"方案可行。{number}", "key": str(number), "turn": str(number - 1)}
        return caller.ask(address, data, HTTP_X_CSRFTOKEN=token)

    return ask


def _under_review() -> tuple[Stage, list[Appointment]]:
    """Take the round with most hand-ins under review and give every project to three experts."""
    projects = list(Project.objects.filter(submissions__isnull=False).distinct().order_by("round", "pk"))
    counted = {each.round_id: 0 for each in projects}
    for each in projects:
        counted[each.round_id] += 1
    round_ = Round.objects.get(pk=max(counted, key=counted.__getitem__))
    mine = [each for each in projects if each.round_id == round_.pk]
    Round.objects.filter(pk=round_.pk).update(state=RoundState.REVIEWING)
    stage = round_.stages.get(kind=StageKind.REVIEW)
    Stage.objects.filter(pk=stage.pk).update(starts_on=date(2020, 1, 1), ends_on=date(2099, 1, 1))
    now, clerk = clock.now(), User.objects.earliest("pk")
    people = [_expert(round_, number, clerk, now) for number in range(EXPERTS)]
    rows = []
    for number, project in enumerate(mine):
        project.blind_code = f"B-{number:05d}"
        submission = project.submissions.order_by("-version")[0]
        rows += [
            Assignment(
                stage=stage, project=project, submission=submission, given_at=now, place=number,
                appointment=people[(number + each * 7) % EXPERTS],
            )
            for each in range(PER_PROJECT)
        ]  # fmt: skip
    Project.objects.bulk_update(mine, ["blind_code"], batch_size=500)
    Assignment.objects.bulk_create(rows, batch_size=1000)
    stage.refresh_from_db()
    return stage, people


def _expert(round_: Round, number: int, clerk: User, now: Any) -> Appointment:
    user = User.objects.create_user(f"bench-expert{number}@yunxi.example", display_name=f"专家{number}")
    RoleGrant.objects.create(user=user, role=Role.EXPERT, starts_on=date(2020, 1, 1))
    expert = Expert.objects.create(user=user, name=user.display_name, added_at=now)
    return Appointment.objects.create(
        round=round_, expert=expert, state="pledged", invited_by=clerk, invited_at=now, pledged_at=now, declared_at=now
    )
