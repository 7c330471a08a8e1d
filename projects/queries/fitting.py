"""What fits what: needs, free resources and organisations laid side by side, with the reason for each suggestion."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from organizations.enums import OrganizationState
from organizations.models import Organization
from projects.domain.matching import Side, suggestions
from projects.enums import NeedState, ProjectState
from projects.models import Need, Project, Resource
from projects.queries.needs import published
from projects.queries.resources import free_resources
from rounds.enums import Field


@dataclass(frozen=True)
class Fit:
    """A row that may fit, and why, in words."""

    row: Any
    reasons: tuple[str, ...]


def resources_for_need(need: Need, *, most: int = 3) -> list[Fit]:
    """Return free resources that may serve the need. One query."""
    return _fits(_need(need), {str(row.pk): (row, _resource(row)) for row in free_resources()}, most)


def needs_for_resource(resource: Resource, *, most: int = 3) -> list[Fit]:
    """Return needs that wait and that the resource may serve. One query."""
    return _fits(_resource(resource), _waiting(), most)


def needs_for_organization(organization: Organization, *, most: int = 3) -> list[Fit]:
    """Return needs that wait and that the organisation may answer. Three queries."""
    known = _organizations().get(pk=organization.pk)
    return _fits(_organization(known), _waiting(), most)


def organizations_for_need(need: Need, *, most: int = 5) -> list[Fit]:
    """Return verified organisations that may answer the need. Two queries."""
    rows = _organizations().filter(state=OrganizationState.VERIFIED)
    return _fits(_need(need), {str(row.pk): (row, _organization(row)) for row in rows}, most)


def _waiting() -> dict[str, tuple[Any, Side]]:
    return {str(row.pk): (row, _need(row)) for row in published().filter(state=NeedState.PUBLISHED)}


def _organizations() -> Any:
    handed_in = Project.objects.filter(state__in=ProjectState.handed_in).select_related("category")
    rows = Organization.objects.select_related("area").order_by("name", "pk")
    return rows.prefetch_related(Prefetch("projects", handed_in, to_attr="handed_in"))


def _fits(wanted: Side, offered: dict[str, tuple[Any, Side]], most: int) -> list[Fit]:
    found = suggestions(wanted, (side for _row, side in offered.values()), most=most)
    return [Fit(offered[each.key][0], tuple(reasons_of(each.grounds))) for each in found]


def reasons_of(grounds: Iterable[tuple[str, str]]) -> list[str]:
    """Return the grounds of a suggestion in words; words in common come together."""
    reasons: list[str] = []
    words = [value for ground, value in grounds if ground == "word"]
    for ground, value in grounds:
        if ground == "field":
            reasons.append(_("same field of service: %(name)s") % {"name": Field(value).label})
        elif ground == "community":
            reasons.append(_("same community"))
        elif ground == "street":
            reasons.append(_("same street"))
    if words:
        reasons.append(_("both speak of %(words)s") % {"words": "、".join(words)})
    return reasons


def _need(need: Need) -> Side:
    text = f"{need.title}。{need.population}。{need.problem}"
    return Side(str(need.pk), frozenset({need.field}), need.community.code, text)


def _resource(resource: Resource) -> Side:
    fields = frozenset({resource.field}) if resource.field else frozenset[str]()
    place = resource.community.code if resource.community is not None else ""
    return Side(str(resource.pk), fields, place, f"{resource.title}。{resource.capacity}。{resource.conditions}")


def _organization(organization: Any) -> Side:
    """Return what an organisation is known for: the fields and titles of what it handed in, its charter, its street."""
    rows = organization.handed_in
    fields = frozenset(str(row.category.slug) for row in rows if row.category is not None)
    text = "。".join([organization.business_scope, *(row.title for row in rows)])
    return Side(str(organization.pk), fields, organization.area.code, text)
