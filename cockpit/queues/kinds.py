"""A kind of work that waits, and how it is counted: all kinds in one query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Model, QuerySet, Value
from django.urls import get_urlconf
from django.utils.translation import get_language

from venture.kernel import policy

Rows = Callable[[Any, datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Queue:
    """``rows`` are what waits for the person now; ``link`` opens the list behind the number, ``desk`` the place where
    the work is done, where that is another one. A ``silent`` one only says whether there is anything to be opened.
    """

    key: str
    words: Any
    verb: Any
    may: Callable[[Any], bool]
    rows: Rows
    link: Callable[[], str]
    desk: Callable[[], str] | None = None
    urgent: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Waiting:
    queue: Queue
    count: int

    @property
    def url(self) -> str:
        return address(self.queue.link)

    @property
    def desk(self) -> str:
        return address(self.queue.desk or self.queue.link)


def address(link: Callable[[], str]) -> str:
    """Return where ``link`` leads: the same for everybody who reads the desk in a language."""
    return _address(link, get_urlconf(), get_language())


@lru_cache(maxsize=512)
def _address(link: Callable[[], str], urlconf: str | None, language: str | None) -> str:
    return link()


def visible(permission: str, model: type[Model]) -> Rows:
    """Return the rows on which the person may take this step now."""
    return lambda user, _now: policy.visible(user, permission, model._default_manager.all())


def may(permission: str) -> Callable[[Any], bool]:
    return lambda user: policy.condition(user, permission) != policy.NOBODY


def counted(rows: Sequence[QuerySet[Any]]) -> dict[int, int]:
    """Count each of ``rows``; the number of queries stays one however many queues there are."""
    sums = [
        each.order_by().annotate(_queue=Value(place)).values("_queue").annotate(_waiting=Count("pk", distinct=True))
        for place, each in enumerate(rows)
    ]
    if not sums:
        return {}
    pairs = [each.values_list("_queue", "_waiting") for each in sums]
    return dict(pairs[0].union(*pairs[1:], all=True))
