"""Who sees the signed scans and the printed papers: whoever sees the application."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.enums import MemberRole
from projects.models import PAPER_PURPOSE, SIGNATURE_PURPOSE, Project, Signature, SubmissionPaper
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import declare_act


def seen(user: Any) -> QuerySet[Project]:
    """Return the applications that are the person's own, or that staff may read."""
    own, staff = (policy.condition(user, f"applications.{right}") for right in ("view", "view_staff"))
    return Project.objects.filter(own | staff)


def _signed(user: Any) -> Exists:
    file = OuterRef("pk")
    return Exists(Signature.objects.filter(Q(scan=file) | Q(letter=file), project__in=seen(user)))


def _printed(user: Any) -> Exists:
    return Exists(SubmissionPaper.objects.filter(file=OuterRef("pk"), submission__project__in=seen(user)))


def _signs_for_some(user: Any) -> bool:
    if policy.may(user, "applications.enter_paper"):
        return True
    found: bool = user.memberships.filter(role__in=MemberRole.signers, ended_at__isnull=True).exists()
    return found


declare_act("applications.bring_signature", _signs_for_some)
declare_purpose(
    SIGNATURE_PURPOSE,
    label=_("Sealed scan or letter of authorisation"),
    kinds=PAPERS | PICTURES,
    rule=_signed,
    sensitive=True,
    may_upload="applications.bring_signature",
)
declare_purpose(PAPER_PURPOSE, label=_("Printed application"), kinds=PAPERS, rule=_printed)
