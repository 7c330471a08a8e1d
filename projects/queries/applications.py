"""Read shapes of applications."""

from django.db.models import Prefetch, QuerySet

from projects.domain.form import Asked
from projects.models import Project, SectionDraft
from rounds.models import Round


def asked_of(round_: Round, *, short: bool = False, section: str = "project") -> Asked:
    """Return what the round asks of each section, or of one. One query; none where no field is chosen."""
    if section != "project":
        return Asked(limits=round_.form_limits, short=short)
    rows = round_.categories.order_by("order", "pk", "services__order", "services__pk")
    services: dict[str, tuple[str, ...]] = {}
    for slug, service in rows.values_list("slug", "services__name"):
        services[slug] = (*services.get(slug, ()), *([service] if service else []))
    return Asked(limits=round_.form_limits, services=services, short=short)


def for_own_list() -> QuerySet[Project]:
    """Return applications with round, organisation and field. One query."""
    return Project.objects.select_related("round", "organization", "category")


def for_overview() -> QuerySet[Project]:
    """Return applications with everything that the overview tells of its sections. Two queries."""
    drafts = SectionDraft.objects.select_related("saved_by").defer("typed", "keys")
    return Project.objects.select_related("round", "organization", "category").prefetch_related(
        Prefetch("sections", drafts)
    )


def typed_of(project: Project) -> dict[str, dict[str, str]]:
    """Return what was typed, by section. One query."""
    return {row.section: row.typed for row in project.sections.all()}
