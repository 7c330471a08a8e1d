"""The ledger's acts, one story per file. Whoever calls holds the grant; every refusal is a ``RuleRefusal``."""

from grants.flows.ledger.allotting import allot, carry_over, withdraw
from grants.flows.ledger.granting import (
    approve_payment,
    bounce_payment,
    cancel_payment,
    commit_grant,
    pay_payment,
    release_grant,
)
from grants.flows.ledger.opening import Opening, open_balance
from grants.flows.ledger.reversing import reverse
from grants.flows.ledger.using import disallow, recover, spend, spent_entry, take_back, write_off

__all__ = [
    "Opening",
    "allot",
    "approve_payment",
    "bounce_payment",
    "cancel_payment",
    "carry_over",
    "commit_grant",
    "disallow",
    "open_balance",
    "pay_payment",
    "recover",
    "release_grant",
    "reverse",
    "spend",
    "spent_entry",
    "take_back",
    "withdraw",
    "write_off",
]
