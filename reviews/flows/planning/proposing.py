"""Proposing a distribution. Nothing moves until a person has put it in force."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from reviews.domain.assignment import (
    Grouping,
    Pair,
    Plan,
    Problem,
    Shortfall,
    certificate_of,
    form_groups,
    plan_per_project,
    replan,
)
from reviews.domain.lifecycle import PLAN_LIFE
from reviews.enums import PlanMode, PlanState
from reviews.models import Appointment, AssignmentPlan
from reviews.queries.planning import Rules, World, entrants, world_of
from rounds.enums import RoundState
from rounds.flows.locks import shared
from rounds.models import Stage
from venture.audit.flows import record, step
from venture.jobs.flows import defer
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

PLAN_JOB = "reviews.propose_plan"
# More pairs than this are computed beside the request: some seconds and a progress bar.
AT_ONCE = 40_000
OPEN = frozenset({RoundState.CLOSED, RoundState.REVIEWING})
MOST_PANEL, MOST_SPREAD = 15, 1000


def ask_for_plan(*, stage_id: int, rules: Rules, actor: User) -> AssignmentPlan | Job:
    """Propose at once where that is quick, otherwise beside the request. Raise what ``propose_plan`` raises."""
    stage = Stage.objects.select_related("round").get(pk=stage_id)
    _refuse(stage, rules)
    if entrants(stage).count() * Appointment.objects.filter(round=stage.round_id).count() <= AT_ONCE:
        return propose_plan(stage_id=stage_id, rules=rules, actor=actor)
    with transaction.atomic():
        return defer(
            PLAN_JOB, f"{stage_id}:{clock.now().isoformat()}", label=_("Distribute %(stage)s") % {"stage": stage.name},
            owner=actor, stage_id=stage_id, rules=rules.as_json(), actor_id=actor.pk,
        )  # fmt: skip


def propose_plan(*, stage_id: int, rules: Rules, actor: User) -> AssignmentPlan:
    """Compute a distribution and keep it beside what is in force; an earlier proposal is dropped.

    Where experts have projects already, the proposal moves as little as possible, whatever the mode. Where the rules
    cannot be met the proposal says why and what would help, and cannot be put in force. Raise ``RuleRefusal``:
    ``plan_not_now``, ``plan_rules_unknown``, ``plan_no_projects``, ``plan_no_experts``, ``plan_outdated`` when
    projects, experts or conflicts changed while it was computed.
    """
    stage = Stage.objects.select_related("round").get(pk=stage_id)
    _refuse(stage, rules)
    world = world_of(stage, rules)
    if not world.problem.projects:
        raise RuleRefusal("plan_no_projects")
    if not world.problem.experts:
        raise RuleRefusal("plan_no_experts")
    facts = _computed(world, rules)
    with shared(stage.round_id) as (round_, now):
        if round_.state not in OPEN:
            raise RuleRefusal("plan_not_now")
        if world_of(stage, rules).fingerprint != world.fingerprint:
            raise RuleRefusal("plan_outdated")
        for old in AssignmentPlan.objects.select_for_update().filter(stage=stage, state=PlanState.PROPOSED):
            step(old, PLAN_LIFE, "drop", noun="plan", actor=actor)
        plan = AssignmentPlan.objects.create(
            stage=stage, mode=rules.mode, rules=rules.as_json(), inputs_hash=world.fingerprint, made_by=actor,
            made_at=now, **facts,
        )  # fmt: skip
        record(
            actor=actor, verb="plan.propose", subject=plan, after=plan.state, stage=stage.name,
            added=len(plan.added), removed=len(plan.removed), lacking=bool(plan.shortfall),
        )  # fmt: skip
        return plan


def _refuse(stage: Stage, rules: Rules) -> None:
    if stage.round.state not in OPEN:
        raise RuleRefusal("plan_not_now")
    sizes = (rules.panel, rules.need, rules.groups if rules.groups is not None else 1)
    known = rules.mode in PlanMode.values and all(1 <= size <= MOST_PANEL * 10 for size in sizes)
    if not known or not 0 <= rules.spread <= MOST_SPREAD or rules.readers > MOST_PANEL:
        raise RuleRefusal("plan_rules_unknown", most=MOST_PANEL)


def _computed(world: World, rules: Rules) -> dict[str, Any]:
    if rules.mode == PlanMode.GROUPS and not world.current:
        return _grouped(world.problem, rules)
    if not world.current:
        found = plan_per_project(world.problem)
        return _lacking(found) if isinstance(found, Shortfall) else _planned(world.problem, found, found.pairs)
    change = replan(world.problem, world.current)
    if isinstance(change, Shortfall):
        return _lacking(change)
    return _planned(world.problem, change.plan, change.added, change.removed)


def _planned(
    problem: Problem, plan: Plan, added: frozenset[Pair], removed: frozenset[Pair] = frozenset()
) -> dict[str, Any]:
    return {
        "plan": {"cost": plan.cost, "bound": plan.bound, "optimal": plan.optimal, "pairs": len(plan.pairs)},
        "added": sorted(added),
        "removed": sorted(removed),
        "certificate": certificate_of(problem, plan),
    }


def _grouped(problem: Problem, rules: Rules) -> dict[str, Any]:
    count = min(rules.groups, len(problem.projects)) if rules.groups else None
    found = form_groups(problem, panel=rules.panel, count=count, quota=rules.quota)
    if isinstance(found, Shortfall):
        return _lacking(found)
    return {"plan": {"groups": [asdict(each) for each in found.groups]}, "added": sorted(pairs_of(found))}


def pairs_of(found: Grouping) -> set[Pair]:
    """Return who reads what: the panel reads its group whole, but for those who step aside for a substitute."""
    pairs = set()
    for group in found.groups:
        pairs |= {(project, expert) for project in group.projects for expert in group.experts}
        for change in group.substitutes:
            pairs.discard((change.project, change.out))
            if change.stand_in:
                pairs.add((change.project, change.stand_in))
    return pairs


def _lacking(found: Shortfall) -> dict[str, Any]:
    return {
        "shortfall": {
            "missing": found.missing,
            "sets": [asdict(each) for each in found.sets],
            "relaxations": [{**asdict(each), "loads": dict(each.loads)} for each in found.relaxations],
        }
    }
