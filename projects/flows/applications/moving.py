"""The one writer of an application's state."""

from typing import Any

from projects.domain.lifecycle import PROJECT_LIFE
from projects.enums import ProjectState
from projects.models import Project
from venture.audit.flows import record


def locked(project_id: int) -> Project:
    """Lock an application, after its round where that is locked too. Raise ``Project.DoesNotExist``."""
    return Project.objects.select_for_update(of=("self",)).select_related("round", "organization").get(pk=project_id)


def move(project: Project, verb: str, *, actor: Any, facts: dict[str, Any] | None = None, **stamps: Any) -> Project:
    """Move an application that the caller holds locked, stamp it and audit it.

    Raise ``RuleRefusal("application_illegal_move")`` when the verb leads nowhere from here.
    """
    before: str = project.state
    after: ProjectState = PROJECT_LIFE.target_of(verb, before)
    project.state = after
    for field, value in stamps.items():
        setattr(project, field, value)
    project.save(update_fields=["state", *stamps])
    record(actor=actor, verb=f"application.{verb}", subject=project, before=before, after=after, **(facts or {}))
    return project
