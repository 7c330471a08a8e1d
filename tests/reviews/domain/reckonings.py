"""Rounds' inputs for the reckoning, made up by Hypothesis: rubric, stages and sheets; projects, money and overrides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from reviews.domain.ranking import Component, Entrant, Inputs, RankingRules, Sheet, StageRule
from reviews.domain.scoring import Criterion, Rubric
from reviews.domain.selection import Candidate, Envelope, Limits, Override, select
from venture.kernel.errors import RuleRefusal

RUBRIC = Rubric(
    (
        Criterion("need", "社会需求", 30),
        Criterion("basis", "需求依据", 20, "need"),
        Criterion("match", "与需求清单的匹配", 10, "need", may_not_apply=True),
        Criterion("plan", "方案可行", 50),
        Criterion("budget", "预算合理", 20),
    )
)
MEASURES = {"need_score": "need", "feasibility_score": "plan"}
DONATIONS, VOTES = Component("donations", 20, 5_000), Component("votes", 15, on_top=True)
TIES = ("need_score", "feasibility_score", "grade", "first_time", "lot")


def marks() -> st.SearchStrategy[dict[str, int | None]]:
    # Few levels, so that ties happen.
    return st.fixed_dictionaries(
        {key: st.integers(6, 9) for key in ("basis", "plan", "budget")} | {"match": st.none() | st.integers(6, 9)}
    )


@st.composite
def stages(draw: st.DrawFn, key: str) -> StageRule:
    scale = draw(st.sampled_from([10, 50, 100]))
    return StageRule(
        key, draw(st.sampled_from([3_000, 5_000, 7_000])), scale, draw(st.booleans()),
        draw(st.none() | st.integers(scale // 2, scale)), draw(st.integers(1, 2)),
        draw(st.none() | st.integers(0, scale // 4)),
    )  # fmt: skip


@st.composite
def inputs(draw: st.DrawFn, most: int = 5) -> Inputs:
    rules = RankingRules(
        RUBRIC, tuple(draw(stages(key)) for key in ("review", "panel")[: draw(st.integers(1, 2))]),
        TIES[draw(st.integers(0, 4)) :], MEASURES, draw(st.none() | st.sampled_from([Decimal(60), Decimal("77.5")])),
        draw(st.sampled_from([(), (DONATIONS,), (DONATIONS, VOTES)])),
    )  # fmt: skip
    entrants = tuple(
        Entrant(
            f"B-{index:03}", draw(st.integers(3, 5)), draw(st.booleans()), draw(st.sampled_from(["", "0a", "0b"])),
            {each.key: (draw(st.integers(0, 9)), draw(st.integers(1, 9))) for each in rules.components},
        )
        for index in range(draw(st.integers(1, most)))
    )  # fmt: skip
    sheets = [
        draw(sheet(entrant.code, stage, f"e{number}"))
        for entrant in entrants
        for stage in rules.stages
        for number in range(draw(st.integers(0, 6)))
    ]
    return Inputs(rules, entrants, tuple(draw(st.permutations(sheets))))


@st.composite
def sheet(draw: st.DrawFn, project: str, stage: StageRule, expert: str) -> Sheet:
    state = draw(st.sampled_from(["counts"] * 8 + ["recused", "open"]))
    if draw(st.integers(0, 3)) == 0:
        total = Decimal(draw(st.integers(stage.scale * 60, stage.scale * 100))).scaleb(-2)
        return Sheet(project, stage.key, expert, state, total=total)
    return Sheet(project, stage.key, expert, state, draw(marks()))


@dataclass(frozen=True)
class Market:
    """What a selection is made from."""

    candidates: list[Candidate]
    envelopes: list[Envelope]
    limits: Limits
    overrides: dict[str, Override]


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give ranks by points; equals by code, as after the lot."""
    order = sorted((each for each in candidates if each.points is not None), key=lambda each: (-each.points, each.code))
    ranks = {each.code: rank for rank, each in enumerate(order, 1)}
    return [replace(each, rank=ranks.get(each.code)) for each in candidates]


@st.composite
def markets(draw: st.DrawFn, most: int, *, overridden: bool = True) -> Market:
    """Few organisations, few points and tight money, so that every rule bites."""
    fen = st.integers(1, 12)
    envelopes = [
        Envelope(
            f"{category}{number}", category, draw(st.sampled_from(["lottery", "fiscal"])), draw(st.integers(0, 30)),
            draw(st.sampled_from(["", "", "c1"])), draw(st.sampled_from([False, False, True])),
        )
        for category in ("a", "b")
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    candidates = []
    for number in range(draw(st.integers(0, most))):
        asked = draw(fen)
        points = draw(st.none() | st.integers(5_500, 5_530).map(lambda hundredths: Decimal(hundredths).scaleb(-2)))
        candidates.append(
            Candidate(
                f"p{number:02}", draw(st.sampled_from("ab")), draw(st.sampled_from("xyz")), points,
                None if points is None else 1, asked, draw(st.none() | st.integers(1, asked)),
                draw(st.sampled_from(["", "c1", "c2"])), draw(st.booleans()),
                draw(st.frozensets(st.sampled_from(["lottery", "fiscal"]), max_size=1)),
                draw(st.sampled_from([True] * 5 + [False])), draw(st.sampled_from([False] * 9 + [True])),
            )
        )  # fmt: skip
    limits = Limits(
        draw(st.none() | st.just(Decimal("55.10"))), draw(st.integers(0, 3)), draw(st.sampled_from([0, 0, 20])),
        draw(st.booleans()), draw(st.booleans()),
    )  # fmt: skip
    market = Market(ranked(candidates), envelopes, limits, {})
    if overridden and draw(st.booleans()):
        market = replace(market, overrides=draw(overrides_of(market)))
    return market


@st.composite
def overrides_of(draw: st.DrawFn, market: Market) -> dict[str, Override]:
    """Overrides that can be: what would be refused is left out again."""
    overrides: dict[str, Override] = {}
    for each in market.candidates:
        place = draw(st.sampled_from(["", "", "", "", "in", "out"]))
        amount = draw(st.none() | st.integers(1, each.asked_fen)) if place != "out" else None
        if not place and amount is None:
            continue
        try:
            select(market.candidates, market.envelopes, market.limits, overrides | {each.code: Override(place, amount)})
        except RuleRefusal:
            continue
        overrides[each.code] = Override(place, amount)
    return overrides
