"""Who sees the papers of an application: whoever sees the application."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from projects.models import ATTACHMENT_PURPOSE, Attachment, Project
from venture.files.registry import OFFICE, PAPERS, PICTURES, declare_purpose
from venture.kernel import policy


def _seen(user: Any) -> Exists:
    own, staff = (policy.condition(user, f"applications.{right}") for right in ("view", "view_staff"))
    return Exists(Attachment.objects.filter(file=OuterRef("pk"), project__in=Project.objects.filter(own | staff)))


declare_purpose(
    ATTACHMENT_PURPOSE,
    label=_("Paper of an application"),
    kinds=PAPERS | OFFICE | PICTURES,
    rule=_seen,
    sensitive=True,
)
