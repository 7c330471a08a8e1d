"""The pure ledger: whatever is booked in whatever order, the equations hold and nothing is overdrawn."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from grants.domain.ledger import (
    CREDIT_SIDE,
    FUNDER,
    MOVES,
    ORGANISATION,
    Move,
    Overdrawn,
    Part,
    Place,
    Purse,
    carried,
    drawn,
    gaps,
    moves_of,
    posted,
    turned,
)
from grants.domain.lifecycle import GRANT_LIFE, PAYMENT_LIFE
from grants.domain.ticks import SAFETY, Facts, crosses, ticks_of
from grants.enums import AccountKind, EntryKind, GrantState, PaymentState
from venture.kernel.errors import RuleRefusal

PURSE = Purse(1, 2026)
FIELD, GRANT = 7, 3
QUICK = settings(max_examples=40, deadline=None)


def test_every_act_stays_within_one_book_and_every_account_belongs_to_one() -> None:
    assert frozenset(AccountKind) == FUNDER | ORGANISATION
    assert not FUNDER & ORGANISATION
    for pairs in MOVES.values():
        for debit, credit in pairs:
            assert (debit in FUNDER) == (credit in FUNDER)


@pytest.mark.parametrize(
    "move",
    [
        Move(Place(AccountKind.FREE, PURSE, FIELD), Place(AccountKind.SOURCE, PURSE), 0),
        Move(Place(AccountKind.FREE, PURSE, FIELD), Place(AccountKind.SOURCE, PURSE), -1),
        Move(Place(AccountKind.SOURCE, PURSE), Place(AccountKind.SOURCE, PURSE), 1),
        Move(Place(AccountKind.FREE, PURSE, FIELD), Place(AccountKind.SOURCE, Purse(1, 2027)), 1),
        Move(Place(AccountKind.FREE, PURSE, FIELD), Place(AccountKind.SOURCE, Purse(2, 2026)), 1),
        Move(Place(AccountKind.SPECIAL, PURSE, GRANT), Place(AccountKind.PAYABLE, PURSE, GRANT), 1),
    ],
)
def test_a_posting_that_moves_nothing_mixes_money_or_crosses_the_books_is_refused(move: Move) -> None:
    with pytest.raises(ValueError, match="a posting"):
        posted({}, [move])


def test_more_than_an_account_holds_is_refused_with_what_it_holds() -> None:
    with pytest.raises(Overdrawn) as refused:
        posted(
            {Place(AccountKind.FREE, PURSE, FIELD): 9},
            moves_of(EntryKind.COMMIT, [Part(PURSE, 10, FIELD)], grant=GRANT),
        )
    assert (refused.value.place.kind, refused.value.left) == (AccountKind.FREE, 9)


def test_a_reversal_brings_every_balance_back() -> None:
    start = posted({}, moves_of(EntryKind.ALLOT, [Part(PURSE, 100, FIELD)]))
    moves = moves_of(EntryKind.COMMIT, [Part(PURSE, 60, FIELD)], grant=GRANT)
    back = posted(posted(start, moves), turned(moves))
    assert {place: fen for place, fen in back.items() if fen} == start


def test_carrying_over_leaves_the_old_year_and_fills_the_new_one() -> None:
    start = posted({}, moves_of(EntryKind.ALLOT, [Part(PURSE, 100, FIELD)]))
    after = posted(start, carried(Part(PURSE, 30, FIELD), to_year=2027))
    assert after[Place(AccountKind.FREE, Purse(1, 2027), FIELD)] == 30
    assert after[Place(AccountKind.SOURCE, PURSE)] == 70
    assert gaps(after) == ()


@QUICK
@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(2024, 2026), st.integers(0, 50)), max_size=6), st.integers(0, 200)
)
def test_what_is_drawn_makes_up_the_amount_and_the_oldest_year_goes_first(
    rows: list[tuple[int, int, int]], fen: int
) -> None:
    there = list({Purse(source, year): held for source, year, held in rows}.items())
    taken = drawn(fen, there)
    if taken is None:
        assert sum(held for _purse, held in there) < fen
        return
    assert sum(part for _purse, part in taken) == fen
    left = {purse: held - dict(taken).get(purse, 0) for purse, held in there}
    assert all(left[purse] >= 0 for purse in left)
    if taken:
        newest = max(purse.year for purse, _part in taken)
        assert all(left[purse] == 0 for purse in left if purse.year < newest)


class Money(RuleBasedStateMachine):
    """A small round played at random: grants with their lives, payments with theirs, one envelope under all of them."""

    AWARDS = (40, 35, 50)

    def __init__(self) -> None:
        super().__init__()
        self.balances = posted({}, moves_of(EntryKind.ALLOT, [Part(PURSE, 100, FIELD)]))
        # Nobody is awarded yet; the third waits in the reserve.
        self.states: dict[int, GrantState] = {}
        self.objected: set[int] = set()
        self.upheld: set[int] = set()
        self.payments: list[tuple[int, int, PaymentState]] = []

    def book(self, kind: EntryKind, grant: int, fen: int) -> bool:
        try:
            self.balances = posted(self.balances, moves_of(kind, [Part(PURSE, fen, FIELD)], grant=grant))
        except Overdrawn:
            return False
        return True

    def held(self, kind: AccountKind, grant: int) -> int:
        return self.balances.get(Place(kind, PURSE, grant), 0)

    def move(self, grant: int, verb: str) -> bool:
        try:
            self.states[grant] = GRANT_LIFE.target_of(verb, self.states[grant])
        except (RuleRefusal, KeyError):
            return False
        return True

    grants = st.integers(0, 2)

    @rule(grant=grants)
    def award(self, grant: int) -> None:
        if grant != 2 or any(state == GrantState.ABANDONED for state in self.states.values()):
            self.states.setdefault(grant, GrantState.OFFERED)

    @rule(grant=grants)
    def object(self, grant: int) -> None:
        if grant in self.states:
            self.objected.add(grant)

    @rule(grant=grants, upheld=st.booleans())
    def uphold(self, grant: int, upheld: bool) -> None:
        if grant in self.objected:
            self.objected.discard(grant)
            if upheld:
                self.upheld.add(grant)

    def stopped(self, grant: int) -> bool:
        return grant in self.objected or grant in self.upheld

    def crossed(self, grant: int, fen: int, only: frozenset[str] | None = None) -> bool:
        """Tell whether a check says no, everything that this small round does not know standing well."""
        state, day = self.states[grant], date(PURSE.year, 7, 1)
        ticks = ticks_of(
            Facts(
                day=day, held=self.stopped(grant), signed=state != GrantState.OFFERED, state=state, verified=True,
                under_way=state in {*GrantState.under_way(), GrantState.CLOSING}, account=1, account_asked=1,
                holder_fits=True, receipt=True, receipt_fen=fen, amount_fen=fen, tranche_fen=fen,
                award_left_fen=self.held(AccountKind.COMMITTED, grant), parts={"": fen}, booked=only is not None,
                left={"": self.held(AccountKind.COMMITTED, grant)},
            )
        )  # fmt: skip
        return bool(crosses(ticks, only))

    @rule(grant=grants)
    def sign(self, grant: int) -> None:
        if self.stopped(grant) or self.states.get(grant) != GrantState.OFFERED:
            return
        if self.book(EntryKind.COMMIT, grant, self.AWARDS[grant]):
            self.move(grant, "sign")

    @rule(grant=grants)
    def abandon(self, grant: int) -> None:
        untouched = self.held(AccountKind.PAYABLE, grant) == 0 and self.held(AccountKind.PAID, grant) == 0
        if grant in self.states and untouched and self.move(grant, "abandon"):
            self._release(grant)

    def _release(self, grant: int) -> None:
        left = self.held(AccountKind.COMMITTED, grant)
        if left:
            assert self.book(EntryKind.RELEASE, grant, left)

    @rule(grant=grants, verb=st.sampled_from(["start", "suspend", "resume", "begin_close", "reopen"]))
    def change(self, grant: int, verb: str) -> None:
        self.move(grant, verb)

    @rule(grant=grants)
    def terminate(self, grant: int) -> None:
        if self.held(AccountKind.PAYABLE, grant) == 0 and self.move(grant, "terminate"):
            self._release(grant)

    @rule(grant=grants, fen=st.integers(1, 40))
    def approve(self, grant: int, fen: int) -> None:
        if grant not in self.states or self.crossed(grant, fen):
            return
        state = PAYMENT_LIFE.target_of("approve", PaymentState.REQUESTED)
        # What the checks let through, the books hold; and no way leads here past an objection.
        assert self.book(EntryKind.APPROVE, grant, fen)
        assert not self.stopped(grant)
        self.payments.append((grant, fen, state))

    @precondition(lambda self: self.payments)
    @rule(data=st.data(), verb=st.sampled_from(["send", "lose", "confirm", "fail", "cancel", "return"]))
    def settle(self, data: st.DataObject, verb: str) -> None:
        place = data.draw(st.integers(0, len(self.payments) - 1))
        grant, fen, state = self.payments[place]
        if verb == "send" and self.crossed(grant, fen, SAFETY):
            return
        assert verb != "send" or not self.stopped(grant)
        try:
            after = PAYMENT_LIFE.target_of(verb, state)
        except RuleRefusal:
            return
        kind = {
            "confirm": EntryKind.PAY, "fail": EntryKind.CANCEL, "cancel": EntryKind.CANCEL, "return": EntryKind.BOUNCE,
        }.get(verb)  # fmt: skip
        if kind is None or self.book(kind, grant, fen):
            self.payments[place] = (grant, fen, after)

    @rule(grant=grants, fen=st.integers(1, 30), kind=st.sampled_from([EntryKind.SPEND, EntryKind.DISALLOW]))
    def use(self, grant: int, fen: int, kind: EntryKind) -> None:
        if self.states.get(grant) not in {None, GrantState.CLOSED}:
            self.book(kind, grant, fen)

    @rule(grant=grants, fen=st.integers(1, 30), kind=st.sampled_from([EntryKind.RECOVER, EntryKind.WRITE_OFF]))
    def recover(self, grant: int, fen: int, kind: EntryKind) -> None:
        if self.states.get(grant) in {GrantState.ACTIVE, GrantState.CLOSING, GrantState.TERMINATED}:
            self.book(kind, grant, fen)

    @rule(grant=grants)
    def close(self, grant: int) -> None:
        if self.held(AccountKind.SPECIAL, grant) or self.held(AccountKind.PAYABLE, grant):
            return
        if self.states.get(grant) in {GrantState.CLOSING, GrantState.TERMINATED}:
            self._release(grant)
            self.move(grant, "close")

    @invariant()
    def the_books_are_in_order(self) -> None:
        assert gaps(self.balances) == ()
        assert all(fen >= 0 for fen in self.balances.values())
        assert self.balances[Place(AccountKind.SOURCE, PURSE)] == 100

    @invariant()
    def nothing_is_paid_above_what_was_awarded(self) -> None:
        for grant, award in enumerate(self.AWARDS):
            bound = sum(
                self.held(kind, grant) for kind in (AccountKind.COMMITTED, AccountKind.PAYABLE, AccountKind.PAID)
            )
            assert bound <= award
            assert self.held(AccountKind.RETURNED, grant) <= self.held(AccountKind.PAID, grant)

    @invariant()
    def the_state_of_every_payment_agrees_with_the_books(self) -> None:
        for grant in range(len(self.AWARDS)):
            mine = [(fen, state) for owner, fen, state in self.payments if owner == grant]
            assert self.held(AccountKind.PAID, grant) == sum(fen for fen, state in mine if state == PaymentState.PAID)
            waits = {PaymentState.APPROVED, PaymentState.SENT, PaymentState.UNKNOWN}
            assert self.held(AccountKind.PAYABLE, grant) == sum(fen for fen, state in mine if state in waits)

    @invariant()
    def closed_holds_nothing(self) -> None:
        for grant, state in self.states.items():
            if state == GrantState.CLOSED:
                kinds = (AccountKind.COMMITTED, AccountKind.PAYABLE, AccountKind.SPECIAL)
                assert [self.held(kind, grant) for kind in kinds] == [0, 0, 0]


def _machine(name: str, *, runs: int, steps: int) -> type:
    machine = type(name, (Money,), {})
    case: type = machine.TestCase  # type: ignore[attr-defined]
    case.settings = settings(  # type: ignore[attr-defined]
        max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    return case


TestMoneyInTheGate = _machine("InTheGate", runs=25, steps=30)
TestMoneyInTheSoak = pytest.mark.soak(_machine("InTheSoak", runs=2_000, steps=50))
assert CREDIT_SIDE < FUNDER | ORGANISATION
