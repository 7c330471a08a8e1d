"""The one writer of a screening's state, and what every step of it asks first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from organizations.flows.moving import refuse_members
from projects.flows.applications.moving import locked
from projects.flows.applications.window import over
from projects.models import Project, Submission
from projects.queries.submissions import standing_of
from reviews.domain.lifecycle import SCREENING_LIFE
from reviews.models import Screening
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@contextmanager
def held(project_id: int, *, actor: User | None) -> Iterator[Project]:
    """Hold an application for one step of its screening: the round shared, then the application locked.

    Opens a transaction. Raise ``RuleRefusal("own_organization")`` for somebody who belongs to the applicant,
    superusers included; ``Project.DoesNotExist``.
    """
    with transaction.atomic():
        round_id = Project.objects.values_list("round_id", flat=True).get(pk=project_id)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT id FROM rounds_round WHERE id = %s FOR SHARE", [round_id])
        project = locked(project_id)
        if actor is not None:
            refuse_members(project.organization_id, actor)
        yield project


def settled_hand_in(project: Project) -> Submission:
    """Return the hand-in of a held application that its applicant cannot change any more; a corrected one never can.

    Raise ``RuleRefusal("screening_too_early")`` before.
    """
    submission = standing_of(project)
    if submission is None or (submission.corrects_id is None and not over(project, clock.now())):
        raise RuleRefusal("screening_too_early")
    return submission


def screening_of(project: Project, verb: str) -> Screening:
    """Lock the screening of a held application for a step. Raise ``RuleRefusal("screening_illegal_move")``."""
    rows = Screening.objects.select_for_update(of=("self",)).select_related("submission", "proposed_by")
    screening = rows.filter(project=project).first()
    if screening is None:
        raise RuleRefusal("screening_not_begun")
    SCREENING_LIFE.target_of(verb, screening.state)
    screening.project = project
    return screening


def move(screening: Screening, verb: str, *, actor: Any, facts: dict[str, Any] | None = None, **stamps: Any) -> None:
    """Move a screening that the caller holds locked, stamp it and audit it."""
    before: str = screening.state
    screening.state = SCREENING_LIFE.target_of(verb, before)
    for field, value in stamps.items():
        setattr(screening, field, value)
    screening.save(update_fields=["state", *stamps])
    record(
        actor=actor, verb=f"screening.{verb}", subject=screening, before=before, after=screening.state,
        application=screening.project.code, **(facts or {}),
    )  # fmt: skip
