from typing import Any

from django.db.models import Q

from venture.kernel.policy import EVERYBODY, NOBODY, declare

READERS = ("head", "auditor", "supervision", "system_admin")


def _reader(user: Any) -> Q:
    return EVERYBODY if user.has_role(*READERS) else NOBODY


declare("audit.view", _reader)
