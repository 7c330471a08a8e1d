from django.db.models import Q

from venture.kernel.policy import declare

declare("accounts.revoke_token", lambda user: Q(user=user))
