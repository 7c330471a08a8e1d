"""How a round pays: through whom, with which receipt, and what must be spent before the next tranche."""

from typing import Any

from accounts.models import User
from grants.models import PaymentSettings
from rounds.flows.locks import alone
from venture.audit.flows import record

FIELDS = ("route", "receipt", "payer", "spent_before_next", "sign_within_days")


def set_payment_settings(*, round_id: int, actor: User, **given: Any) -> PaymentSettings:
    """Set how a round pays. ``given`` are all of ``FIELDS``; what was and what is stand in the log."""
    with alone(round_id):
        settings, _new = PaymentSettings.objects.get_or_create(round_id=round_id)
        before = {name: getattr(settings, name) for name in FIELDS}
        for name in FIELDS:
            setattr(settings, name, given[name])
        settings.save(update_fields=list(FIELDS))
        record(
            actor=actor, verb="payment_settings.set", subject=settings, before=before,
            after={name: getattr(settings, name) for name in FIELDS},
        )  # fmt: skip
        return settings
