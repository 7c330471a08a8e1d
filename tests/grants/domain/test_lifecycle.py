"""All verbs × all states of everything that a grant brings with it, against the table as people read it."""

import pytest

from grants.domain import lifecycle
from venture.kernel.errors import RuleRefusal
from venture.kernel.lifecycle import Lifecycle

# Each life: its table, the code of a move that leads nowhere, where it begins, what is final, and its moves in words.
LIVES: dict[str, tuple[Lifecycle, str, str, set[str], dict[str, str]]] = {
    "grant": (
        lifecycle.GRANT_LIFE, "grant_illegal_move", "offered", {"closed", "abandoned"},
        {
            "sign": "offered > agreed", "abandon": "offered agreed > abandoned", "start": "agreed > active",
            "suspend": "agreed active > suspended", "resume": "suspended > active",
            "terminate": "agreed active suspended closing > terminated", "begin_close": "active > closing",
            "reopen": "closing > active", "close": "closing terminated > closed",
        },
    ),
    "agreement": (
        lifecycle.AGREEMENT_LIFE, "agreement_illegal_move", "draft", {"void"},
        {
            "send": "draft > sent", "sign": "sent > countersign", "countersign": "countersign > signed",
            "void": "draft sent countersign > void", "end": "signed > void",
        },
    ),
    "improvement": (
        lifecycle.IMPROVEMENT_LIFE, "improvement_illegal_move", "open", {"agreed", "dropped"},
        {
            "offer": "open > offered", "return": "offered > open", "agree": "offered > agreed",
            "drop": "open offered > dropped",
        },
    ),
    "payment": (
        lifecycle.PAYMENT_LIFE, "payment_illegal_move", "requested",
        {"withdrawn", "refused", "cancelled", "failed", "returned"},
        {
            "withdraw": "requested > withdrawn", "refuse": "requested > refused", "approve": "requested > approved",
            "cancel": "approved > cancelled", "send": "approved > sent", "lose": "sent > unknown",
            "confirm": "sent unknown > paid", "fail": "sent unknown > failed", "return": "paid > returned",
        },
    ),
    "order": (
        lifecycle.ORDER_LIFE, "payment_order_illegal_move", "draft", {"settled", "dropped"},
        {
            "check": "draft > checked", "drop": "draft checked > dropped", "send": "checked > sent",
            "settle": "sent > settled",
        },
    ),
    "report": (
        lifecycle.REPORT_LIFE, "report_illegal_move", "due", {"accepted", "waived"},
        {
            "submit": "due returned > submitted", "return": "submitted > returned", "accept": "submitted > accepted",
            "waive": "due returned > waived",
        },
    ),
    "expense": (
        lifecycle.EXPENSE_LIFE, "expense_illegal_move", "entered", {"disallowed", "reversed"},
        {
            "query": "entered > queried", "answer": "queried > entered", "accept": "entered queried > accepted",
            "disallow": "entered queried accepted > disallowed", "reverse": "entered queried > reversed",
        },
    ),
    "ask": (
        lifecycle.ASK_LIFE, "request_illegal_move", "asked", {"approved", "refused", "withdrawn"},
        {"approve": "asked > approved", "refuse": "asked > refused", "withdraw": "asked > withdrawn"},
    ),
    "visit": (
        lifecycle.VISIT_LIFE, "visit_illegal_move", "planned", {"done", "dropped"},
        {"record": "planned > done", "drop": "planned > dropped"},
    ),
    "recovery": (
        lifecycle.RECOVERY_LIFE, "recovery_illegal_move", "open", {"settled", "written_off"},
        {"settle": "open > settled", "write_off": "open > written_off"},
    ),
    "evaluation": (
        lifecycle.EVALUATION_LIFE, "evaluation_illegal_move", "open", {"replaced"},
        {
            "propose": "open > proposed", "return": "proposed > open", "confirm": "proposed > confirmed",
            "publish": "confirmed > published", "replace": "confirmed published > replaced",
        },
    ),
    "closure": (
        lifecycle.CLOSURE_LIFE, "closure_illegal_move", "open", {"closed"},
        {"check": "open > checked", "return": "checked > open", "close": "checked > closed"},
    ),
    "annual account": (
        lifecycle.ANNUAL_LIFE, "annual_account_illegal_move", "draft", {"published"},
        {"check": "draft > checked", "return": "checked > draft", "publish": "checked > published"},
    ),
    "donation": (
        lifecycle.DONATION_LIFE, "donation_illegal_move", "intended", {"declined", "withdrawn"},
        {
            "agree": "intended > agreed", "receive": "agreed received > received",
            "decline": "intended agreed > declined", "withdraw": "intended agreed > withdrawn",
        },
    ),
    "gift": (
        lifecycle.GIFT_LIFE, "gift_illegal_move", "waiting", {"standing", "refused"},
        {"confirm": "waiting > standing", "refuse": "waiting > refused"},
    ),
    "refund": (
        lifecycle.REFUND_LIFE, "refund_illegal_move", "asked", {"paid", "refused"},
        {"approve": "asked > approved", "refuse": "asked > refused", "pay": "approved > paid"},
    ),
    "prize": (
        lifecycle.PRIZE_LIFE, "prize_illegal_move", "asked", {"refused", "withdrawn", "failed", "returned"},
        {
            "approve": "asked > approved", "refuse": "asked > refused", "withdraw": "asked > withdrawn",
            "pay": "approved > paid", "fail": "approved > failed", "return": "paid > returned", "remit": "paid > paid",
        },
    ),
    "fund": (
        lifecycle.FUND_LIFE, "fund_illegal_move", "draft", set(),
        {"open": "draft closed > open", "close": "open > closed"},
    ),
    "story": (
        lifecycle.STORY_LIFE, "story_illegal_move", "draft", set(),
        {"offer": "draft > offered", "return": "offered published > draft", "publish": "offered > published"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIVES)
def test_every_verb_moves_exactly_from_where_people_read_it(name: str) -> None:
    life, code, _first, _final, moves = LIVES[name]
    assert set(life.moves) == set(moves)
    for verb, words in moves.items():
        sources, _to, target = words.partition(" > ")
        for state in life.states:
            if state.value in sources.split():
                assert life.target_of(verb, state.value).value == target
                assert verb in life.verbs_from(state.value)
                continue
            with pytest.raises(RuleRefusal) as refused:
                life.target_of(verb, state.value)
            assert (refused.value.code, refused.value.details) == (code, {"state": state.label})  # type: ignore[attr-defined]
            assert verb not in life.verbs_from(state.value)


@pytest.mark.parametrize("name", LIVES)
def test_every_state_is_reached_and_the_last_ones_are_final(name: str) -> None:
    life, _code, first, final, _moves = LIVES[name]
    reached, waits = {first}, [first]
    while waits:
        here = waits.pop()
        after = {life.target_of(verb, here).value for verb in life.verbs_from(here)} - reached
        reached |= after
        waits += after
    assert reached == {state.value for state in life.states}
    assert {state.value for state in life.final} == final


def test_every_life_of_the_table_is_tried() -> None:
    told = {each for each in vars(lifecycle).values() if isinstance(each, Lifecycle)}
    assert told == {life for life, *_rest in LIVES.values()}
