"""Rounds' inputs for the reckoning, made up by Hypothesis: rubric, stages, entrants and sheets."""

from decimal import Decimal

from hypothesis import strategies as st

from reviews.domain.ranking import Entrant, Inputs, RankingRules, Sheet, StageRule
from reviews.domain.scoring import Criterion, Rubric

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
    )  # fmt: skip
    entrants = tuple(
        Entrant(f"B-{index:03}", draw(st.integers(3, 5)), draw(st.booleans()), draw(st.sampled_from(["", "0a", "0b"])))
        for index in range(draw(st.integers(1, most)))
    )
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
