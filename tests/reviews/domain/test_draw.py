"""A draw is promised before, revealed after, and comes out the same for everybody who replays it."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.domain.draw import Entry, Plan, Secret, commitment, draw, order_by_lot, record, replay
from venture.kernel.errors import RuleRefusal

SECRET = Secret("5f", "a7")
PLAN = Plan(
    "2027年度专家评审",
    (
        Entry("z1", ("elderly", "youth"), "大学"), Entry("z2", ("elderly",), "大学"), Entry("z3", ("elderly",), "医院"),
        Entry("z4", ("youth",)), Entry("z5", ("youth",), excluded="conflict"), Entry("z6", ("elderly",), "协会"),
    ),
    (("youth", 1), ("elderly", 2)),
    1,
)  # fmt: skip


@st.composite
def plans(draw_: st.DrawFn) -> Plan:
    entries = tuple(
        Entry(
            f"z{number}", tuple(draw_(st.sets(st.sampled_from(["a", "b", "c"]), max_size=3))),
            draw_(st.sampled_from(["", "大学", "医院"])), draw_(st.sampled_from(["", "", "", "conflict"])),
        )
        for number in range(draw_(st.integers(0, 9)))
    )  # fmt: skip
    quotas = tuple((each, draw_(st.none() | st.integers(0, 3))) for each in draw_(st.permutations("abc")))
    return Plan("draw", entries, quotas, draw_(st.integers(0, 2)))


def test_nobody_excluded_no_institution_twice_and_every_field_gets_its_number() -> None:
    drawn = draw(PLAN, SECRET)
    chosen = [id_ for ids in drawn.chosen.values() for id_ in ids]
    groups = {each.id: each.group for each in PLAN.entries}

    assert (len(drawn.chosen["youth"]), len(drawn.chosen["elderly"]), len(set(chosen)), drawn.short) == (1, 2, 3, {})
    assert drawn.passed_over["z5"] == "conflict"
    assert max(Counter(groups[each] for each in chosen if groups[each]).values()) == 1
    assert set(chosen).isdisjoint(drawn.substitutes["elderly"] + drawn.substitutes["youth"])


def test_a_field_with_too_few_says_how_many_it_lacks() -> None:
    plan = replace(PLAN, quotas=(("youth", 4), ("law", 1)), per_group=0)
    drawn = draw(plan, SECRET)

    assert (set(drawn.chosen["youth"]), drawn.chosen["law"], drawn.short) == ({"z1", "z4"}, (), {"youth": 2, "law": 1})


def test_the_promise_binds_list_quotas_salt_and_seed_and_not_their_order() -> None:
    promise = commitment(PLAN, SECRET)
    others = [
        commitment(replace(PLAN, entries=PLAN.entries[1:]), SECRET), commitment(replace(PLAN, per_group=2), SECRET),
        commitment(replace(PLAN, quotas=PLAN.quotas[::-1]), SECRET), commitment(PLAN, Secret("5f", "a8")),
        commitment(PLAN, Secret("5e", "a7")),
    ]  # fmt: skip

    assert len({promise, *others}) == 6
    assert commitment(replace(PLAN, entries=PLAN.entries[::-1]), SECRET) == promise
    assert draw(replace(PLAN, entries=PLAN.entries[::-1]), SECRET) == draw(PLAN, SECRET)


def test_a_running_order_names_everybody_once_and_another_seed_gives_another() -> None:
    ids = [f"B-{number:03}" for number in range(43)]
    one, other = order_by_lot("答辩顺序", ids, SECRET), order_by_lot("答辩顺序", ids, Secret("5f", "a8"))

    assert (sorted(one), sorted(other), one == other) == (ids, ids, False)
    assert order_by_lot("答辩顺序", ids, SECRET, "福彩双色球 2027003") != one


def test_a_published_record_replays() -> None:
    kept = json.loads(json.dumps(record(PLAN, SECRET, "6 14 21"), sort_keys=True))

    assert replay(kept) == draw(PLAN, SECRET, "6 14 21")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seed": "a8"}, "draw_commitment_differs"), ({"salt": ""}, "draw_commitment_differs"),
        ({"public": "x"}, "draw_result_differs"), ({"commitment": ""}, "draw_commitment_differs"),
    ],
)  # fmt: skip
def test_a_changed_record_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleRefusal) as refused:
        replay(record(PLAN, SECRET) | change)

    assert refused.value.code == code


def test_another_outcome_than_the_drawn_one_is_refused() -> None:
    kept = record(PLAN, SECRET)
    kept["drawn"]["chosen"]["youth"] = ["z5"]
    with pytest.raises(RuleRefusal) as refused:
        replay(kept)

    assert refused.value.code == "draw_result_differs"


@pytest.mark.parametrize(
    "wrong",
    [
        {"entries": (Entry("z1"), Entry("z1"))}, {"quotas": (("a", 1), ("a", 2))}, {"quotas": (("a", -1),)},
        {"per_group": -1},
    ],
)  # fmt: skip
def test_a_plan_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"twice|negative"):
        replace(PLAN, **wrong)


@settings(max_examples=30, deadline=None)
@given(plans(), st.text(max_size=5))
def test_any_draw_keeps_its_rules(plan: Plan, seed: str) -> None:
    drawn = draw(plan, Secret("salt", seed))
    by_id = {each.id: each for each in plan.entries}
    chosen = [id_ for ids in drawn.chosen.values() for id_ in ids]

    assert len(set(chosen)) == len(chosen)
    assert not any(by_id[each].excluded for each in chosen)
    for stratum, count in plan.quotas:
        ids = drawn.chosen[stratum]
        assert all(stratum in by_id[each].strata for each in ids)
        assert count is None or len(ids) + drawn.short.get(stratum, 0) == count
        assert [drawn.tickets[each] for each in ids] == sorted(drawn.tickets[each] for each in ids)
    if plan.per_group:
        assert all(
            number <= plan.per_group for group, number in Counter(by_id[c].group for c in chosen).items() if group
        )


def test_everybody_is_drawn_about_equally_often() -> None:
    ids = [f"z{number}" for number in range(5)]
    first = Counter(order_by_lot("lot", ids, Secret("salt", str(seed)))[0] for seed in range(1_000))

    # Chi-square with 4 degrees of freedom; a fair draw with these fixed seeds stays far below 18.47 (p = 0.001).
    assert sum((first[each] - 200) ** 2 / 200 for each in ids) < 18.47
