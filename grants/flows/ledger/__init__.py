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
from grants.flows.ledger.proposing import (
    confirm_allotment,
    propose_allotment,
    propose_carry_over,
    propose_envelopes,
    propose_prize_money,
    refuse_allotment,
    withdraw_allotment,
)
from grants.flows.ledger.reversing import reverse
from grants.flows.ledger.using import disallow, recover, spend, spent_entry, take_back, write_off
from grants.flows.ledger.year_end import confirm_year_closing, propose_year_closing, refuse_year_closing

__all__ = [
    "Opening",
    "allot",
    "approve_payment",
    "bounce_payment",
    "cancel_payment",
    "carry_over",
    "commit_grant",
    "confirm_allotment",
    "confirm_year_closing",
    "disallow",
    "open_balance",
    "pay_payment",
    "propose_allotment",
    "propose_carry_over",
    "propose_envelopes",
    "propose_prize_money",
    "propose_year_closing",
    "recover",
    "refuse_allotment",
    "refuse_year_closing",
    "release_grant",
    "reverse",
    "spend",
    "spent_entry",
    "take_back",
    "withdraw",
    "withdraw_allotment",
    "write_off",
]
