"""Applications for tests: begun by the flow in a round that is open at ``NOW``."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import User
from organizations.models import Organization
from projects.flows import applications as flows
from projects.models import Project
from rounds.models import Round
from tests.organizations.factories import make_verified
from tests.rounds.factories import OPENS, make_published
from venture.kernel import clock

NOW = OPENS + timedelta(days=3)
# The key of the draft that ``stage`` laid and no test has taken yet.
ON_STAGE = "on the stage"
_keys = count(1)


def make_application(organization: Organization | None = None, round_: Round | None = None, **given: Any) -> Project:
    """Return a draft, begun at ``NOW`` by the owner of its organisation."""
    with clock.at(NOW):
        round_ = round_ or Round.objects.filter(code="2025").first() or make_published()
        organization = organization or make_verified()
        return flows.begin_application(round_id=round_.pk, organization=organization, actor=owner_of(organization))


def owner_of(organization: Organization) -> User:
    return organization.memberships.filter(role="owner").select_related("user").earliest("pk").user


def save(
    project: Project,
    section: str,
    typed: Mapping[str, str],
    *,
    base: Mapping[str, str] | None = None,
    actor: User | None = None,
    key: str = "",
) -> flows.Saved:
    """Save a section at ``NOW``; ``base`` is what is kept unless the test says otherwise."""
    kept = project.sections.get(section=section).typed if base is None else base
    with clock.at(NOW):
        return flows.save_section(
            project_id=project.pk, section=section, typed=typed, base=kept, key=key or f"key-{next(_keys)}",
            actor=actor or owner_of(project.organization),
        )  # fmt: skip
