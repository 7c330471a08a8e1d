"""Read shapes of the three-society linkage: of one project, of one community, of the city by street."""

from collections.abc import Iterable
from typing import Any

from django.db.models import (
    Avg,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from accounts.models import Area
from organizations.models import Community
from organizations.queries import works_for
from projects.domain.linkage import Bond, Picture, empty_streets, fields_without_workers, picture
from projects.enums import CharityKind, ConsentState
from projects.models import BoundCommunity, Linkage, LinkedResource, LinkedWorker, Project
from rounds.enums import Field

PARTS = (
    Prefetch("bound", BoundCommunity.objects.select_related("community__street")),
    Prefetch("workers", LinkedWorker.objects.filter(ended_at__isnull=True).select_related("worker"), "at_work"),
    Prefetch("charity", LinkedResource.objects.filter(removed_at__isnull=True), "given"),
)


def for_linkage_page() -> QuerySet[Project]:
    """Return projects with everything that the page of their linkage tells. Four queries for one."""
    rows = Project.objects.select_related("round", "organization", "category", "linkage")
    return rows.prefetch_related(*PARTS)


def linkage_of(project: Project) -> Any:
    """Return the project with its linkage and all that hangs on it; nothing where none was laid down.

    Three queries where ``project`` was read together with its ``linkage``, none where there is none.
    """
    if getattr(project, "linkage", None) is None:
        return None
    prefetch_related_objects([project], *PARTS)
    return project


def levels_of(project: Any) -> list[tuple[str, int, int]]:
    """Return (level, social workers, hours) of a project read by ``for_linkage_page``. No query, nobody's name."""
    found: dict[str, list[int]] = {}
    for linked in project.at_work:
        held = found.setdefault(linked.worker.get_level_display(), [0, 0])
        held[0] += 1
        held[1] += linked.hours
    return [(level, count, hours) for level, (count, hours) in found.items()]


def charity_of(project: Any) -> list[tuple[str, int, int]]:
    """Return (kind, how often, value in fen) of what a project was given. No query, nobody's name."""
    found: dict[str, list[int]] = {}
    for row in project.given:
        held = found.setdefault(row.kind, [0, 0])
        held[0] += 1
        held[1] += row.value_fen
    return [(str(CharityKind(kind).label), count, fen) for kind, (count, fen) in found.items()]


def bound_of(user: Any) -> QuerySet[BoundCommunity]:
    """Return the projects in the communities that ``user`` answers for, the newest first. One query."""
    rows = BoundCommunity.objects.filter(works_for(user, community_ref="community_id"))
    rows = rows.exclude(opinion__in=(ConsentState.REFUSED, ConsentState.NOT_OURS))
    return rows.select_related("community", "project__organization", "project__round").order_by("-project_id", "pk")


def linkages_for_staff() -> QuerySet[Linkage]:
    """Return linkages with the numbers of the list. One query, whatever the number of projects."""
    workers = LinkedWorker.objects.filter(project=OuterRef("project"), ended_at__isnull=True).order_by()
    given = LinkedResource.objects.filter(project=OuterRef("project"), removed_at__isnull=True).order_by()
    bound = BoundCommunity.objects.filter(project=OuterRef("project")).order_by()
    rows = Linkage.objects.select_related("project__organization", "project__category", "project__round")
    return rows.annotate(
        communities=Coalesce(Subquery(bound.values("project").annotate(n=Count("pk")).values("n")), 0),
        satisfied=Subquery(bound.values("project").annotate(n=Avg("satisfaction")).values("n")),
        at_work=Coalesce(Subquery(workers.values("project").annotate(n=Count("pk")).values("n")), 0),
        hours=Coalesce(Subquery(workers.values("project").annotate(n=Sum("hours")).values("n")), 0),
        value_fen=Coalesce(Subquery(given.values("project").annotate(n=Sum("value_fen")).values("n")), 0),
    )


def bonds_of(project_ids: Iterable[int]) -> list[Bond]:
    """Return the bonds of the projects with their communities, those that declined left out. One query.

    A project that has not said its field yet counts among the others.
    """
    rows = BoundCommunity.objects.filter(project__in=list(project_ids))
    rows = rows.exclude(opinion__in=(ConsentState.REFUSED, ConsentState.NOT_OURS)).order_by(
        "community__code", "project"
    )
    return [
        Bond(*row)
        for row in rows.values_list(
            "community__street__code", "community__name", "project__code", "project__organization__name",
            Coalesce("project__category__slug", Value(Field.OTHER)), "people",
        )
    ]  # fmt: skip


def street_picture(bonds: Iterable[Bond]) -> Picture:
    """Return the picture of all streets that have communities. One query."""
    with_communities = Area.objects.filter(Exists(Community.objects.filter(street=OuterRef("pk"))))
    return picture(list(with_communities.order_by("code").values_list("code", "name")), bonds)


def gaps_of(shown: Picture, bonds: Iterable[Bond]) -> dict[str, list[str]]:
    """Return the streets without a project and the fields without a social worker, by name. One query."""
    codes = {bond.project for bond in bonds}
    staffed = LinkedWorker.objects.filter(Q(project__code__in=codes), ended_at__isnull=True)
    missing = fields_without_workers(bonds, staffed.values_list("project__code", flat=True).distinct())
    names = dict(Field.choices)
    return {"streets": empty_streets(shown), "fields": [str(names[slug]) for slug in missing]}
