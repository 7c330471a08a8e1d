"""Experts, their part in a round and applications for tests: rows of the plainest kind, at ``NOW``."""

import json
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from organizations.models import Organization
from projects.models import Project, Submission
from reviews.models import Appointment, Assignment, Expert
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.rounds.factories import OPENS, make_published
from venture.kernel import clock

NOW = OPENS + timedelta(days=40)
_numbers = count(1)


def make_round(state: str = "closed", *, advanced: tuple[str, ...] = ("expert_draw",)) -> Round:
    """Return the round of the tests, put straight into ``state``."""
    round_ = Round.objects.filter(code="2025").first() or make_published()
    Round.objects.filter(pk=round_.pk).update(state=state, advanced=list(advanced))
    round_.refresh_from_db()
    return round_


def make_expert(name: str = "", *, account: bool = True, **fields: Any) -> Expert:
    """Return an expert of the pool; with an account unless told otherwise."""
    number = next(_numbers)
    user = make_user(Role.EXPERT) if account else None
    known = {
        "fields": ["elderly"],
        "employer": f"单位{number}",
        "key": f"T-{number}",
        "added_at": clock.now(),
        **fields,
    }
    return Expert.objects.create(name=name or f"专家{number}", user=user, **known)


def make_part(expert: Expert | None = None, round_: Round | None = None, state: str = "pledged") -> Appointment:
    """Return an expert's part in a round, straight in its table."""
    now = clock.now()
    stamps = {"pledge": "2026-11", "pledged_at": now, "declared_at": now} if state == "pledged" else {}
    return Appointment.objects.create(
        round=round_ or make_round(), expert=expert or make_expert(), state=state, invited_by=make_user(),
        invited_at=now, **stamps,
    )  # fmt: skip


def make_entered(
    round_: Round, organization: Organization | None = None, sections: Mapping[str, Any] | None = None
) -> Project:
    """Return an accepted application with what it handed in, straight in its table."""
    organization, now, number = organization or make_verified(), clock.now(), next(_numbers)
    owner = organization.memberships.earliest("pk").user
    project = Project.objects.create(
        code=f"GY2025-{number:04d}", round=round_, organization=organization, state="accepted", title="银龄守护",
        created_by=owner, created_at=now, saved_at=now, submitted_at=now,
    )  # fmt: skip
    Submission.objects.create(
        project=project, version=1, receipt=f"R-{number}", content=json.dumps({"sections": dict(sections or {})}),
        sha256="0" * 64, key="k", grant_fen=0, total_fen=0, submitted_by=owner, submitted_at=now,
    )  # fmt: skip
    return project


def give(project: Project, part: Appointment) -> Assignment:
    """Return the project given to the expert in the round's written review."""
    stage = project.round.stages.filter(kind="review").first()
    assert stage is not None
    return Assignment.objects.create(
        stage=stage, project=project, appointment=part, submission=project.submissions.first(), given_at=clock.now()
    )
