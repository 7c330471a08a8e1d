"""Points for ideas by program: the judge reads no name, gives every criterion its points, and nobody else finds it."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from projects.flows import ideas as flows
from projects.models import IdeaContest, IdeaScore
from tests.accounts.factories import make_user
from tests.api.conftest import calling
from tests.projects.ideas.factories import CRITERIA, open_contest, post, the_call
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.usefixtures("stage", "db")
JUDGING = "/api/v1/judging/"
GOOD = {"points": {"0": 36, "1": 27, "2": 26}, "words": "好想法。"}


@pytest.fixture
def judges() -> list[User]:
    return [make_user(Role.EXPERT), make_user(Role.CLERK)]


@pytest.fixture
def contest(judges: list[User]) -> Any:
    call = the_call()
    post(make_user(name="程一帆"))
    with clock.at(call.closes_at + timedelta(days=2)):  # type: ignore[operator]
        yield open_contest(call, judges)


def test_a_judge_reads_ideas_without_a_name_and_gives_them_points_anew(
    contest: IdeaContest, judges: list[User]
) -> None:
    entry, program = contest.entries.get(), calling(judges[0])

    listed = program.get(f"{JUDGING}?open=true")
    first = program.send("PUT", f"{JUDGING}{entry.pk}/", GOOD)
    again = program.send("PUT", f"{JUDGING}{entry.pk}/", {**GOOD, "words": "再想想。"})

    [row] = listed.json()["results"]
    assert (row["id"], row["criteria"], row["total"]) == (entry.pk, CRITERIA, None)
    assert "程一帆" not in listed.content.decode() + first.content.decode()
    assert (first.status_code, first.json()["total"], first.json()["points"]) == (200, 89, GOOD["points"])
    assert again.json()["words"] == IdeaScore.objects.get().words == "再想想。"
    assert program.get(f"{JUDGING}?open=true").json()["results"] == []
    assert program.get(f"{JUDGING}?open=false").json()["results"][0]["total"] == 89


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**GOOD, "points": {"0": 36, "1": 27}}, 409, "points_outside"),
        ({**GOOD, "points": {"0": 41, "1": 27, "2": 26}}, 409, "points_outside"),
        ({**GOOD, "points": {**GOOD["points"], "3": 5}}, 400, "invalid"),  # type: ignore[dict-item]
        ({**GOOD, "words": " "}, 400, "invalid"),
    ],
)
def test_points_that_are_refused_leave_nothing(
    contest: IdeaContest, judges: list[User], body: Any, status: int, code: str
) -> None:
    program = calling(judges[0])
    entries = AuditEntry.objects.count()

    answer = program.send("PUT", f"{JUDGING}{contest.entries.get().pk}/", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (IdeaScore.objects.count(), AuditEntry.objects.count()) == (0, entries)


def test_nobody_but_the_judges_finds_an_idea_under_review_and_they_only_while_it_runs(
    contest: IdeaContest, judges: list[User]
) -> None:
    path = f"{JUDGING}{contest.entries.get().pk}/"
    for person in (make_user(), make_user(Role.HEAD), make_user(Role.EXPERT)):
        program = calling(person)
        assert (program.get(path).status_code, program.send("PUT", path, GOOD).status_code) == (404, 404)
        assert program.get(JUDGING).json()["results"] == []
    for judge in judges:
        flows.score_entry(entry_id=contest.entries.get().pk, points=GOOD["points"], words="好", actor=judge)  # type: ignore[arg-type]
    IdeaContest.objects.filter(pk=contest.pk).update(state="proposed", proposed_by=judges[1])

    assert calling(judges[0]).send("PUT", path, GOOD).status_code == 404
    assert set(IdeaScore.objects.values_list("words", flat=True)) == {"好"}
