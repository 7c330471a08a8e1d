"""How a round pays and until when its agreements are signed."""

from typing import Any

from accounts.models import User
from grants.enums import ReceiptKind, Route
from grants.models import PaymentSettings
from rounds.flows.locks import alone
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

LONGEST_DAYS = 120
WHOLE = 10_000


def set_payment_settings(
    *, round_id: int, route: str, receipt: str, payer: str, sign_within_days: int, spent_before_next: int, actor: User
) -> PaymentSettings:
    """Set route, receipt, paying unit, working days to sign within, and the share spent before the next tranche.

    Grants that were offered keep their day. Raise ``RuleRefusal``: ``payment_settings_unknown`` for a route or receipt
    that is not there; ``sign_days_out_of_range``; ``spent_share_out_of_range``.
    """
    if route not in Route.values or receipt not in ReceiptKind.values:
        raise RuleRefusal("payment_settings_unknown")
    if not 1 <= sign_within_days <= LONGEST_DAYS:
        raise RuleRefusal("sign_days_out_of_range", most=LONGEST_DAYS)
    if not 0 <= spent_before_next <= WHOLE:
        raise RuleRefusal("spent_share_out_of_range")
    with alone(round_id) as round_:
        kept = PaymentSettings.objects.filter(round=round_).first() or PaymentSettings(round=round_)
        values: dict[str, Any] = {
            "route": route, "receipt": receipt, "payer": payer.strip()[:80], "sign_within_days": sign_within_days,
            "spent_before_next": spent_before_next,
        }  # fmt: skip
        before = {name: getattr(kept, name) for name in values} if kept.pk else {}
        for name, value in values.items():
            setattr(kept, name, value)
        kept.save()
        if before != values:
            record(
                actor=actor, verb="payment_settings.set", subject=kept, before=before, after=values, round=round_.code
            )
        return kept
