"""What a person takes along about notices: which ones passed through the own hands."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.flows.exporting import contribute
from notices.models import Notice


def _notices(user: Any) -> list[dict[str, Any]]:
    mine = Notice.objects.filter(Q(drafted_by=user) | Q(hands=user) | Q(signed_by=user)).distinct().order_by("pk")
    return [
        {
            "title": row.title,
            "kind": row.get_kind_display(),
            "state": row.get_state_display(),
            "as": _("approved by") if row.signed_by_id == user.pk else _("written by"),
        }
        for row in mine
    ]


contribute("notices", gettext_lazy("Notices I wrote or approved"), _notices, covers=(Notice,))
