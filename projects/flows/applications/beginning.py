"""A new application: blank, or from an earlier one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.enums import OrganizationState
from organizations.models import Organization
from organizations.queries import operates
from projects.domain.form import FORMS, read
from projects.enums import ProjectState
from projects.models import Project, ProjectSeries, SectionDraft
from projects.queries.applications import asked_of
from rounds import flows as rounds
from rounds.models import Round
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

# What holds for one year only is not carried over: days, amounts that were decided, papers, the pledge.
CARRIED = ("organisation", "need", "indicators", "activities", "team", "budget", "risks", "sustainability")

LONGEST_KEY = 80


@transaction.atomic
def begin_application(
    *, round_id: int, organization: Organization, actor: User, copy_of: Project | None = None, key: str = ""
) -> Project:
    """Begin an application of ``organization`` in an open round and return it with its empty or copied sections.

    The same ``key`` of the same person begins one application. Raise ``RuleRefusal``: ``round_not_open``,
    ``round_closed``; ``organization_not_verified``; ``operator_never_applies``; ``too_many_applications`` when the
    round's number is reached (withdrawn ones do not count).
    """
    with rounds.intake(round_id) as now:
        # The organisation's row is the lock under which its applications are counted.
        organization = Organization.objects.select_for_update().get(pk=organization.pk)
        round_ = Round.objects.get(pk=round_id)
        named = f"{actor.pk}:{key}"[:LONGEST_KEY] if key else ""
        known = organization.projects.filter(round=round_, key=named).first() if named else None
        if known is not None:
            return known
        refuse_unfit(organization, round_, now)
        project = lay_down(
            round_, organization, _first_texts(copy_of), actor=actor, now=now, key=named, copied_from=copy_of
        )
        record(
            actor=actor, verb="application.begin", subject=project, after=project.state, code=project.code,
            copied_from=copy_of.code if copy_of else None,
        )  # fmt: skip
        return project


def lay_down(
    round_: Round, organization: Organization, texts: Mapping[str, Mapping[str, str]], *, actor: User, now: datetime,
    **columns: Any,
) -> Project:  # fmt: skip
    """Number an application and lay its sections out with their first texts. The caller holds the locks and audits."""
    series = numbered(round_)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    project = Project.objects.create(
        code=f"{round_.project_prefix}{round_.code}-{series.last_number:04d}",
        round=round_,
        organization=organization,
        created_by=actor,
        created_at=now,
        saved_at=now,
        **columns,
    )
    _lay_sections(project, texts, actor, now)
    return project


def numbered(round_: Round) -> ProjectSeries:
    """Lock the row that numbers projects and receipts of a round."""
    ProjectSeries.objects.get_or_create(round=round_)
    return ProjectSeries.objects.select_for_update().get(round=round_)


def refuse_unfit(organization: Organization, round_: Round, now: datetime, *, unverified: bool = False) -> None:
    """Raise the refusal that an organisation deserves here. ``unverified`` lets one in that staff entered from paper:
    nobody could ask for its verification."""
    known = organization.state == OrganizationState.VERIFIED
    if not known and not (unverified and organization.state == OrganizationState.REGISTERED):
        raise RuleRefusal("organization_not_verified")
    if operates(organization.uscc, now.date()):
        raise RuleRefusal("operator_never_applies")
    begun = organization.projects.filter(round=round_).exclude(state=ProjectState.WITHDRAWN).count()
    if begun >= round_.projects_per_organization:
        raise RuleRefusal("too_many_applications", most=round_.projects_per_organization)


def _first_texts(copy_of: Project | None) -> dict[str, Mapping[str, str]]:
    if copy_of is None:
        return {}
    rows = copy_of.sections.filter(section__in=CARRIED)
    texts: dict[str, Mapping[str, str]] = {row.section: row.typed for row in rows}
    return texts


def _lay_sections(project: Project, texts: Mapping[str, Mapping[str, str]], actor: User, now: datetime) -> None:
    asked = asked_of(project.round)
    rows = []
    for section, form in FORMS.items():
        typed = form.cleaned(texts.get(section, {}))
        found = read(form, typed, asked)
        rows.append(
            SectionDraft(
                project=project, section=section, typed=typed, done=found.done, total=found.total,
                mistakes=sum(not each.missing for each in found.problems),
                gaps=sum(each.missing for each in found.problems),
                saved_by=actor if typed else None, saved_at=now if typed else None,
            )
        )  # fmt: skip
    SectionDraft.objects.bulk_create(rows)
