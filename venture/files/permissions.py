"""Who may see a file: whoever sees the row that it belongs to, as its purpose declares."""

from typing import Any

from django.db.models import Q

from venture.files.registry import purposes
from venture.kernel.policy import EVERYBODY, NOBODY, declare

KEEPERS = ("system_admin",)


def _visible(user: Any) -> Q:
    known = user.is_authenticated and user.is_active
    # Until a row took it up, an upload is its owner's alone.
    rows = Q(owner=user, attached_at__isnull=True) if known else NOBODY
    for purpose in purposes():
        if known or purpose.public:
            rows |= Q(purpose=purpose.name, attached_at__isnull=False) & Q(purpose.rule(user))
    return rows


declare("files.view", _visible, public=True)
# The register says what is kept; it opens no file.
declare("files.view_register", lambda user: EVERYBODY if user.has_role(*KEEPERS) else NOBODY)
