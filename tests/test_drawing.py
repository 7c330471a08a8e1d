"""What the gate draws (docs/adr/0020): nothing is left out for good, nothing of a database is looked at twice."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests import drawing

COMMITS = [f"commit {number}" for number in range(80)]


@dataclass
class Case:
    """As much of a test as the draw asks."""

    nodeid: str
    marks: dict[str, tuple[int, ...]] = field(default_factory=dict)
    fixturenames: tuple[str, ...] = ()

    def get_closest_marker(self, name: str) -> Any:
        return getattr(pytest.mark, name)(*self.marks[name]).mark if name in self.marks else None


RULE = Case("tests/rounds/domain/test_money.py::test_rule")
GUARD = Case("tests/matrix/test_matrix.py::test_list", {"always": (), "django_db": ()})
RACE = Case("tests/grants/test_races.py::test_race", {"postgres": ()}, ("transactional_db",))
PLAIN = [Case(f"tests/rounds/test_flows.py::test_{number}", {"django_db": ()}) for number in range(90)]
FAMILY = [Case(f"tests/matrix/test_lists.py::test_list[{number}]", {"sampled": (4,)}, ("db",)) for number in range(30)]
EITHER = [
    Case(f"tests/browser/test_apply.py::test_way[{width}]", {"browser": (), "one_of": ()}) for width in (390, 1440)
]
STORY = [Case(f"tests/browser/test_budget.py::test_{step}", {"browser": ()}) for step in range(3)]
EVERY = [RULE, GUARD, RACE, *PLAIN, *FAMILY, *EITHER, *STORY]


@pytest.fixture(params=["false", "true"], ids=["by hand", "gate"])
def hurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setenv("CI", request.param)
    monkeypatch.setenv("BESIDE_POSTGRES", "1")
    return str(request.param) == "true"


def looked_at(monkeypatch: pytest.MonkeyPatch, commit: str, *, on_postgres: bool) -> set[str]:
    monkeypatch.setattr(drawing, "turn", lambda: commit)
    cases: Any = EVERY
    return {each.nodeid for each in drawing.due(cases, on_postgres=on_postgres)}


def test_within_some_commits_everything_is_looked_at(hurried: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[str] = set()
    for commit in COMMITS:
        seen |= looked_at(monkeypatch, commit, on_postgres=False)
    assert {each.nodeid for each in EVERY} - seen == set()


def test_the_same_commit_draws_the_same(hurried: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    first = looked_at(monkeypatch, COMMITS[0], on_postgres=False)
    assert looked_at(monkeypatch, COMMITS[0], on_postgres=False) == first
    assert looked_at(monkeypatch, COMMITS[1], on_postgres=False) != first


def test_what_asks_a_database_runs_on_one_of_the_two(hurried: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {each.nodeid for each in PLAIN}
    for commit in COMMITS[:20]:
        lite, postgres = (looked_at(monkeypatch, commit, on_postgres=there) & plain for there in (False, True))
        assert lite & postgres == set()
        share = len(lite | postgres) / len(plain)
        assert 0.5 < share * drawing.IN_A_HURRY < 2 if hurried else share == 1


def test_rules_and_guards_are_looked_at_each_time_and_a_story_whole_or_not_at_all(
    hurried: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for commit in COMMITS[:20]:
        seen = looked_at(monkeypatch, commit, on_postgres=False) | looked_at(monkeypatch, commit, on_postgres=True)
        assert {RULE.nodeid, GUARD.nodeid} <= seen
        assert len(seen & {each.nodeid for each in STORY}) in ({0, 3} if hurried else {3})
        assert len(seen & {each.nodeid for each in EITHER}) in ({0, 1} if hurried else {1})


def test_a_race_runs_on_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "false")
    assert RACE.nodeid in looked_at(monkeypatch, COMMITS[0], on_postgres=True)
