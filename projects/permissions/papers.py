"""Who sees the signed scans and the printed papers: whoever sees the application."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.models import PAPER_PURPOSE, SIGNATURE_PURPOSE, Project, Signature, SubmissionPaper
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel import policy


def seen(user: Any) -> QuerySet[Project]:
    """Return the applications that are the person's own, or that staff may read."""
    own, staff = (policy.condition(user, f"applications.{right}") for right in ("view", "view_staff"))
    return Project.objects.filter(own | staff)


def _signed(user: Any) -> Exists:
    file = OuterRef("pk")
    return Exists(Signature.objects.filter(Q(scan=file) | Q(letter=file), project__in=seen(user)))


def _printed(user: Any) -> Exists:
    return Exists(SubmissionPaper.objects.filter(file=OuterRef("pk"), submission__project__in=seen(user)))


declare_purpose(
    SIGNATURE_PURPOSE,
    label=_("Sealed scan or letter of authorisation"),
    kinds=PAPERS | PICTURES,
    rule=_signed,
    sensitive=True,
)
declare_purpose(PAPER_PURPOSE, label=_("Printed application"), kinds=PAPERS, rule=_printed)
