"""What strikes the checks of one expense. Pure: everything it looks at comes as plain values. Money is fen."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

WHOLE: Final = 10_000
CASH: Final = "cash"
SHORTEST_WORD: Final = 2
# What parts the things that one ban names, and what says nothing by itself.
_BETWEEN = re.compile(r"[、，,；;。/()（）\s]|以及|及其|和|及|与|或")
_LEAD = re.compile(r"^(因公|公务|用于|各类|其他|支付|发放)+")
_TAIL = re.compile(r"(购置|运行费用|费用|支出|建设|活动)+$")


@dataclass(frozen=True)
class Spending:
    """One expense. ``sha256`` is the hash of the voucher's file, empty without one."""

    key: str
    line: str
    on: date
    amount_fen: int
    voucher_number: str
    payee: str
    method: str
    purpose: str
    sha256: str = ""


@dataclass(frozen=True)
class Share:
    """What one line of the budget in force may take of the grant."""

    item: str
    fen: int


@dataclass(frozen=True)
class Ground:
    """What an expense is held against: the budget, the period, the people, the source's bans, the round's limits."""

    lines: Mapping[str, Share]
    starts_on: date | None
    ends_on: date | None
    staff: Collection[str]
    bans: Collection[str]
    cash_limit_fen: int
    over_line_share: int


@dataclass(frozen=True)
class Flag:
    """One thing that struck. ``details`` are plain values for the sentence."""

    code: str
    details: tuple[tuple[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "details": dict(self.details)}


def flags_of(
    spending: Spending, *, spent_fen: int, others: Iterable[Spending], ground: Ground
) -> list[Flag]:  # fmt: skip
    """Return what strikes at an expense, in a fixed order; nothing where all is well.

    ``spent_fen`` is what the other living expenses of the same line take; ``others`` are the living expenses of every
    project of the organisation, itself left out by its key.
    """
    rest = [each for each in others if each.key != spending.key]
    return [
        *_twice(spending, rest),
        *_out_of_plan(spending, spent_fen, ground),
        *_out_of_time(spending, ground),
        *_people(spending, ground),
        *_cash(spending, ground),
        *_banned(spending, ground),
    ]


def _twice(spending: Spending, rest: Iterable[Spending]) -> Iterable[Flag]:
    rows = list(rest)
    same = next((each for each in rows if _voucher(each) == _voucher(spending)), None)
    if same is not None:
        yield Flag("expense_voucher_twice", (("number", same.voucher_number), ("day", same.on.isoformat())))
    photo = next((each for each in rows if spending.sha256 and each.sha256 == spending.sha256), None)
    if photo is not None:
        yield Flag("expense_photo_twice", (("number", photo.voucher_number), ("day", photo.on.isoformat())))


def _out_of_plan(spending: Spending, spent_fen: int, ground: Ground) -> Iterable[Flag]:
    share = ground.lines.get(spending.line)
    if share is None:
        yield Flag("expense_out_of_plan")
        return
    over = spent_fen + spending.amount_fen - share.fen
    if over * WHOLE > share.fen * ground.over_line_share:
        yield Flag("expense_line_over", (("item", share.item), ("over_fen", over), ("line_fen", share.fen)))


def _out_of_time(spending: Spending, ground: Ground) -> Iterable[Flag]:
    if ground.starts_on is not None and spending.on < ground.starts_on:
        yield Flag("expense_before_start", (("day", ground.starts_on.isoformat()),))
    if ground.ends_on is not None and spending.on > ground.ends_on:
        yield Flag("expense_after_end", (("day", ground.ends_on.isoformat()),))


def _people(spending: Spending, ground: Ground) -> Iterable[Flag]:
    if plain(spending.payee) in {plain(name) for name in ground.staff if plain(name)}:
        yield Flag("expense_to_own_people", (("payee", spending.payee),))


def _cash(spending: Spending, ground: Ground) -> Iterable[Flag]:
    if spending.method == CASH and spending.amount_fen > ground.cash_limit_fen:
        yield Flag("expense_cash_large", (("limit_fen", ground.cash_limit_fen),))


def _banned(spending: Spending, ground: Ground) -> Iterable[Flag]:
    found = banned_by(spending, ground)
    if found:
        yield Flag("expense_banned", (("ban", "；".join(found)),))


def banned_by(spending: Spending, ground: Ground) -> list[str]:
    """Return the bans of the source that the words of an expense, or of its line, touch."""
    item = ground.lines[spending.line].item if spending.line in ground.lines else ""
    said = plain(f"{spending.purpose} {item}")
    return [ban for ban in ground.bans if any(word in said for word in words_of(ban))]


def words_of(ban: str) -> list[str]:
    """Return the things that a ban names, one by one, without what only leads up to them."""
    parts = (_TAIL.sub("", _LEAD.sub("", each)) for each in _BETWEEN.split(unicodedata.normalize("NFKC", ban)))
    return [plain(each) for each in parts if len(plain(each)) >= SHORTEST_WORD]


def plain(text: str) -> str:
    """Return a text for comparing: half width, lower case, without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _voucher(spending: Spending) -> tuple[str, int, str]:
    return plain(spending.voucher_number), spending.amount_fen, plain(spending.payee)
