"""What the script of a section's page asks: for owners and editors; signed out is told, not led away."""

from collections.abc import Mapping
from typing import Any

from tests.matrix.doors import READ, DoorLine, api
from tests.matrix.table.applications import WRITERS, nobodys, ours

POST = frozenset({"POST"})


def ours_risks() -> Mapping[str, Any]:
    return {**ours(), "section": "risks"}


def nobodys_risks() -> Mapping[str, Any]:
    return {**nobodys(), "section": "risks"}


TABLE: dict[str, DoorLine] = {
    "applications:save": api(*WRITERS, keys=ours_risks, foreign=nobodys_risks, methods=READ | POST),
    "applications:here": api(*WRITERS, keys=ours_risks, foreign=nobodys_risks, methods=POST),
    "applications:settle": api(*WRITERS, keys=ours_risks, foreign=nobodys_risks, methods=POST),
}
