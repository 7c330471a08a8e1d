"""One guard for every act that needs two people. Superusers are no exception: this is no permission."""

from django.db.models import Model

from accounts.queries.standing import Standing
from venture.audit.queries import stood_in_for
from venture.kernel.errors import RuleRefusal


def refuse_same_side(now: Standing, *, earlier: int | None, subject: Model) -> None:
    """Refuse the second step to whoever took the first one, to who stands in for that person, and the other way round.

    ``earlier`` is the key of the person who took the first step on ``subject``, ``None`` when nobody did. For whom that
    person acted is read from the log. Raise ``RuleRefusal`` ``same_person``, or ``same_side`` where a lent role joins
    the two.
    """
    if earlier is None:
        return
    if earlier == now.actor.pk:
        raise RuleRefusal("same_person")
    if now.side & ({earlier} | stood_in_for(subject, actor_id=earlier)):
        raise RuleRefusal("same_side")
