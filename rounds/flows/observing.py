"""Observers: staff lend a named person read access to one round until a day, and take it back at once."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.flows.telling import tell
from accounts.models import User
from accounts.queries.people import belongs_to_an_applicant
from accounts.queries.standing import standing_of
from rounds.domain import crew
from rounds.flows.locks import alone
from rounds.models import Round, RoundUserObjectPermission
from rounds.models.observers import READ
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LENT_AT_MOST = timedelta(days=366)


def lend_round(*, round_id: int, user_id: int, until: date, reason: str, actor: Any) -> RoundUserObjectPermission:
    """Let a person read one round until the end of ``until``. Lending again renews it.

    Raise ``RuleRefusal``: ``reason_missing``, ``observer_is_lender``, ``person_inactive``, ``period_backwards``,
    ``observer_too_long``, ``observer_applies`` for a member of an organisation that may apply.
    """
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    with alone(round_id) as round_:
        user = User.objects.get(pk=user_id)
        now, today = clock.now(), clock.today()
        if user.pk == actor.pk:
            raise RuleRefusal("observer_is_lender")
        if not user.is_active:
            raise RuleRefusal("person_inactive")
        if until < today:
            raise RuleRefusal("period_backwards")
        if until - today > LENT_AT_MOST:
            raise RuleRefusal("observer_too_long", days=LENT_AT_MOST.days)
        if belongs_to_an_applicant(user):
            raise RuleRefusal("observer_applies")
        before = round_.observers.filter(user=user, permission__codename=READ).first()
        observer = before or RoundUserObjectPermission(content_object=round_, user=user, permission=_read())
        observer.until, observer.reason = until, reason
        observer.lent_by, observer.lent_at = actor, now
        observer.ended_by, observer.ended_at = None, None
        observer.save()
        record(
            actor=actor, verb="observer.lend", subject=observer, after=until, reason=reason, round=round_.code,
            person=user.pk, **_facts(round_, actor),
        )  # fmt: skip
        tell(user, "round_lent", key=f"{observer.pk}:{now.isoformat()}", round=round_.title, until=until.isoformat())
        return observer


@transaction.atomic
def take_back_round(*, observer_id: int, actor: Any) -> RoundUserObjectPermission:
    """End an observer's access at once. Raise ``RuleRefusal("observer_ended")`` when it has ended already."""
    round_id = RoundUserObjectPermission.objects.values_list("content_object_id", flat=True).get(pk=observer_id)
    with alone(round_id) as round_:
        observer = round_.observers.select_for_update().get(pk=observer_id)
        if observer.ended_at is not None or observer.until < clock.today():
            raise RuleRefusal("observer_ended")
        observer.ended_by, observer.ended_at = actor, clock.now()
        observer.save()
        record(
            actor=actor, verb="observer.take_back", subject=observer, before=observer.until, round=round_.code,
            person=observer.user_id, **_facts(round_, actor),
        )  # fmt: skip
        return observer


def _read() -> Permission:
    """Return the permission that guardian's row names: reading a round."""
    kind = ContentType.objects.get_for_model(Round)
    return Permission.objects.get(content_type=kind, codename=READ)


def _facts(round_: Round, actor: Any) -> dict[str, int]:
    return standing_of(actor, *crew.LENDERS, area=round_.area.code if round_.area is not None else "").facts
