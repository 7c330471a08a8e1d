"""The way of a tranche: asked for, checked, approved, ordered, sent, settled. Each verb once, for every door."""

from grants.flows.paying.approving import approve_many, approve_request, cancel_approval, refuse_request
from grants.flows.paying.ordering import check_order, drop_order, make_order, send_order, take_out
from grants.flows.paying.papers import bank_file, request_paper, reveal_papers, summary_sheet
from grants.flows.paying.reconciling import Tried, load_statement, try_statement
from grants.flows.paying.requesting import request_payment, withdraw_request
from grants.flows.paying.setting import set_payment_settings
from grants.flows.paying.settling import confirm_payment, fail_payment, lose_payment, return_payment
from grants.flows.paying.stopping import lift_stop, place_stop

__all__ = [
    "Tried",
    "approve_many",
    "approve_request",
    "bank_file",
    "cancel_approval",
    "check_order",
    "confirm_payment",
    "drop_order",
    "fail_payment",
    "lift_stop",
    "load_statement",
    "lose_payment",
    "make_order",
    "place_stop",
    "refuse_request",
    "request_paper",
    "request_payment",
    "return_payment",
    "reveal_papers",
    "send_order",
    "set_payment_settings",
    "summary_sheet",
    "take_out",
    "try_statement",
    "withdraw_request",
]
