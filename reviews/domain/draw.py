"""A draw that anybody can replay: of experts for a panel, of the running order, of the lot that parts a tie. Pure.

Before the draw the list, the quotas and a commitment are published; the commitment is SHA-256 over them, a salt and a
seed, so that neither can change afterwards. At the draw salt and seed are revealed; ``public`` may be something that
nobody could know before (the winning number of a named lottery draw). Each entry's ticket is the SHA-256 of commitment,
seed, ``public`` and its id, one a line; the lowest tickets are drawn. ``tools/replay_draw.py`` does the same alone.
"""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rounds.domain.canonical import canonical, fingerprint
from venture.kernel.errors import RuleRefusal

VERSION: Final = 1
ALL: Final = ("", None)


@dataclass(frozen=True)
class Entry:
    """One on the list. ``strata`` are the fields it may be drawn for; ``group`` is its institution, empty for none;
    ``excluded`` is the reason code that keeps it out while it stays on the list (conflict, absent, load full).
    """

    id: str
    strata: tuple[str, ...] = ("",)
    group: str = ""
    excluded: str = ""


@dataclass(frozen=True)
class Plan:
    """What is published before. ``quotas`` are (stratum, how many; ``None`` for all), drawn in this order: put the
    scarcest field first. ``per_group`` is the most of one institution, 0 for any number.

    Raise ``ValueError`` where an id or a stratum stands twice or a number is negative.
    """

    purpose: str
    entries: tuple[Entry, ...]
    quotas: tuple[tuple[str, int | None], ...] = (ALL,)
    per_group: int = 0

    def __post_init__(self) -> None:
        ids, strata = [each.id for each in self.entries], [stratum for stratum, _ in self.quotas]
        if len(set(ids)) < len(ids) or len(set(strata)) < len(strata):
            raise ValueError("an id or a stratum stands twice")
        if self.per_group < 0 or any(count is not None and count < 0 for _, count in self.quotas):
            raise ValueError("a number of a draw is not negative")

    def as_json(self) -> dict[str, Any]:
        """Return the plan as plain values, the list sorted by id."""
        return {
            "version": VERSION,
            "purpose": self.purpose,
            "entries": [
                {"id": each.id, "strata": sorted(each.strata), "group": each.group, "excluded": each.excluded}
                for each in sorted(self.entries, key=lambda each: each.id)
            ],
            "quotas": [list(each) for each in self.quotas],
            "per_group": self.per_group,
        }


@dataclass(frozen=True)
class Secret:
    """What is kept until the draw. Make both with ``secrets.token_hex(32)``."""

    salt: str
    seed: str


@dataclass(frozen=True)
class Drawn:
    """The outcome. ``chosen`` are ids by stratum in the order drawn, ``substitutes`` those who come next there.

    ``passed_over`` maps an id to why it was not drawn though its ticket was low enough: ``group`` (its institution is
    full) or the reason that excluded it. ``short`` says how many a stratum lacks.
    """

    chosen: Mapping[str, tuple[str, ...]]
    substitutes: Mapping[str, tuple[str, ...]]
    passed_over: Mapping[str, str]
    short: Mapping[str, int]
    tickets: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {
            "chosen": {stratum: list(ids) for stratum, ids in self.chosen.items()},
            "substitutes": {stratum: list(ids) for stratum, ids in self.substitutes.items()},
            "passed_over": dict(self.passed_over),
            "short": dict(self.short),
            "tickets": dict(self.tickets),
        }


def commitment(plan: Plan, secret: Secret) -> str:
    """Return the SHA-256 in hexadecimal that is published with the plan before the draw."""
    return fingerprint(canonical({"plan": plan.as_json(), "salt": secret.salt, "seed": secret.seed}))


def draw(plan: Plan, secret: Secret, public: str = "") -> Drawn:
    """Return who is drawn. The same plan, secret and ``public`` always give the same outcome."""
    promise = commitment(plan, secret)
    tickets = {each.id: fingerprint("\n".join((promise, secret.seed, public, each.id))) for each in plan.entries}
    in_order = sorted(plan.entries, key=lambda each: tickets[each.id])
    passed = {each.id: each.excluded for each in in_order if each.excluded}
    chosen: dict[str, tuple[str, ...]] = {}
    short: dict[str, int] = {}
    taken: set[str] = set()
    groups: Counter[str] = Counter()
    for stratum, count in plan.quotas:
        drawn: list[str] = []
        for each in in_order:
            if each.excluded or each.id in taken or stratum not in each.strata or len(drawn) == count:
                continue
            if each.group and plan.per_group and groups[each.group] >= plan.per_group:
                passed[each.id] = "group"
                continue
            drawn.append(each.id)
            taken.add(each.id)
            groups[each.group] += 1
        chosen[stratum] = tuple(drawn)
        if count is not None and len(drawn) < count:
            short[stratum] = count - len(drawn)
    left = [each for each in in_order if each.id not in taken and not each.excluded]
    return Drawn(
        chosen,
        {stratum: tuple(each.id for each in left if stratum in each.strata) for stratum, _ in plan.quotas},
        {id_: why for id_, why in passed.items() if id_ not in taken},
        short,
        tickets,
    )


def order_by_lot(purpose: str, ids: Sequence[str], secret: Secret, public: str = "") -> tuple[str, ...]:
    """Return all ``ids`` in a drawn order: the running order of a panel, or the lot. Raise like ``Plan``."""
    return draw(lot_plan(purpose, ids), secret, public).chosen[""]


def lot_plan(purpose: str, ids: Sequence[str]) -> Plan:
    """Return the plan of a draw that orders all ``ids``; ``draw(...).tickets`` are the tickets of a tie's lot."""
    return Plan(purpose, tuple(Entry(each) for each in ids))


def record(plan: Plan, secret: Secret, public: str = "") -> dict[str, Any]:
    """Return what is published after the draw, as plain values: ``replay`` and the standalone program read it."""
    return {
        "plan": plan.as_json(),
        "commitment": commitment(plan, secret),
        "salt": secret.salt,
        "seed": secret.seed,
        "public": public,
        "drawn": draw(plan, secret, public).as_json(),
    }


def replay(kept: Mapping[str, Any]) -> Drawn:
    """Return the outcome of a published record, drawn again.

    Raise ``RuleRefusal``: ``draw_commitment_differs`` (list, salt or seed are not those promised) or
    ``draw_result_differs`` (another outcome was published). Raise ``KeyError`` for what is no record.
    """
    told = kept["plan"]
    entries = tuple(
        Entry(each["id"], tuple(each["strata"]), each["group"], each["excluded"]) for each in told["entries"]
    )
    quotas = tuple((stratum, count) for stratum, count in told["quotas"])
    plan = Plan(told["purpose"], entries, quotas, told["per_group"])
    secret = Secret(kept["salt"], kept["seed"])
    if not hmac.compare_digest(commitment(plan, secret), kept["commitment"]):
        raise RuleRefusal("draw_commitment_differs")
    drawn = draw(plan, secret, kept["public"])
    if drawn.as_json() != kept["drawn"]:
        raise RuleRefusal("draw_result_differs")
    return drawn
