"""What lists need to know of an application, taken from the sections as they are read."""

from typing import Any

from django.db.models import QuerySet, Subquery

from projects.domain import budget
from projects.models import Project
from rounds.models import Category, Round

LONGEST_TITLE = Project._meta.get_field("title").max_length


def headline_of(round_: Round, section: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of ``Project`` that follow from a section: title and field, or the amounts (fen)."""
    told = headline_to_write(round_, section, values)
    if "category" in told:
        told["category"] = _category(round_, values).first()
    return told


def headline_to_write(round_: Round, section: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the same columns for an ``update``: the statement itself looks up the field. No query."""
    if section == "project":
        title = (values["title"] or "")[:LONGEST_TITLE]
        return {"title": title, "category": Subquery(_category(round_, values).values("pk")[:1])}
    if section == "budget":
        return dict(zip(("grant_fen", "total_fen"), amounts_of(values["lines"]), strict=True))
    return {}


def _category(round_: Round, values: dict[str, Any]) -> QuerySet[Category]:
    return round_.categories.filter(slug=values["category"] or "")


def amounts_of(lines: list[dict[str, Any]]) -> tuple[int, int]:
    """Return the grant asked for and the whole budget, in fen. A line that cannot be read counts nothing.

    While a line is paid above its cost the grant may come out below zero; that is the row's problem, and nothing is
    asked for.
    """
    whole, _groups = budget.sums(budget.lines_of(lines))
    return max(0, whole.grant_fen), whole.total_fen
