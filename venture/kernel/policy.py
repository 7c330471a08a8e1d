"""One rule, four questions: which rows, this row, which buttons, and may this person do it at all.

A permission is declared once, as ``user -> Q``. Forbidden looks like missing: a row is only ever fetched
through ``visible``. Acts that have no row yet (create a round) are declared with ``declare_act``.
Conflicts of interest and four-eyes rules are no permissions; they are guards in flows, superusers included.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib.auth.backends import BaseBackend
from django.db.models import BooleanField, Case, Exists, IntegerField, Model, Q, QuerySet, Value, When

Rule = Callable[[Any], "Q | Exists"]
Act = Callable[[Any], bool]
M = TypeVar("M", bound=Model)

NOBODY = Q(pk__in=[])
EVERYBODY = ~Q(pk__in=[])
_NO_ROW = NOBODY.children[0]

_rules: dict[str, Rule] = {}
_public: set[str] = set()
_acts: dict[str, Act] = {}


def declare(permission: str, rule: Rule, *, public: bool = False) -> None:
    """Declare who holds ``permission`` on which rows.

    ``public`` lets the rule answer for anonymous visitors too; otherwise they hold nothing.
    """
    if permission in declared():
        raise ValueError(f"{permission} is declared twice")
    _rules[permission] = rule
    if public:
        _public.add(permission)


def declare_act(permission: str, test: Act) -> None:
    """Declare who may do something that has no row yet. Anonymous and inactive people never may."""
    if permission in declared():
        raise ValueError(f"{permission} is declared twice")
    _acts[permission] = test


def declared() -> frozenset[str]:
    return frozenset(_rules) | frozenset(_acts)


def is_act(permission: str) -> bool:
    return permission in _acts


def _known(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def condition(user: Any, permission: str) -> Q:
    """Return the rows of ``permission`` as a condition that combines with ``&``, ``|`` and ``~``.

    Raise ``KeyError`` for a permission nobody declared.
    """
    rule = _rules[permission]
    if not (_known(user) or permission in _public):
        return NOBODY
    answer = rule(user)
    return _reduced(answer) if isinstance(answer, Q) else Q(answer)


def _reduced(rows: Q) -> Q:
    """Return the same rows, as ``NOBODY`` itself where the parts leave none: pages ask whether there is any right."""
    if rows.negated or rows.connector == Q.XOR:
        return rows
    parts = [_reduced(part) if isinstance(part, Q) else part for part in rows.children]
    left = [part for part in parts if part not in (NOBODY, _NO_ROW)]
    if (left and rows.connector == Q.OR) or len(left) == len(parts):
        return Q(*left, _connector=rows.connector)
    return NOBODY


def visible(user: Any, permission: str, rows: "QuerySet[M]") -> "QuerySet[M]":
    return rows.filter(condition(user, permission))


def allows(user: Any, permission: str, row: Model) -> bool:
    """Answer for one row, with one query. In a loop, ask ``with_right`` (rows) or ``rights`` (acts)."""
    return visible(user, permission, type(row)._default_manager.filter(pk=row.pk)).exists()


def rights(user: Any, permissions: Iterable[str], row: Model) -> frozenset[str]:
    """Return which of several permissions ``user`` holds on one row, with one query: what buttons need."""
    names = tuple(permissions)
    rows = type(row)._default_manager.filter(pk=row.pk).order_by()
    asked = [
        visible(user, name, rows).values_list(Value(place, output_field=IntegerField()))
        for place, name in enumerate(names)
    ]
    if not asked:
        return frozenset()
    return frozenset(names[place] for (place,) in asked[0].union(*asked[1:], all=True))


def with_right(user: Any, permission: str, rows: "QuerySet[M]", *, name: str) -> "QuerySet[M]":
    """Annotate each row with a boolean ``name``: may ``user`` do it to this row? No query per row."""
    right = Case(When(condition(user, permission), then=Value(True)), default=Value(False), output_field=BooleanField())
    return rows.annotate(**{name: right})


def may(user: Any, permission: str) -> bool:
    """Answer for an act without a row. Raise ``KeyError`` for an act nobody declared."""
    return _known(user) and _acts[permission](user)


class PolicyBackend(BaseBackend):
    """Let ``user.has_perm`` ask the same place. Guardian's own backend stays out: any yes would win."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if obj is None:
            return perm in _acts and may(user_obj, perm)
        return perm in _rules and allows(user_obj, perm, obj)
