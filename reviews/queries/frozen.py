"""Frozen rankings: read back, computed again, held against what is kept and against what is now."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from reviews.domain.ranking import Component, Entrant, Inputs, Ranking, RankingRules, Sheet, StageRule, rank
from reviews.domain.scoring import FULL_MARKS, Criterion, Rubric
from reviews.models import Ranking as Kept
from reviews.queries.components import Counted
from reviews.queries.rankings import inputs_of, parts_of, result_counts, stages_of, totals_of, why_of
from rounds.domain.canonical import canonical


def read(text: str) -> Inputs:
    """Return frozen inputs as values again, so that the table can be computed from them at any time."""
    told = json.loads(text)
    rules = told["rules"]
    leaves = [Criterion(each["key"], each["name"], each["weight"], "") for each in rules["leaves"]]
    return Inputs(
        RankingRules(
            _branches(rules["leaves"], leaves),
            tuple(StageRule(**each) for each in rules["stages"]),
            tuple(rules["ties"]),
            rules["measures"],
            None if rules["threshold"] is None else Decimal(rules["threshold"]),
            tuple(Component(**each) for each in rules.get("components", ())),
        ),
        tuple(Entrant(**{**each, "shares": _shares(each)}) for each in told["entrants"]),
        tuple(
            Sheet(**{**each, "total": None if each["total"] is None else Decimal(each["total"])})
            for each in told["sheets"]
        ),
    )


def _shares(told: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {key: (part, whole) for key, (part, whole) in told.get("shares", {}).items()}


def _branches(told: Sequence[dict[str, Any]], leaves: Sequence[Criterion]) -> Rubric:
    """Return the tree that the leaves describe: ``within`` names the branches from the top down, then the leaf."""
    nodes: dict[str, Criterion] = {}
    lowest: dict[str, str] = {}
    for each in told:
        parent = ""
        for key in each["within"]:
            if key != each["key"]:
                nodes.setdefault(key, Criterion(key, "", 0, parent))
                parent = key
        lowest[each["key"]] = parent
    return Rubric(
        (*nodes.values(), *(Criterion(leaf.key, leaf.name, leaf.weight, lowest[leaf.key]) for leaf in leaves))
    )


def computed(text: str) -> tuple[Inputs, Ranking]:
    """Return frozen inputs and the table that follows from them."""
    inputs = read(text)
    return inputs, rank(inputs)


def still_as_locked(ranking: Kept) -> bool:
    """Say whether the kept table is the one that follows from the frozen inputs, and they have their hash."""
    inputs, found = computed(ranking.inputs)
    if canonical(inputs.as_json()) != ranking.inputs or found.fingerprint != ranking.inputs_hash:
        return False
    kept = {
        code: (place, mean, why, tuple(totals), parts)
        for code, place, mean, why, totals, parts in ranking.rows.values_list(
            "project__code", "rank", "mean", "why", "totals", "parts"
        )
    }
    scales = {each.key: each.scale for each in inputs.rules.stages}
    return kept == {
        row.code: (
            None if why_of(row) else row.rank,
            row.mean,
            why_of(row),
            tuple(totals_of(row, scales)[0]),
            parts_of(row),
        )
        for row in found.rows
    }


def sealed_since(ranking: Kept) -> bool:
    """Say whether a sheet was handed in, reopened or recused, or a rule changed, since the ranking was computed: its
    hash tells. What was given to projects since then changes nothing: that was fixed with the lots."""
    round_ = ranking.round
    stages = stages_of(round_, ranking.stage_id)
    kept = json.loads(ranking.inputs)
    lots = {each["code"]: each["lot"] for each in kept["entrants"]}
    apart = kept["rules"]["stages"][0]["apart"] * FULL_MARKS // kept["rules"]["stages"][0]["scale"]
    shares = {each["code"]: _shares(each) for each in kept["entrants"]}
    counted = [_fixed(each, shares) for each in result_counts(round_, ranking.stage_id)]
    fresh = inputs_of(round_, stages, apart=apart, tickets=lots, counted=counted)
    return canonical(fresh.as_json()) != ranking.inputs


def _fixed(counted: Counted, kept: dict[str, dict[str, tuple[int, int]]]) -> Counted:
    key = counted.component.key
    return replace(counted, shares={code: each[key] for code, each in kept.items() if key in each})
