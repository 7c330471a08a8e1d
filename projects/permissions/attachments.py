"""Who sees the papers of an application: whoever sees the application."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from organizations.enums import MemberRole
from projects.models import ATTACHMENT_PURPOSE, Attachment, Project
from venture.files.registry import OFFICE, PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import declare_act


def _seen(user: Any) -> Exists:
    own, staff = (policy.condition(user, f"applications.{right}") for right in ("view", "view_staff"))
    return Exists(Attachment.objects.filter(file=OuterRef("pk"), project__in=Project.objects.filter(own | staff)))


def _writes_for_some(user: Any) -> bool:
    if policy.may(user, "applications.enter_paper"):
        return True
    return user.memberships.filter(role__in=MemberRole.writers, ended_at__isnull=True).exists()


declare_act("applications.bring_paper", _writes_for_some)
declare_purpose(
    ATTACHMENT_PURPOSE,
    label=_("Paper of an application"),
    kinds=PAPERS | OFFICE | PICTURES,
    rule=_seen,
    sensitive=True,
    may_upload="applications.bring_paper",
)
