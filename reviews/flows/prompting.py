"""Staff remind experts of what is not handed in, once a day."""

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from reviews.queries.scoring import progress_of
from rounds.models import Stage
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell


@transaction.atomic
def remind_experts(*, stage_id: int, appointment_ids: Collection[int], actor: User) -> int:
    """Remind those experts of a stage who have projects left; a second call on the same day tells nobody again.

    Return how many. Raise ``RuleRefusal("remind_no_expert")`` when none of them has anything left.
    """
    stage = Stage.objects.select_related("round").get(pk=stage_id)
    with translation.override("zh-hans"):
        path = reverse("review:home")
    today, reminded = clock.today().isoformat(), 0
    for each in progress_of(stage):
        person = each.appointment.expert.user
        if each.appointment.pk not in appointment_ids or not each.left or person is None:
            continue
        tell(
            person, "review_reminder", f"{stage.pk}:{today}", path=path, count=each.left,
            day=stage.ends_on.isoformat() if stage.ends_on else "",
        )  # fmt: skip
        reminded += 1
    if not reminded:
        raise RuleRefusal("remind_no_expert")
    record(actor=actor, verb="review.remind", subject=stage, count=reminded)
    return reminded
