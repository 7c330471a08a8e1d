"""Down the ranking within the money: the prototype's cases by name, every margin tried out by moving the mean."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.domain.selection import (
    OUT,
    RESERVE,
    SELECTED,
    Candidate,
    Envelope,
    Limits,
    Override,
    Selection,
    call_up,
    difference,
    select,
    transfer,
)  # fmt: skip
from tests.reviews.domain.reckonings import Market, markets, ranked
from venture.kernel.errors import RuleRefusal

WAN = 1_000_000
OTHER = Envelope("other", "other", "lottery", 80 * WAN)
PLAIN = Limits()


def project(code: str, points: str, wan: str, category: str = "other", **more: Any) -> Candidate:
    return Candidate(
        code, category, more.pop("organisation", f"O-{code}"), Decimal(points), 1, int(Decimal(wan) * WAN), **more
    )


def five(*more: Candidate) -> list[Candidate]:
    """The field “other” of the prototype: four selected, two in reserve."""
    return ranked(
        [
            project("B-101", "89.50", "13.48"), project("B-103", "88.00", "17.00"), project("B-105", "85.00", "16.00"),
            project("B-107", "83.20", "17.16"), project("B-028", "83.10", "18.07"), project("B-072", "83.00", "14.64"),
            *more,
        ]
    )  # fmt: skip


def outcome(selection: Selection) -> list[tuple[str, str, str, int | None]]:
    return [(each.code, each.state, each.reason, each.reserve_number) for each in selection.places]


def test_the_line_is_drawn_where_the_next_does_not_fit_and_every_reason_is_told() -> None:
    selection = select(five(), [OTHER], PLAIN)
    first, *_, line, behind = selection.places

    assert [each.code for each in selection.selected] == ["B-101", "B-103", "B-105", "B-107"]
    assert (line.state, line.reason, line.details, line.margin, line.rival, line.reserve_number) == (
        RESERVE, "envelope_over", {"category": "other", "left": 1_636 * 10_000, "needs": 1_807 * 10_000},
        Decimal("-0.10"), "B-107", 1,
    )  # fmt: skip
    # The smaller one would fit, but nobody passes a higher one: it only has to come before it.
    assert (behind.state, behind.reason, behind.details, behind.margin, behind.rival, behind.reserve_number) == (
        RESERVE, "behind_the_line", {"category": "other", "line": "B-028"}, Decimal("-0.10"), "B-028", 2,
    )  # fmt: skip
    assert (first.margin, first.margin_by, first.rival) == (Decimal("6.40"), "rival", "B-028")
    assert (selection.fen, selection.left) == (6_364 * 10_000, {"other": 1_636 * 10_000})


def test_a_round_that_fills_lets_the_smaller_one_use_what_is_left() -> None:
    selection = select(five(), [OTHER], Limits(fill=True))

    assert [each.code for each in selection.selected] == ["B-101", "B-103", "B-105", "B-107", "B-072"]
    assert outcome(selection)[4] == ("B-028", RESERVE, "envelope_over", 1)


def test_below_the_pass_mark_no_money_helps() -> None:
    selection = select(five(project("B-110", "59.99", "1")), [OTHER], Limits(pass_mark=Decimal(60), fill=True))
    place = selection.of("B-110")

    assert (place.state, place.reason, place.details) == (OUT, "below_pass_mark", {"mark": "60", "points": "59.99"})
    assert (place.margin, place.margin_by) == (Decimal("-0.01"), "pass_mark")
    assert (
        select(five(project("B-110", "99", "1", passes=False)), [OTHER], PLAIN).of("B-110").reason == "below_pass_mark"
    )


def test_withdrawn_and_unranked_projects_take_no_money_and_have_no_margin() -> None:
    gone, bare = (
        project("B-001", "95", "70", withdrawn=True),
        replace(project("B-002", "1", "70"), points=None, rank=None),
    )
    selection = select(five(gone, bare), [OTHER], PLAIN)

    assert outcome(selection)[0] == ("B-001", OUT, "withdrawn", None)
    assert outcome(selection)[-1] == ("B-002", OUT, "not_ranked", None)
    assert [selection.of(code).margin for code in ("B-001", "B-002")] == [None, None]
    assert len(selection.selected) == 4


def test_an_organisation_gets_no_more_projects_and_no_more_money_than_its_cap() -> None:
    both = ranked([project("A", "90", "10", organisation="O"), project("B", "80", "10", "youth", organisation="O"),
                   project("C", "70", "10", "youth")])  # fmt: skip
    envelopes = [OTHER, Envelope("youth", "youth", "lottery", 20 * WAN)]
    by_count = select(both, envelopes, Limits(projects_per_organisation=1))
    by_fen = select(both, envelopes, Limits(fen_per_organisation=15 * WAN))

    assert (by_count.of("B").state, by_count.of("B").reason, by_count.of("B").details) == (
        OUT, "organisation_count", {"most": 1},
    )  # fmt: skip
    # Were it ranked above the other of its organisation, it would be taken.
    assert (by_count.of("B").margin, by_count.of("B").rival) == (Decimal(-10), "A")
    assert (by_fen.of("B").reason, by_fen.of("B").details) == ("organisation_fen", {"left": 5 * WAN, "needs": 10 * WAN})
    assert [each.code for each in by_fen.selected] == ["A", "C"]


def test_a_ban_of_the_source_keeps_its_money_away() -> None:
    envelopes = [Envelope("lottery", "other", "lottery", 80 * WAN), Envelope("fiscal", "other", "fiscal", 14 * WAN)]
    barred = five(project("B-001", "95", "14", barred=frozenset({"lottery"})),
                  project("B-002", "94", "1", barred=frozenset({"lottery", "fiscal"})))  # fmt: skip
    selection = select(barred, envelopes, PLAIN)

    assert selection.of("B-001").shares == (("fiscal", 14 * WAN),)
    assert (selection.of("B-002").state, selection.of("B-002").reason) == (OUT, "no_source")


def test_no_project_is_split_across_sources_unless_the_round_allows_it() -> None:
    envelopes = [Envelope("a", "other", "lottery", 6 * WAN), Envelope("b", "other", "fiscal", 6 * WAN)]
    one = ranked([project("A", "90", "10")])

    assert select(one, envelopes, PLAIN).of("A").details == {"category": "other", "left": 6 * WAN, "needs": 10 * WAN}
    split = select(one, envelopes, Limits(split=True))
    assert split.of("A").shares == (("a", 6 * WAN), ("b", 4 * WAN))
    assert split.left == {"a": 0, "b": 2 * WAN}


def test_money_for_first_timers_and_for_an_area_is_used_by_them_first_and_by_nobody_else() -> None:
    envelopes = [
        Envelope("city", "other", "lottery", 10 * WAN), Envelope("area", "other", "lottery", 10 * WAN, area="c1"),
        Envelope("first", "other", "lottery", 10 * WAN, first_time=True),
    ]  # fmt: skip
    listed = ranked([project("A", "90", "10", first_time=True), project("B", "80", "10", area="c1"),
                     project("C", "70", "10", area="c2"), project("D", "60", "10")])  # fmt: skip
    selection = select(listed, envelopes, PLAIN)

    assert [each.shares for each in selection.selected] == [
        (("first", 10 * WAN),),
        (("area", 10 * WAN),),
        (("city", 10 * WAN),),
    ]
    assert outcome(selection)[3] == ("D", RESERVE, "envelope_over", 1)


def test_an_override_in_is_marked_and_who_made_room_for_it_is_named() -> None:
    selection = select(five(), [OTHER], PLAIN, {"B-028": Override("in")})
    taken, gone = selection.of("B-028"), selection.of("B-107")

    assert (taken.state, taken.reason, taken.overridden, taken.margin) == (SELECTED, "selected_by_override", True, None)
    assert (gone.state, gone.reason, gone.details, gone.overridden) == (RESERVE, "displaced", {"by": ["B-028"]}, False)
    assert selection.fen <= 80 * WAN


def test_an_override_out_makes_room_and_one_of_the_amount_cuts() -> None:
    out = select(five(), [OTHER], PLAIN, {"B-103": Override("out"), "B-101": Override(fen=10 * WAN)})

    assert (out.of("B-103").state, out.of("B-103").reason, out.of("B-103").overridden) == (OUT, "out_by_override", True)
    assert (out.of("B-101").fen, out.of("B-101").overridden, out.of("B-028").state) == (10 * WAN, True, SELECTED)


@pytest.mark.parametrize(
    ("overrides", "code", "details"),
    [
        ({"B-999": Override("in")}, "override_unknown", {"project": "B-999"}),
        ({"B-001": Override("in")}, "override_withdrawn", {"project": "B-001"}),
        ({"B-002": Override("in")}, "override_not_ranked", {"project": "B-002"}),
        ({"B-101": Override(fen=14 * WAN)}, "override_amount", {"project": "B-101", "most": 1_348 * 10_000}),
        ({"B-101": Override(fen=0)}, "override_amount", {"project": "B-101", "most": 1_348 * 10_000}),
        (
            {code: Override("in") for code in ("B-101", "B-103", "B-105", "B-107", "B-028")},
            "override_over_envelope", {"project": "B-028", "left": 1_636 * 10_000, "needs": 1_807 * 10_000},
        ),
    ],
)  # fmt: skip
def test_an_override_that_cannot_be_is_refused(
    overrides: dict[str, Override], code: str, details: dict[str, Any]
) -> None:
    gone, bare = (
        project("B-001", "95", "7", withdrawn=True),
        replace(project("B-002", "1", "7"), points=None, rank=None),
    )
    with pytest.raises(RuleRefusal) as refused:
        select(five(gone, bare), [OTHER], PLAIN, overrides)

    assert (refused.value.code, refused.value.details) == (code, details)


def test_amounts_and_ranks_that_contradict_themselves_are_refused() -> None:
    for wrong in ({"recommended_fen": 2 * WAN}, {"recommended_fen": 0}, {"rank": None}):
        with pytest.raises(ValueError, match="A:"):
            replace(project("A", "90", "1"), **wrong)
    with pytest.raises(ValueError, match="twice"):
        select([project("A", "90", "1")] * 2, [OTHER], PLAIN)
    with pytest.raises(ValueError, match="in or out"):
        Override("up")


def test_a_transfer_within_the_source_moves_the_line_and_the_difference_names_who_enters() -> None:
    envelopes = [
        OTHER,
        Envelope("youth", "youth", "lottery", 20 * WAN),
        Envelope("gift", "youth", "donation", 20 * WAN),
    ]
    before = select(five(), envelopes, PLAIN)
    moved = transfer(envelopes, "youth", "other", 2 * WAN)
    told = difference(before, select(five(), moved, PLAIN))

    assert (told.entered, told.dropped, told.changed, told.fen) == (("B-028",), (), (), 1_807 * 10_000)
    assert (bool(told), bool(difference(before, before))) == (True, False)
    assert sum(each.fen for each in moved) == sum(each.fen for each in envelopes)
    for giver, fen, code in (("youth", 21 * WAN, "transfer_amount"), ("gift", WAN, "transfer_between_sources")):
        with pytest.raises(RuleRefusal) as refused:
            transfer(envelopes, giver, "other", fen)
        assert refused.value.code == code


def test_the_reserve_is_called_in_its_order_as_far_as_the_freed_money_goes() -> None:
    listed = five()
    selection = select(listed, [OTHER], PLAIN)
    one, two = (call_up(selection, listed, [OTHER], PLAIN, gone) for gone in (["B-101"], ["B-103", "B-105"]))

    assert [(each.code, each.state, each.shares) for each in one] == [("B-028", SELECTED, (("other", 1_807 * 10_000),))]
    assert [each.code for each in two] == ["B-028", "B-072"]
    assert call_up(selection, listed, [OTHER], PLAIN, []) == ()
    with pytest.raises(KeyError):
        call_up(selection, listed, [OTHER], PLAIN, ["B-999"])


def moved_to(market: Market, code: str, points: Decimal) -> str:
    """What becomes of a project whose mean were another, everything else as it is."""
    listed = [replace(each, points=points) if each.code == code else each for each in market.candidates]
    return select(ranked(listed), market.envelopes, market.limits, market.overrides).of(code).state


def keeps_its_word(market: Market) -> None:
    """No envelope and no cap is broken, nobody is passed by a lower one of equal needs, every margin is exact."""
    selection = select(market.candidates, market.envelopes, market.limits, market.overrides)
    by_code = {each.code: each for each in market.candidates}
    for envelope in market.envelopes:
        paid = sum(fen for each in selection.selected for key, fen in each.shares if key == envelope.key)
        assert paid + selection.left[envelope.key] == envelope.fen
        assert paid <= envelope.fen
    for each in selection.selected:
        assert sum(fen for _, fen in each.shares) == each.fen <= by_code[each.code].asked_fen
        assert len(each.shares) == 1 or market.limits.split
    freely = [each for each in selection.selected if each.reason == "selected"]
    most = market.limits.projects_per_organisation
    for each in freely:
        mine = [one for one in selection.selected if by_code[one.code].organisation == by_code[each.code].organisation]
        assert not most or len(mine) <= most or any(one.reason == "selected_by_override" for one in mine)
    for each in selection.places:
        points = by_code[each.code].points
        if points is None or each.reason in ("withdrawn", "selected_by_override", "out_by_override"):
            assert each.margin is None
            continue
        chosen = each.state == SELECTED
        if each.margin is None:
            assert {(moved_to(market, each.code, at) == SELECTED) for at in (Decimal(), Decimal(100))} == {chosen}
            continue
        turn, step = points - each.margin, Decimal("0.01")
        assert (each.margin >= 0) if chosen else (each.margin <= 0)
        assert (moved_to(market, each.code, turn + step), moved_to(market, each.code, turn - step) == SELECTED) == (
            SELECTED, False,
        )  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(markets(7))
def test_any_selection_keeps_its_word(market: Market) -> None:
    keeps_its_word(market)


@pytest.mark.soak
@settings(max_examples=1_500, deadline=None)
@given(markets(14))
def test_many_selections_keep_their_word(market: Market) -> None:
    keeps_its_word(market)


@given(st.permutations(five()))
@settings(max_examples=10, deadline=None)
def test_the_order_in_which_projects_come_does_not_matter(mixed: Sequence[Candidate]) -> None:
    assert select(mixed, [OTHER], PLAIN) == select(five(), [OTHER], PLAIN)
