"""Preparing a selection on a locked ranking, changing it by hand, and sending it to the decision."""

from reviews.flows.selecting.amounts import recommend_amount, take_transfer_back, transfer_money
from reviews.flows.selecting.overriding import ask_override, confirm_override, refuse_override, withdraw_override
from reviews.flows.selecting.preparing import prepare_selection
from reviews.flows.selecting.sending import send_selection, take_back_selection

__all__ = [
    "ask_override",
    "confirm_override",
    "prepare_selection",
    "recommend_amount",
    "refuse_override",
    "send_selection",
    "take_back_selection",
    "take_transfer_back",
    "transfer_money",
    "withdraw_override",
]
