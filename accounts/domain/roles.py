"""Who may give which role, which roles one person may hold together, and which may be lent. Data, and pure answers.

Sources: 《行政事业单位内部控制规范（试行）》第十五条 (不相容岗位相互分离), 《会计法》第三十七条 (出纳、稽核等岗位分离).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from accounts.domain.areas import covers
from accounts.enums import Role

LENT_AT_MOST_DAYS: Final = 366
Held = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Giving:
    """Who may propose a role, and who must agree. Without ``confirmers`` it is held as soon as it is proposed."""

    proposers: frozenset[Role]
    confirmers: frozenset[Role] = frozenset()

    @property
    def needs_two(self) -> bool:
        return bool(self.confirmers)


_EITHER = frozenset({Role.SYSTEM_ADMIN, Role.HEAD})
# An expert reads and scores what is assigned, nothing else: whoever runs the round may bring one in.
_EXPERT = Giving(proposers=frozenset({Role.CLERK, Role.HEAD, Role.OPERATOR, Role.SYSTEM_ADMIN}))
# Staff and outside readers: one of the two keepers proposes, the other kind or another person of either agrees.
_STAFF = Giving(proposers=_EITHER, confirmers=_EITHER)
# Roles that decide, pay or hold the keys: the administrator never decides alone who they are.
_WEIGHTY = Giving(proposers=frozenset({Role.SYSTEM_ADMIN}), confirmers=frozenset({Role.HEAD}))

GIVING: Final[dict[Role, Giving]] = {
    Role.EXPERT: _EXPERT,
    Role.CLERK: _STAFF,
    Role.OPERATOR: _STAFF,
    Role.EVALUATOR: _STAFF,
    Role.AUDITOR: _STAFF,
    Role.SUPERVISION: _STAFF,
    Role.HEAD: _WEIGHTY,
    Role.LEADER: _WEIGHTY,
    Role.FINANCE_MAKER: _WEIGHTY,
    Role.FINANCE_CHECKER: _WEIGHTY,
    Role.SYSTEM_ADMIN: _WEIGHTY,
}

# Everything that is not named here is kept apart: the money's maker from its checker and from whoever decides, the
# operator from the bureau, the evaluator, the auditor and the supervision from everybody they look at.
TOGETHER: Final = frozenset(
    {
        frozenset({Role.CLERK, Role.HEAD}),
        frozenset({Role.HEAD, Role.LEADER}),
        frozenset({Role.CLERK, Role.SYSTEM_ADMIN}),
    }
)

# An expert may belong to an organisation; conflicts of interest are looked at project by project. Nobody else may.
MAY_APPLY: Final = frozenset({Role.EXPERT})

# A vote and a review are given in person. The roles that look on from outside stand for their own house.
LENDABLE: Final = frozenset(
    {Role.CLERK, Role.HEAD, Role.OPERATOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.SYSTEM_ADMIN}
)
# What a head may lend for a colleague who is away and cannot do it: never money, never keys, never a decision.
LENT_BY_HEAD: Final = frozenset({Role.CLERK, Role.OPERATOR})

# Without one of these for the whole city nobody could give a role any more.
KEEPERS: Final = frozenset({Role.HEAD, Role.SYSTEM_ADMIN})

# A lost second factor: who may make sure who asks, and who may then have it removed.
IDENTIFIERS: Final = (Role.CLERK, Role.HEAD, Role.SYSTEM_ADMIN)
APPROVERS: Final = (Role.HEAD, Role.SYSTEM_ADMIN)


def may_be_held_together(one: str, other: str) -> bool:
    return one == other or frozenset({one, other}) in TOGETHER


def apart_from(role: str, held: Collection[str]) -> tuple[str, ...]:
    """Return the roles among ``held`` that one person cannot hold beside ``role``, in the order of the enum."""
    return tuple(each for each in Role.values if each in held and not may_be_held_together(role, each))


def never_applies(roles: Collection[str]) -> bool:
    """Say whether a person with these roles may not belong to an organisation that applies."""
    return not set(roles) <= MAY_APPLY


def may_propose(held: Held, role: str, area: str) -> bool:
    """Say whether somebody with ``held`` (role, area code) may propose ``role`` for ``area``."""
    return _any(held, GIVING[Role(role)].proposers, area)


def may_confirm(held: Held, role: str, area: str) -> bool:
    return _any(held, GIVING[Role(role)].confirmers, area)


def may_end(held: Held, role: str, area: str) -> bool:
    """Say whether somebody may end ``role``. Taking a right away is quick: whoever may propose or confirm it may."""
    giving = GIVING[Role(role)]
    return _any(held, giving.proposers | giving.confirmers, area)


def may_lend_for_others(held: Held, role: str, area: str) -> bool:
    return role in LENT_BY_HEAD and _any(held, {Role.HEAD}, area)


def proposable(held: Held) -> tuple[Role, ...]:
    """Return the roles that somebody with ``held`` may propose anywhere, in the order of the enum."""
    have = {role for role, _area in held}
    return tuple(role for role in Role if GIVING[role].proposers & have)


def period_fault(starts_on: date, ends_on: date | None, *, today: date, source_ends_on: date | None) -> str | None:
    """Return the refusal that the days of a loan deserve, or ``None``."""
    if ends_on is None or ends_on < starts_on or ends_on < today:
        return "period_backwards"
    if (ends_on - starts_on).days >= LENT_AT_MOST_DAYS:
        return "loan_too_long"
    if source_ends_on is not None and ends_on > source_ends_on:
        return "loan_outlives_role"
    return None


def _any(held: Held, roles: Collection[str], area: str) -> bool:
    return any(role in roles and covers(where, area) for role, where in held)
