"""A resident says that the need is theirs too, once per person, and may take it back."""

from django.db import transaction

from accounts.models import User
from projects.enums import NeedState
from projects.models import Need, NeedSupport
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def support_need(*, need_id: int, actor: User) -> NeedSupport:
    """Say "I need this too". Saying it twice changes nothing.

    Raise ``RuleRefusal``: ``support_needs_phone`` for an account without a mobile number, by which one person is one
    voice; ``need_not_waiting`` for a need that is not open.
    """
    need = Need.objects.select_for_update().get(pk=need_id)
    if not actor.mobile:
        raise RuleRefusal("support_needs_phone")
    if need.state != NeedState.PUBLISHED:
        raise RuleRefusal("need_not_waiting")
    support, made = NeedSupport.objects.get_or_create(
        need=need, user=actor, withdrawn_at=None, defaults={"said_at": clock.now()}
    )
    if made:
        record(actor=actor, verb="need.support", subject=need)
    return support


@transaction.atomic
def take_support_back(*, need_id: int, actor: User) -> None:
    """Take the support back; the row stays. Doing it twice changes nothing."""
    need = Need.objects.select_for_update().get(pk=need_id)
    support = need.supports.filter(user=actor, withdrawn_at__isnull=True).first()
    if support is None:
        return
    support.withdrawn_at = clock.now()
    support.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="need.take_support_back", subject=need)
