"""Two cities that differ in hidden facts answer an applicant and the public alike, over every address.

The expert's own test stands with the scoring (``tests/reviews/scoring/test_pages.py``).
"""

import random
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F, Model, QuerySet, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse

from accounts.demo import person
from accounts.models import User
from notices.enums import NoticeState
from notices.models import Notice, Objection
from projects.demo.special import CODE
from projects.models import Project, SectionDraft
from reviews.models import (
    Award,
    Expert,
    Feedback,
    Override,
    RankRow,
    ScoreSheet,
    ScreeningItem,
    SelectionRow,
)
from tests.matrix.routes import Route, all_routes
from tests.reviews.scoring.test_pages import signed_in
from venture.kernel import clock

pytestmark = pytest.mark.django_db

WORDS = "秘密" * 8
Facts = dict[str, Callable[[], int]]
Answers = dict[str, tuple[int, str, bytes]]


def own() -> QuerySet[Project]:
    return Project.objects.filter(organization__memberships__user__email="org@yunxi.example")


def others(model: type[Model], path: str = "project") -> QuerySet[Any]:
    """Return the rows that belong to projects of others than the applicant."""
    return model._default_manager.exclude(**{f"{path}__in": own()})


# What nobody outside the bureau may learn: each makes it another fact and says how many rows that were.
HIDDEN: Facts = {
    "names of experts": lambda: Expert.objects.update(name="欧阳砚秋", employer="晨曦雨燕研究院"),
    "accounts of experts": lambda: User.objects.filter(expert__isnull=False).update(display_name="司徒明月"),
    "scores of others": lambda: others(ScoreSheet, "assignment__project").update(total=1, comment=WORDS),
    "ranks of others": lambda: others(RankRow).update(mean=1, disputed=~F("disputed")),
    "margins": lambda: others(SelectionRow).update(margin=9),
    "order of the reserve": lambda: others(Award).filter(reserve_no__gt=0).update(reserve_no=F("reserve_no") + 40),
    "reasons of changes by hand": lambda: Override.objects.update(reason=WORDS),
    "blinding codes": lambda: Project.objects.exclude(blind_code="").update(blind_code=Concat(Value("ZZ"), F("pk"))),
    "titles of others' drafts": lambda: others(Project, "pk").filter(state="draft").update(title=WORDS),
    "texts of others": lambda: others(SectionDraft).update(version=F("version") + 1, typed={"summary": WORDS}),
    "feedback of others": lambda: others(Feedback).update(text=WORDS),
    "who objects": lambda: Objection.objects.update(name="欧阳砚秋", contact="司徒明月", mobile="+8613912345678"),
    "what is found out": lambda: Objection.objects.update(findings=WORDS, text=WORDS),
    "drafts of notices": lambda: Notice.objects.exclude(state__in=NoticeState.public).update(title=WORDS),
    "notes of the screening": lambda: others(ScreeningItem, "screening__project").update(note=WORDS),
}
# What its own applicant reads is hidden from the public.
HIDDEN_FROM_PUBLIC: Facts = HIDDEN | {
    "feedback": lambda: Feedback.objects.update(text=WORDS),
    "scores": lambda: ScoreSheet.objects.update(total=1, comment=WORDS),
    "awards before their notice": lambda: Award.objects.filter(state="reserve").update(state="proposed"),
    "titles before the decision": lambda: Project.objects.exclude(round__code=CODE).update(title=WORDS),
    "states before the decision": lambda: Project.objects.filter(round__code="2026-b").update(state="withdrawn"),
}
TABLES = (
    "reviews_scoresheet", "reviews_rankrow", "reviews_selectionrow", "reviews_award", "reviews_override",
    "notices_notice", "notices_objection", "reviews_feedback", "projects_project",
)  # fmt: skip
MASKS = (
    (re.compile(rb'name="(csrfmiddlewaretoken|key|ticket)" value="[^"]+"'), b""),
    (re.compile(rb'nonce="[^"]+"|"csrf":"[^"]+"|"token": "[^"]+"|data-ticket="[^"]+"'), b""),
    # The empty rows of a budget are named by chance.
    (re.compile(rb"\b[0-9a-f]{8}\b"), b""),
)
SHOWN = 20
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with clock.at(clock.now()):
        yield


def paths(seed: int, *, each: int) -> Iterator[str]:
    """Yield addresses of every route: its places filled with what the city holds, drawn anew by ``seed``."""
    drawn, pool = random.Random(seed), _pool()
    for route in all_routes():
        if route.name.startswith(("admin:", "django")) or not _named(route):
            continue
        for _turn in range(each if _PLACE.search(route.pattern) else 1):
            yield _filled(route, pool, drawn)


def _named(route: Route) -> bool:
    return ":" in route.name or route.name.startswith("account") or "<" not in route.pattern


def _filled(route: Route, pool: dict[str, list[Any]], drawn: random.Random) -> str:
    def value(found: "re.Match[str]") -> str:
        kind, name = found[1] or "str", found[2]
        known = pool.get(f"{route.pattern.split('/')[0]}:{name}") or pool.get(name)
        return str(drawn.choice(known or pool["int" if kind == "int" else "code"]))

    return "/" + _PLACE.sub(value, route.pattern.removeprefix("^").removesuffix("$").replace("\\Z", ""))


def _pool() -> dict[str, list[Any]]:
    """Return what stands in addresses: of the applicant's own, of others, of none."""
    projects = list(Project.objects.order_by("pk").values_list("code", flat=True))
    mine = list(own().values_list("code", flat=True))
    receipts = list(Objection.objects.values_list("receipt", flat=True))
    rounds = [CODE, "2026", "2026-b", "2027", "general"]
    return {
        "int": [1, 2, 3, 7, 40], "code": [*mine, *projects[:6], *rounds], "number": [1, 2, 3],
        "receipt": [*receipts, "YY2026-00000000"], "calls:code": rounds, "notices:code": rounds,
        "applications:code": [*mine, *mine, *projects], "feedback:code": [*mine, *mine, *projects],
        "section": ["project", "need", "budget", "files"],
    }  # fmt: skip


def answers(client: Client, asked: list[str]) -> Answers:
    return {path: _answer(client, path) for path in asked}


def _answer(client: Client, path: str) -> tuple[int, str, bytes]:
    page = client.get(path)
    body = b"".join(page.streaming_content) if page.streaming else page.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:  # its core properties hold the instant of making
            body = b"".join(book.read(name) for name in sorted(book.namelist()) if not name.endswith("core.xml"))
    for mask, instead in MASKS:
        body = mask.sub(instead, body)
    return page.status_code, page.get("Location", ""), body


def differing(client: Client, asked: list[str], facts: Facts) -> list[str]:
    """Return the addresses that answer otherwise once these facts are others."""
    return differing_from(shown(client, asked), client, facts)


def shown(client: Client, asked: list[str]) -> Answers:
    """Return what is answered as things stand. Enough of the addresses have to answer at all."""
    found = answers(client, asked)
    pages = sum(status == HTTPStatus.OK for status, _place, _body in found.values())
    assert pages >= min(SHOWN, len(asked) // 3), pages
    return found


def differing_from(before: Answers, client: Client, facts: Facts) -> list[str]:
    with transaction.atomic():
        _unguarded()
        for change in facts.values():
            change()
        cache.clear()
        after = answers(client, list(before))
        transaction.set_rollback(True)
    return [path for path in before if before[path] != after[path]]


def _unguarded() -> None:
    """Take the guards away, as somebody could who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                continue
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


def test_every_hidden_fact_is_there_to_be_hidden(city: None) -> None:
    with transaction.atomic():
        _unguarded()
        assert [name for name, change in HIDDEN_FROM_PUBLIC.items() if not change()] == []
        transaction.set_rollback(True)


def test_an_applicant_is_answered_alike_whatever_is_hidden(city: None) -> None:
    client = signed_in(person("org"))
    asked = list(dict.fromkeys(paths(1, each=1)))
    assert differing(client, asked, HIDDEN) == []


def test_the_public_is_answered_alike_whatever_is_hidden(city: None) -> None:
    asked = list(dict.fromkeys(paths(2, each=1)))
    assert differing(Client(), asked, HIDDEN_FROM_PUBLIC) == []


def test_the_decided_round_shows_its_applicant_what_is_released_and_no_more(city: None) -> None:
    """The addresses that speak of the decision, each with its own project and with another's."""
    mine = Award.objects.get(project__round__code=CODE, project__organization__memberships__user=person("org")).project
    other = Award.objects.filter(project__round__code=CODE).exclude(project=mine).earliest("pk").project
    notices = Notice.objects.filter(round__code=CODE, state="published").order_by("number")
    asked = [reverse("feedback:read", args=[each.code]) for each in (mine, other)]
    asked += [reverse("applications:overview", args=[each.code]) for each in (mine, other)]
    for number in notices.values_list("number", flat=True):
        for name in ("notice", "notice-content", "notice-sheet", "notice-object"):
            asked.append(reverse(f"portal:{name}", args=[CODE, number]))
    asked += [
        reverse("portal:objections"),
        *(reverse("portal:objection", args=[each.receipt]) for each in Objection.objects.all()),
    ]
    assert differing(signed_in(person("org")), asked, HIDDEN) == []
    assert differing(Client(), asked, HIDDEN_FROM_PUBLIC) == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 14))
def test_each_hidden_fact_by_itself_changes_no_answer(city: None, seed: int) -> None:
    asked = list(dict.fromkeys(paths(seed, each=3)))
    for client, facts in ((signed_in(person("org")), HIDDEN), (Client(), HIDDEN_FROM_PUBLIC)):
        before = shown(client, asked)
        for name, change in facts.items():
            assert differing_from(before, client, {name: change}) == [], name
