"""Who sees what was entered from paper and the sheets that were brought, and for which organisations staff enter."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organizations.permissions import VIEWERS, in_areas
from organizations.queries import is_member
from projects.models import SHEET_PURPOSE, SheetLoad
from projects.permissions.applications import ENTERERS
from venture.files.enums import Kind
from venture.files.registry import declare_purpose
from venture.kernel import policy
from venture.kernel.policy import NOBODY, declare

AREA = "project__organization__area__code"


def _own_and_watched(user: Any) -> Q:
    """Return the sheets that the person brought, and those of the rounds of the person's area."""
    rows = in_areas(user, "round__area__code", *VIEWERS)
    return rows | Q(loaded_by=user.pk) if user.has_role(*ENTERERS) else rows


declare("papers.view", lambda user: in_areas(user, AREA, *VIEWERS))
declare("sheets.view", _own_and_watched)
declare("sheets.take", lambda user: Q(loaded_by=user.pk) if user.has_role(*ENTERERS) else NOBODY)
# The rows are organisations.
declare(
    "organizations.enter_for",
    lambda user: in_areas(user, "area__code", *ENTERERS) & ~Q(is_member(user, organization_ref="pk")),
)
declare_purpose(
    SHEET_PURPOSE,
    label=_("Sheet of applications"),
    kinds={Kind.XLSX},
    max_mb=5,
    rule=lambda user: Exists(policy.visible(user, "sheets.view", SheetLoad.objects.filter(file=OuterRef("pk")))),
    sensitive=True,
    may_upload="applications.enter_paper",
)
