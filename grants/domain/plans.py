"""Plan and budget in force: the shape of a frozen application, so that both are compared and read by the same means."""

from collections.abc import Mapping
from typing import Any, Final

from projects.domain.budget import Line, lines_of, sums
from projects.domain.form import FORMS, Asked, Problem, read
from projects.domain.form.writing import typed_from

# What may be improved before signing: what is to be reached, what is done for it, and what it costs.
IMPROVABLE: Final = ("indicators", "activities", "budget")


def plan_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plan that a frozen application holds."""
    return {
        "sections": dict(content.get("sections", {})),
        "names": {"communities": {}, "papers": {}, **content.get("names", {})},
        "papers": [],
    }


def typed_of(plan: Mapping[str, Any], section: str) -> dict[str, str]:
    """Return what somebody would type for a section of the plan."""
    return typed_from(FORMS[section], plan["sections"].get(section, {}))


def improved(plan: Mapping[str, Any], typed: Mapping[str, Mapping[str, str]], asked: Asked) -> dict[str, Any]:
    """Return the plan with the sections that were typed anew."""
    fresh = {section: read(FORMS[section], text, asked).values for section, text in typed.items()}
    return {**plan, "sections": {**plan["sections"], **fresh}}


def problems_of(typed: Mapping[str, Mapping[str, str]], asked: Asked) -> dict[str, list[Problem]]:
    """Return what is to be mended in what was typed, by section; sections without problems are left out."""
    found = {section: list(read(FORMS[section], text, asked).problems) for section, text in typed.items()}
    return {section: problems for section, problems in found.items() if problems}


def lines_of_plan(plan: Mapping[str, Any]) -> tuple[Line, ...]:
    """Return the lines of the budget in force."""
    return tuple(lines_of(plan.get("sections", {}).get("budget", {}).get("lines", [])))


def grant_fen_of(plan: Mapping[str, Any]) -> int:
    """Return what the budget in force takes from the grant."""
    return sums(lines_of_plan(plan))[0].grant_fen


def total_fen_of(plan: Mapping[str, Any]) -> int:
    """Return the whole cost of the budget in force."""
    return sums(lines_of_plan(plan))[0].total_fen


def activities_of(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the planned activities in their order."""
    return list(plan.get("sections", {}).get("activities", {}).get("activities", []))


def period_of(plan: Mapping[str, Any]) -> tuple[str, str]:
    """Return the first and last day of the project as ISO text; empty where the application names none."""
    about = plan.get("sections", {}).get("project", {})
    return about.get("starts_on") or "", about.get("ends_on") or ""
