"""The applications of last year's special call: projects that the later calls know again, a year and a street away."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any, Final, NamedTuple

from projects.demo.cores import sound

CODE: Final = "2026-s"


class Size(NamedTuple):
    """How many projects apply, in how many categories."""

    projects: int
    categories: int


SIZES: Final = {"full": Size(20, 5), "small": Size(8, 3)}
_YEAR: Final = re.compile(r"20(\d\d)(?=[-年—至、])")


def chosen(used: Mapping[str, int], size: Size, cap_fen: int) -> Iterator[dict[str, Any]]:
    """Yield projects that stand in one other call at most, by category in turn: those that ask for most come first."""
    waiting: dict[str, list[dict[str, Any]]] = {}
    for each in sound():
        if used.get(each["slug"], 0) <= 1 and asked_fen(each) <= cap_fen:
            waiting.setdefault(each["project"]["category"], []).append(each)
    columns = [sorted(each, key=asked_fen, reverse=True) for each in list(waiting.values())[: size.categories]]
    in_turn = (each[number] for number in range(size.projects) for each in columns if number < len(each))
    return (a_year_before(each) for each in islice(in_turn, size.projects))


def asked_fen(wanted: Mapping[str, Any]) -> int:
    lines = wanted["budget"]["lines"]
    asked = (
        Decimal(line["quantity"]) * Decimal(line["price"]) - Decimal(line["own"]) - Decimal(line["donation"])
        for line in lines
    )
    return int(sum(asked) * 100)


def a_year_before(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return a project with every year in it one earlier."""
    text = json.dumps(wanted, ensure_ascii=False)
    told: dict[str, Any] = json.loads(_YEAR.sub(lambda found: f"20{int(found[1]) - 1:02d}", text))
    return told
