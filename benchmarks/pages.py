"""The pages that people wait for most, with what they may cost, in a city of 1,000 and of 5,000 applications."""

import json
import secrets
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, NamedTuple

from django.db import connection

from accounts.demo import person
from accounts.models import User
from benchmarks.city import City
from benchmarks.measuring import Answer, Caller, cost
from projects.models import Project, SectionDraft
from projects.queries.overview import for_pages
from venture.kernel import policy

SIZES = (1_000, 5_000)
ROWS = 100


class Budget(NamedTuple):
    """What a page may cost; no word on its CPU where none was promised."""

    queries: int
    cpu_ms: float | None = None


OVERVIEW, AUTOSAVE, LIST = Budget(12), Budget(10, 20), Budget(12, 60)
# Where each section is changed by a save: the last letters that somebody types.
TYPED_IN = {
    "project": "summary", "need": "background", "activities": "activities.{row}.content", "budget": "lines.{row}.basis",
}  # fmt: skip


def run() -> Iterator[dict[str, Any]]:
    """Yield a line for each page and size, and one for each page that asks more when the city is larger."""
    city = City()
    asked: dict[str, set[int]] = {}
    for size in SIZES:
        projects = city.grow_to(size)
        for name, budget, ask in _pages():
            measured = cost(ask)
            asked.setdefault(name, set()).add(measured.queries)
            assert measured.status == 200, (name, measured)
            yield {
                "page": name,
                "database": connection.vendor,
                "projects": projects,
                "queries": {"budget": budget.queries, "measured": measured.queries},
                "cpu_ms": {"budget": budget.cpu_ms, "measured": measured.cpu_ms},
                "wall_ms": measured.wall_ms,
                "bytes": measured.bytes,
                "kept": measured.queries <= budget.queries and measured.cpu_ms <= (budget.cpu_ms or measured.cpu_ms),
            }
    yield {"same_queries_at_each_size": {name: len(numbers) == 1 for name, numbers in asked.items()},
           "kept": all(len(numbers) == 1 for numbers in asked.values())}  # fmt: skip


def _pages() -> Iterator[tuple[str, Budget, Callable[[], Answer]]]:
    owner, clerk = person("org"), person("clerk")
    project = _fullest(owner)
    writer, reader = Caller(owner), Caller(clerk)
    yield "overview of an application", OVERVIEW, lambda: writer.ask(f"/applications/{project.code}/")
    for section, place in TYPED_IN.items():
        yield f"autosave of “{section}”", AUTOSAVE, _saving(writer, project, section, place)
    yield f"staff's list, {ROWS} rows", LIST, lambda: _full(reader.ask("/admin/projects/project/"))


def _fullest(owner: User) -> Project:
    """Return the open application of the demonstration's organisation in which most is written."""
    rows = policy.visible(owner, "applications.edit", for_pages()).filter(state="draft")
    return max(rows, key=lambda each: sum(len(draft.typed) for draft in each.sections.all()))


def _saving(writer: Caller, project: Project, section: str, place: str) -> Callable[[], Answer]:
    """Return a save of the whole section with one more change each time, as the page's script sends it."""
    address = f"/applications/{project.code}/{section}/save/"
    token, numbers = json.loads(writer.ask(address).body)["token"], count()
    kept = SectionDraft.objects.get(project=project, section=section).typed
    table = place.partition(".")[0]
    path = place.format(row=kept.get(table, "").partition(" ")[0])
    assert path in kept, path
    text = kept[path]

    def ask() -> Answer:
        nonlocal kept
        number = next(numbers)
        typed = {**kept, path: f"{text}{number}"}
        said = {"typed": typed, "base": kept, "key": secrets.token_urlsafe(12)}
        answer = writer.ask(address, said, as_json=True, HTTP_X_CSRFTOKEN=token)
        kept = typed
        return answer

    return ask


def _full(answer: Answer) -> Answer:
    shown = answer.body.count(b'class="action-select"')
    assert shown == ROWS, f"the list shows {shown} rows"
    return answer
