"""A message is its reader's; how it left the house is the system keepers' concern, with the address masked."""

from django.db.models import Q

from venture.kernel.policy import EVERYBODY, NOBODY, declare

READERS = ("system_admin", "clerk", "head", "operator")

declare("notify.read", lambda user: Q(person=user))
declare("notify.view_deliveries", lambda user: EVERYBODY if user.has_role(*READERS) else NOBODY)
declare("notify.resend", lambda user: Q(state="parked") if user.has_role(*READERS) else NOBODY)
