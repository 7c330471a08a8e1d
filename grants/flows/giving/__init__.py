"""Donations and named funds: taken down, received, laid into projects, sent back. One story per file."""

from grants.flows.giving.binding import bind_gifts, given_to
from grants.flows.giving.funds import close_fund, open_fund, save_fund
from grants.flows.giving.receiving import confirm_gift, record_gift, refuse_gift
from grants.flows.giving.refunding import approve_refund, ask_refund, ask_refunds, pay_refund, refuse_refund
from grants.flows.giving.registering import (
    agree_donation,
    decline_donation,
    register_donation,
    withdraw_donation,
)
from grants.flows.giving.rules import save_donation_rules
from grants.flows.giving.supporting import approve_support, ask_support, refuse_support, withdraw_support

__all__ = [
    "agree_donation", "approve_refund", "approve_support", "ask_refund", "ask_refunds", "ask_support", "bind_gifts",
    "close_fund", "confirm_gift", "decline_donation", "given_to", "open_fund", "pay_refund", "record_gift",
    "refuse_gift", "refuse_refund", "refuse_support", "register_donation", "save_donation_rules", "save_fund",
    "withdraw_donation", "withdraw_support",
]  # fmt: skip
