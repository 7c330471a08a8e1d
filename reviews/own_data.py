"""What an expert takes along: the own entry in the pool, the ties on record, the own part in each round.

What was scored belongs to the rounds that it decided; that it exists, and whom staff invited, is counted among the
places that name the person.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.flows.exporting import contribute
from reviews.models import Appointment, Expert, ExpertTie
from rounds.enums import Field


def _entry(user: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "organisation": row.employer,
            "role": row.title,
            "mobile": row.mobile,
            "email": row.email,
            "address": row.address,
            "fields": "、".join(str(Field(value).label) for value in row.fields if value in Field.values),
            "text": row.note,
        }
        for row in Expert.objects.filter(user=user)
    ]


def _ties(user: Any) -> list[dict[str, Any]]:
    rows = ExpertTie.objects.filter(expert__user=user).select_related("organization").order_by("pk")
    return [
        {
            "organisation": row.organization.name if row.organization else row.name or row.credit_code,
            "role": row.get_kind_display(),
            "from": row.since.isoformat() if row.since else None,
            "until": row.until.isoformat() if row.until else None,
            "text": row.note,
        }
        for row in rows
    ]


def _parts(user: Any) -> list[dict[str, Any]]:
    rows = Appointment.objects.filter(expert__user=user).select_related("round").order_by("pk")
    return [
        {
            "title": row.round.title,
            "state": row.get_state_display(),
            "at": row.invited_at.isoformat(),
            "signed": row.pledged_at.isoformat() if row.pledged_at else None,
            "until": row.ended_at.isoformat() if row.ended_at else None,
            "text": row.reason,
        }
        for row in rows
    ]


contribute("expert", _("My entry in the pool of experts"), _entry, covers=(Expert,))
contribute("expert_ties", _("My ties to organisations"), _ties, covers=(ExpertTie,))
contribute("appointments", _("Rounds that I review"), _parts, covers=())
