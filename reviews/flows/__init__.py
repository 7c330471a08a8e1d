"""The write side of the screening, one story per file."""

from reviews.flows.assigning import take_on
from reviews.flows.exporting import note_export
from reviews.flows.judging import Judgement, judge_items, mark_of
from reviews.flows.opening import open_screening
from reviews.flows.passing import ask_correction, asks_of, lapse_correction, lapse_due, pass_screening
from reviews.flows.recommending import recommend
from reviews.flows.refusing import confirm_refusal, decline_refusal, propose_refusal, still_needed
from reviews.flows.reminding import remind_drafts

__all__ = [
    "Judgement",
    "ask_correction",
    "asks_of",
    "confirm_refusal",
    "decline_refusal",
    "judge_items",
    "lapse_correction",
    "lapse_due",
    "mark_of",
    "note_export",
    "open_screening",
    "pass_screening",
    "propose_refusal",
    "recommend",
    "remind_drafts",
    "still_needed",
    "take_on",
]
