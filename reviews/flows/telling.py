"""What staff are told of a screening."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from reviews.models import Screening
from venture.notify.flows import tell_all


def tell_officer(officer: User | None, event: str, screening: Screening, *, at: datetime, **facts: Any) -> None:
    """Tell a member of the staff of a step in a case; the message leads to its desk."""
    if officer is None:
        return
    with translation.override("zh-hans"):
        path = reverse("admin:screening_desk", args=[screening.project.code])
    key = f"{screening.pk}:{at.isoformat()}"
    tell_all([officer], event, key, path=path, code=screening.project.code, title=screening.project.title, **facts)
