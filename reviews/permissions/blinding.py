"""Who decides about traces of applicants in what blind experts read. Experts see the copies on their own pages only."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from organizations.permissions import DECIDERS, in_areas
from projects.enums import ProjectState
from projects.permissions.applications import AREA
from reviews.models import RedactedCopy
from reviews.models.blinding import REDACTED_PURPOSE
from rounds.enums import RoundState
from venture.files.registry import OFFICE, PAPERS, PICTURES, declare_purpose
from venture.kernel.policy import declare

BLINDERS = (*DECIDERS, Role.OPERATOR)
_OPEN = (RoundState.CLOSED, RoundState.REVIEWING)


def _papers(user: Any, prefix: str) -> Q:
    return in_areas(user, f"{prefix}{AREA}", *BLINDERS)


declare("blinding.view", lambda user: _papers(user, "") & Q(state=ProjectState.ACCEPTED))
declare(
    "blinding.decide",
    lambda user: _papers(user, "") & Q(state=ProjectState.ACCEPTED, round__state__in=_OPEN),
)
declare("blinding.view_traces", lambda user: _papers(user, "submission__project__"))
declare("blinding.view_copies", lambda user: _papers(user, "submission__project__"))
declare_purpose(
    REDACTED_PURPOSE,
    label=_("Copy for blind reading"),
    kinds=PAPERS | PICTURES | OFFICE,
    rule=lambda user: Exists(RedactedCopy.objects.filter(_papers(user, "submission__project__"), file=OuterRef("pk"))),
)
