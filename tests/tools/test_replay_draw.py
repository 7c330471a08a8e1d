"""The program for outsiders draws the same again, and names what was changed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reviews.domain.draw import Plan, Secret, record
from tests.reviews.domain.test_draw import PLAN, SECRET, plans
from tools.replay_draw import main, replayed

PROGRAM = Path("tools/replay_draw.py")


def written(tmp_path: Path, kept: dict[str, Any]) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return path


@settings(max_examples=20, deadline=None)
@given(plans())
def test_both_ways_of_drawing_give_the_same_outcome(plan: Plan) -> None:
    kept = json.loads(json.dumps(record(plan, Secret("salt", "seed"), "6 14 21")))

    assert replayed(kept) == kept["drawn"]


def test_it_runs_alone_with_nothing_but_python(tmp_path: Path) -> None:
    path = written(tmp_path, record(PLAN, SECRET))
    ran = subprocess.run([sys.executable, "-I", "-S", PROGRAM, path], capture_output=True, text=True, check=False)
    chosen = record(PLAN, SECRET)["drawn"]["chosen"]

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        *(" ".join([stratum, *ids]) for stratum, ids in chosen.items()), f"The same: {PLAN.purpose}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": "another"}, "list, salt or seed are not those promised; the published outcome is not the drawn one"),
        ({"salt": "another"}, "list, salt or seed are not those promised; the published outcome is not the drawn one"),
        ({"public": "7"}, "the published outcome is not the drawn one"),
        ({"commitment": "0" * 64}, "list, salt or seed are not those promised"),
    ],
)
def test_whatever_was_changed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
) -> None:
    path = written(tmp_path, record(PLAN, SECRET) | change)

    assert (main(str(path)), capsys.readouterr().out.splitlines()[-1]) == (1, f"Differs: {said}")


def test_a_list_in_another_order_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = record(PLAN, SECRET)
    kept["plan"]["entries"].reverse()

    assert main(str(written(tmp_path, kept))) == 1
    assert "the list is not sorted" in capsys.readouterr().out


def test_it_stays_short_enough_to_be_read_whole() -> None:
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) < 100
