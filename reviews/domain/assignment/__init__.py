"""Assigning experts to projects: in groups with a panel each, or project by project with a proof. Pure, exact, without
chance: the same problem gets the same answer.

Numbers are whole: loads and needs in projects, costs in points (0 fits best). The solver is loaded by the first call.
"""

from collections.abc import Collection
from typing import Any

from reviews.domain.assignment.values import (
    CAPACITY,
    FINANCE,
    MINIMUM,
    Change,
    Expert,
    Fit,
    Group,
    Grouping,
    Pair,
    Plan,
    Prices,
    Problem,
    Project,
    Relaxation,
    Shortfall,
    Substitute,
    ViolatedSet,
)  # fmt: skip
from reviews.domain.assignment.violated import holds

__all__ = [
    "CAPACITY", "FINANCE", "MINIMUM", "Change", "Expert", "Fit", "Group", "Grouping", "Pair", "Plan", "Prices",
    "Problem", "Project", "Relaxation", "Shortfall", "Substitute", "ViolatedSet", "certificate_of", "form_groups",
    "holds", "plan_per_project", "relaxed", "replan",
]  # fmt: skip


def plan_per_project(problem: Problem) -> Plan | Shortfall:
    """Return the plan that costs least: every need filled, loads within bounds, no conflict, one expert of an
    institution on a project, a finance expert where asked.

    ``optimal`` always holds unless the finance rule meets an institution that has finance experts and others; then the
    plan tells its ``bound`` and ``gap``. Where the rules cannot be met, the answer is why, and the ways out.
    5,000 projects × 1,000 experts take some seconds and 1 GB: not inside a request.
    """
    from reviews.domain.assignment import optimum  # noqa: PLC0415 -- numpy and the solver load when somebody plans

    return optimum.plan(problem)


def replan(problem: Problem, current: Collection[Pair]) -> Change | Shortfall:
    """Return the plan with the fewest new pairs, and the cheapest among those, as its difference to ``current``.

    After a recusal the recused pair stands in ``problem.hard`` (it may stand in ``current``); what is sealed in
    ``problem.fixed``; a project that needs one expert more has a higher ``need``. Pairs of ``current`` whose project or
    expert the problem no longer has are removed. The plan's cost counts ``plan.change`` for each new pair.
    """
    from reviews.domain.assignment import optimum  # noqa: PLC0415

    return optimum.replan(problem, current)


def certificate_of(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Return what proves the plan, for ``tools/check_certificate.py``: plain values for JSON, about 4 bytes a pair.

    ``problem`` is the one the plan was made for. Raises ``KeyError`` where it is another.
    """
    from reviews.domain.assignment import certificate  # noqa: PLC0415

    return certificate.certificate_of(problem, plan)


def relaxed(problem: Problem, way: Relaxation) -> Problem:
    """Return the problem after a way out was taken; added experts are called “+1”, “+2” …"""
    from reviews.domain.assignment import relaxing  # noqa: PLC0415

    return relaxing.relaxed(problem, way)


def form_groups(
    problem: Problem, *, panel: int = 5, count: int | None = None, quota: int = 0, panels_each: int = 1
) -> Grouping | Shortfall:
    """Return groups of projects by category, each with the panel of ``panel`` experts that reads it whole.

    ``count`` groups; without it as many as there are categories, within what the pool can staff and what can be read:
    10 to 40 projects a group. A category stays whole unless a group would get a quarter more than its even share. The
    panels are, all together, those with the fewest conflicts and then the best fit: exact, one expert of an institution
    on a panel, an expert on ``panels_each`` panels at most and never beyond ``most`` projects. A split category is
    dealt again so that fewer conflicts remain; for those that do, a substitute is named. ``quota`` projects of all are
    shared by size. ``need``, ``least`` and ``fixed`` are not looked at; both kinds of conflict count alike.

    A ``Shortfall`` speaks of groups: its projects are their numbers, its needs and loads are places on panels. Raises
    ``ValueError`` where there are no projects, or more groups than projects.
    """
    from reviews.domain.assignment import groups  # noqa: PLC0415

    return groups.form_groups(problem, panel=panel, count=count, quota=quota, panels_each=panels_each)
