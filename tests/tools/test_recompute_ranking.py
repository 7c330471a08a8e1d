"""The program for outsiders gets the published table from the published inputs, and names what was changed."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reviews.domain.ranking import Entrant, Inputs, RankingRules, Sheet, StageRule, bundle, rank
from tests.reviews.domain.reckonings import MEASURES, RUBRIC, TIES, inputs
from tools.recompute_ranking import main, table_of

PROGRAM = Path("tools/recompute_ranking.py")


def published(made: Inputs) -> dict[str, Any]:
    """The bundle as an outsider gets it: through a file, so that only JSON's own values remain."""
    read: dict[str, Any] = json.loads(json.dumps(bundle(made, rank(made))))
    return read


@pytest.fixture
def kept() -> dict[str, Any]:
    marks = {"basis": 8, "match": None, "plan": 7, "budget": 9}
    sheets = [Sheet(code, "review", f"e{n}", marks=marks | {"plan": 4 + n}) for code in "AB" for n in range(5)]
    sheets += [Sheet("C", "review", "e1", total=Decimal("88.125")), Sheet("D", "review", "e1", "open")]
    rules = RankingRules(RUBRIC, (StageRule("review", drop_extremes=True, apart=10),), TIES, MEASURES, Decimal(60))
    entrants = (Entrant("A", lot="0b"), Entrant("B", lot="0a"), Entrant("C"), Entrant("D"))
    return published(Inputs(rules, entrants, tuple(sheets)))


@settings(max_examples=10, deadline=None)
@given(inputs())
def test_both_ways_of_computing_give_the_same_table(made: Inputs) -> None:
    read = published(made)

    assert table_of(read["inputs"]) == read["table"]


@pytest.mark.soak
@settings(max_examples=400, deadline=None)
@given(inputs(9))
def test_both_ways_give_the_same_table_many_times(made: Inputs) -> None:
    read = published(made)

    assert table_of(read["inputs"]) == read["table"]


def test_it_runs_alone_with_nothing_but_python(kept: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-I", "-S", PROGRAM, path], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "1 C 88.13 ", "2 B 71.11 ", "3 A 71.11 ", "D sheets_missing ", f"The same: 4, {kept['fingerprint']}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        (["inputs", "sheets", 0, "marks", "plan"], 10, "the hash of the inputs, line 2, line 3"),
        (["inputs", "sheets", 10, "total"], "70", "the hash of the inputs, line 1, line 2, line 3"),
        (["inputs", "entrants", 1, "lot"], "0c", "the hash of the inputs, line 2, line 3"),
        (["table", 0, "mean"], "99.00", "line 1"),
        (["table", 1, "rank"], 1, "line 2"),
        (["fingerprint"], "0" * 64, "the hash of the inputs"),
    ],
)
def test_whatever_was_changed_is_named(
    kept: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: tuple[list[Any], Any, str]
) -> None:
    path, value, said = changed
    place: Any = kept
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(kept), encoding="utf-8")

    assert (main(str(file)), capsys.readouterr().out.splitlines()[-1]) == (1, f"Differs: {said}")


def test_a_line_that_was_taken_away_is_named(
    kept: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept["table"].pop()
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(kept), encoding="utf-8")

    assert (main(str(file)), capsys.readouterr().out.splitlines()[-1]) == (1, "Differs: line 4")


def test_it_stays_short_enough_to_be_read_whole() -> None:
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) < 100
