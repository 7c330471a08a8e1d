"""Files that mean harm are refused in the reader's language, quickly, and without eating the machine's memory.

A process of its own measures, so that neither other tests nor a busy machine are counted: seconds of its processor,
and memory above what it held before each look.
"""

import json
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.venture.files.hostile import HEAVY, HOSTILE
from venture.files.examining import names

SECONDS, MEGABYTES = 2, 200
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*。$", re.DOTALL)


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.venture.files.hostile"], capture_output=True, text=True, timeout=300, check=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["case"]: row for row in rows}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_in_chinese_within_two_seconds_and_200_megabytes(case: str, measured: dict[str, Any]) -> None:
    row = measured[case]

    assert row["code"] == HOSTILE[case][2]
    assert CHINESE_SENTENCE.search(row["words"]), row["words"]
    assert row["seconds"] < SECONDS
    assert row["megabytes"] < MEGABYTES


@pytest.mark.parametrize("case", HEAVY)
def test_the_heaviest_that_is_taken_keeps_within_the_same_bounds(case: str, measured: dict[str, Any]) -> None:
    row = measured[case]

    assert row["code"] == ""
    assert row["seconds"] < SECONDS
    assert row["megabytes"] < MEGABYTES


def test_a_chinese_name_of_255_bytes_with_a_way_out_becomes_an_ordinary_name() -> None:
    typed = "../../" + "关" * 81 + ".docx"
    shown = names.named(typed, "docx")

    assert len(typed.encode()) == 254
    assert (len(shown.encode()) <= names.LONGEST_BYTES, "/" in shown, shown[-6:]) == (True, False, "关.docx")
