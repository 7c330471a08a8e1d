"""Paying creative prizes: asked for, approved by another, carried out by the bank, its tax handed in."""

from grants.flows.prizes.asking import approve_prize, ask_prize, refuse_prize, withdraw_prize
from grants.flows.prizes.settling import fail_prize, pay_prize, remit_prize, return_prize

__all__ = [
    "approve_prize", "ask_prize", "fail_prize", "pay_prize", "refuse_prize", "remit_prize", "return_prize",
    "withdraw_prize",
]  # fmt: skip
