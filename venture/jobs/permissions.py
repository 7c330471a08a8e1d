from typing import Any

from django.db.models import Q

from venture.kernel.policy import EVERYBODY, NOBODY, declare

KEEPERS = ("system_admin",)
READERS = ("system_admin", "clerk", "head", "operator")


def _holds(user: Any, *roles: str) -> Q:
    return EVERYBODY if user.has_role(*roles) else NOBODY


declare("jobs.view", lambda user: Q(owner=user) | _holds(user, *READERS))
declare("jobs.steer", lambda user: _holds(user, *KEEPERS))
# Whoever asked for a job may also stop it; whether it can still be stopped is for the flow to say.
declare("jobs.cancel", lambda user: Q(owner=user) | _holds(user, *KEEPERS))
