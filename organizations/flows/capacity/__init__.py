"""Capacity building: assessments, trainings and their places, mentors and what they do."""

from organizations.flows.capacity.assessing import assess
from organizations.flows.capacity.mentoring import (
    ask_mentor,
    change_mentor,
    confirm_visit,
    end_mentor,
    end_pairing,
    enter_mentor,
    note_visit,
    pair,
    refuse_pairing,
    withdraw_pairing,
)
from organizations.flows.capacity.places import arrive, give_feedback, leave, sign_up, tick, untick
from organizations.flows.capacity.trainings import (
    add_material,
    announce_training,
    cancel_training,
    change_training,
    close_training,
    make_training,
)

__all__ = [
    "add_material", "announce_training", "arrive", "ask_mentor", "assess", "cancel_training", "change_mentor",
    "change_training", "close_training", "confirm_visit", "end_mentor", "end_pairing", "enter_mentor",
    "give_feedback", "leave", "make_training", "note_visit", "pair", "refuse_pairing", "sign_up", "tick", "untick",
    "withdraw_pairing",
]  # fmt: skip
