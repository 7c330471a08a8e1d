from django.db.models import Q

from notices.enums import NoticeState
from venture.kernel.policy import declare

declare("notices.view", lambda user: Q(state__in=NoticeState.public), public=True)
