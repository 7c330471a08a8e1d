"""What a rule says about a budget, and what would satisfy it."""

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    BLOCK = "block"


class Act(StrEnum):
    """What a remedy asks for. The first three move money, the others name lines."""

    CUT = "cut"  # take money away; nothing replaces it and the cost falls
    SWAP = "swap"  # another purse pays this much of the grant; the cost stays
    ADD = "add"  # put money on top; the cost rises
    TRIM = "trim"  # bring each named line down by its fen
    DROP = "drop"  # take the named lines out
    BASIS = "basis"  # say how the named lines were calculated
    QUOTE = "quote"  # attach a quotation to the named lines


@dataclass(frozen=True)
class Remedy:
    """One way to satisfy a rule, alone and to the fen: one fen less would not do.

    ``money`` is the money that is moved, in the order in which it goes where that matters; ``into`` the purse that
    pays instead. ``categories`` are where it may be moved; empty means anywhere. ``lines`` are keys with their fen.
    """

    act: Act
    fen: int = 0
    money: tuple[str, ...] = ()
    into: str = ""
    categories: tuple[str, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """``actual`` and ``bound`` are in the rule's own unit; a share is rounded away from its bound when it breaks it,
    so that a broken rule never reads as kept. ``limit_fen`` is the bound in money on today's base."""

    rule: int
    state: State
    actual: int
    bound: int
    counted_fen: int
    limit_fen: int
    lines: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = field(default=())

    @property
    def kept(self) -> bool:
        return self.state == State.OK
