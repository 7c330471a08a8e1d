"""The chart of accounts and what each act of money posts. Amounts are fen.

A posting moves one amount from its credit account to its debit account, both of one fund source and budget year. There
are two books that no posting crosses: the funder's, and the organisation's as the funder keeps it per grant.

    funder        source (credit) · free · committed · payable · paid · returned (credit)
                  of a round: prizes · prize_due · prize_paid · tax_due · tax_paid
    organisation  given (credit) · special · spent · sent_back · written_off

Per source and year:  source = free + committed + payable + paid − returned + all of the rounds' prizes
Per grant and share:  paid = given;  returned = sent_back;  given = special + spent + sent_back + written_off
What is written off stays paid: the money left and does not come back. The claim ends in the organisation's book.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grants.enums import AccountKind as K
from grants.enums import EntryKind as E

CREDIT_SIDE = frozenset({K.SOURCE, K.RETURNED, K.GIVEN})
# Money for creative prizes: of a round as a whole, of no field and no grant.
OF_ROUND = frozenset({K.PRIZES, K.PRIZE_DUE, K.PRIZE_PAID, K.TAX_DUE, K.TAX_PAID})
FUNDER = frozenset({K.SOURCE, K.FREE, K.COMMITTED, K.PAYABLE, K.PAID, K.RETURNED, *OF_ROUND})
ORGANISATION = frozenset({K.GIVEN, K.SPECIAL, K.SPENT, K.SENT_BACK, K.WRITTEN_OFF})
# Whose sum is the grant's ``committed_fen``: what is bound to it, however far it has come.
BOUND = frozenset({K.COMMITTED, K.PAYABLE, K.PAID})
# What money of a source is once it is not returned: the right side of its equation.
HELD = (K.FREE, *sorted(BOUND), *sorted(OF_ROUND))
OF_NO_GRANT = frozenset({K.SOURCE, K.FREE, *OF_ROUND})

# (debit, credit) of each act; one amount goes along every pair, but for prizes (``SPLIT``).
MOVES: Mapping[E, tuple[tuple[K, K], ...]] = {
    E.ALLOT: ((K.FREE, K.SOURCE),),
    E.WITHDRAW: ((K.SOURCE, K.FREE),),
    E.COMMIT: ((K.COMMITTED, K.FREE),),
    E.RELEASE: ((K.FREE, K.COMMITTED),),
    E.APPROVE: ((K.PAYABLE, K.COMMITTED),),
    E.CANCEL: ((K.COMMITTED, K.PAYABLE),),
    E.PAY: ((K.PAID, K.PAYABLE), (K.SPECIAL, K.GIVEN)),
    E.BOUNCE: ((K.COMMITTED, K.PAID), (K.GIVEN, K.SPECIAL)),
    E.SPEND: ((K.SPENT, K.SPECIAL),),
    E.DISALLOW: ((K.SPECIAL, K.SPENT),),
    E.RECOVER: ((K.FREE, K.RETURNED), (K.SENT_BACK, K.SPECIAL)),
    E.WRITE_OFF: ((K.WRITTEN_OFF, K.SPECIAL),),
    E.RESERVE: ((K.PRIZES, K.SOURCE),),
    E.UNRESERVE: ((K.SOURCE, K.PRIZES),),
    E.AWARD: ((K.PRIZE_DUE, K.PRIZES),),
    E.UNAWARD: ((K.PRIZES, K.PRIZE_DUE),),
    E.REWARD: ((K.PRIZE_PAID, K.PRIZE_DUE), (K.TAX_DUE, K.PRIZE_DUE)),
    E.UNREWARD: ((K.PRIZES, K.PRIZE_PAID), (K.PRIZES, K.TAX_DUE)),
    E.REMIT: ((K.TAX_PAID, K.TAX_DUE),),
}
# What an act of a prize moves along its pairs, where it is not the whole: net and tax, or the tax alone.
SPLIT: Mapping[E, tuple[str, ...]] = {E.REWARD: ("net", "tax"), E.UNREWARD: ("net", "tax"), E.REMIT: ("tax",)}
# An entry that carries money over takes it out of the old year and lays it into the new one.
CARRIED = (K.SOURCE, K.FREE), (K.FREE, K.SOURCE)
# What brings the balances of a round begun elsewhere: any step of a grant's way, in its order.
OPENED = (E.ALLOT, E.COMMIT, E.APPROVE, E.PAY, E.SPEND, E.RECOVER)


class Purse(NamedTuple):
    """One fund source and budget year: money of two of them is never mixed."""

    source: int
    year: int


class Place(NamedTuple):
    """One account: ``owner`` is the grant, the round's field, the round for prizes, or nothing for the source."""

    kind: K
    purse: Purse
    owner: int | None = None


@dataclass(frozen=True)
class Move:
    """One posting: ``fen`` from ``credit`` to ``debit``."""

    debit: Place
    credit: Place
    fen: int


@dataclass(frozen=True)
class Part:
    """How much of an act falls on one source and year, and whose field of service it is."""

    purse: Purse
    fen: int
    field: int | None = None


class Overdrawn(ValueError):  # noqa: N818 -- it says what happened
    """An account would fall below nothing. ``place`` is the account, ``left`` what it has."""

    def __init__(self, place: Place, left: int) -> None:
        super().__init__(f"{place.kind} has {left}")
        self.place, self.left = place, left


def moves_of(kind: E, parts: Iterable[Part], *, grant: int | None = None) -> tuple[Move, ...]:
    """Return the postings of an act, part by part in the order of source and year."""
    moves = []
    for part in sorted(parts, key=lambda each: each.purse):
        for debit, credit in MOVES[kind]:
            moves.append(Move(_place(debit, part, grant), _place(credit, part, grant), part.fen))
    return tuple(moves)


def carried(part: Part, *, to_year: int) -> tuple[Move, ...]:
    """Return the postings that carry free money over into another budget year."""
    later = Part(Purse(part.purse.source, to_year), part.fen, part.field)
    out, into = (
        Move(_place(debit, each, None), _place(credit, each, None), part.fen)
        for (debit, credit), each in zip(CARRIED, (part, later), strict=True)
    )
    return out, into


def prize_moves(kind: E, purse: Purse, round_id: int, *, gross: int, tax: int = 0) -> tuple[Move, ...]:
    """Return the postings of an act with a prize, or with the money set aside for prizes (``gross``). A tax of nought
    moves nothing."""
    parts = {"gross": gross, "tax": tax, "net": gross - tax}
    names = SPLIT.get(kind, ("gross",))
    moves = (
        Move(_of_round(debit, purse, round_id), _of_round(credit, purse, round_id), parts[name])
        for (debit, credit), name in zip(MOVES[kind], names, strict=True)
    )
    return tuple(move for move in moves if move.fen)


def _of_round(kind: K, purse: Purse, round_id: int) -> Place:
    return Place(kind, purse, None if kind == K.SOURCE else round_id)


def turned(moves: Iterable[Move]) -> tuple[Move, ...]:
    """Return the reversal: the same amounts the other way."""
    return tuple(Move(each.credit, each.debit, each.fen) for each in moves)


def _place(kind: K, part: Part, grant: int | None) -> Place:
    owner = {K.SOURCE: None, K.FREE: part.field}.get(kind, grant)
    return Place(kind, part.purse, owner)


Balances = Mapping[Place, int]


def posted(balances: Balances, moves: Iterable[Move]) -> dict[Place, int]:
    """Return the balances after these postings, each on its own side.

    Raise ``ValueError`` for a posting that moves nothing, mixes sources or crosses the books, and ``Overdrawn`` when an
    account would fall below nothing; the balances given stay as they are.
    """
    after = dict(balances)
    for move in moves:
        _refuse_strange(move)
        for place, up in (
            (move.debit, move.debit.kind not in CREDIT_SIDE),
            (move.credit, move.credit.kind in CREDIT_SIDE),
        ):
            after[place] = after.get(place, 0) + (move.fen if up else -move.fen)
    for place, balance in after.items():
        if balance < 0:
            raise Overdrawn(place, balances.get(place, 0))
    return after


def _refuse_strange(move: Move) -> None:
    if move.fen <= 0:
        raise ValueError("a posting moves money")
    if move.debit == move.credit:
        raise ValueError("a posting goes from one account to another")
    if move.debit.purse != move.credit.purse:
        raise ValueError("a posting stays within one source and year")
    if (move.debit.kind in FUNDER) != (move.credit.kind in FUNDER):
        raise ValueError("a posting stays within one book")


class Gap(NamedTuple):
    """An equation that does not hold: which one, where, and what both sides say."""

    rule: str
    where: tuple[int, ...]
    left: int
    right: int


def gaps(balances: Balances) -> tuple[Gap, ...]:
    """Return every equation of the books that these balances break."""
    sums: dict[tuple[Purse, int | None], dict[K, int]] = {}
    whole: dict[Purse, dict[K, int]] = {}
    for place, balance in balances.items():
        own = sums.setdefault((place.purse, None if place.kind in OF_NO_GRANT else place.owner), {})
        own[place.kind] = own.get(place.kind, 0) + balance
        all_of = whole.setdefault(place.purse, {})
        all_of[place.kind] = all_of.get(place.kind, 0) + balance
    found = [Gap("source", tuple(purse), *equation(kinds)) for purse, kinds in whole.items()]
    for (purse, grant), kinds in sums.items():
        if grant is not None:
            found += [Gap(rule, (*purse, grant), left, right) for rule, left, right in grant_equations(kinds)]
    return tuple(gap for gap in found if gap.left != gap.right)


def equation(kinds: Mapping[K, int]) -> tuple[int, int]:
    """Return both sides of the equation of one source and year."""
    return kinds.get(K.SOURCE, 0), sum(kinds.get(each, 0) for each in HELD) - kinds.get(K.RETURNED, 0)


def grant_equations(kinds: Mapping[K, int]) -> tuple[tuple[str, int, int], ...]:
    """Return the three equations of one grant's share."""
    given = kinds.get(K.GIVEN, 0)
    held = sum(kinds.get(each, 0) for each in (K.SPECIAL, K.SPENT, K.SENT_BACK, K.WRITTEN_OFF))
    return (
        ("paid_is_given", kinds.get(K.PAID, 0), given),
        ("returned_is_sent_back", kinds.get(K.RETURNED, 0), kinds.get(K.SENT_BACK, 0)),
        ("book_of_organisation", given, held),
    )


def drawn(fen: int, there: Sequence[tuple[Purse, int]]) -> tuple[tuple[Purse, int], ...] | None:
    """Return ``fen`` taken from these purses, the oldest year first; ``None`` when they do not hold as much."""
    taken, missing = [], fen
    for purse, held in sorted(there, key=lambda each: (each[0].year, each[0].source)):
        part = min(held, missing)
        if part > 0:
            taken.append((purse, part))
            missing -= part
    return None if missing else tuple(taken)
