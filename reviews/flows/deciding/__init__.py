"""The decision: what the meeting changes, its record and the check of it, the leaders' votes, what follows."""

from reviews.flows.deciding.changing import approve_amount, choose_way, cut_envelope, put_back, remove_project
from reviews.flows.deciding.recording import confirm_decision, record_decision, return_decision
from reviews.flows.deciding.voting import cast_vote, send_vote_code

__all__ = [
    "approve_amount",
    "cast_vote",
    "choose_way",
    "confirm_decision",
    "cut_envelope",
    "put_back",
    "record_decision",
    "remove_project",
    "return_decision",
    "send_vote_code",
]
