"""The write side of ideas, one story per file."""

from projects.flows.ideas.judging import open_contest, score_entry
from projects.flows.ideas.moderating import hide_idea, show_idea
from projects.flows.ideas.offering import decline_offer, make_offer, point_out, take_back_offer
from projects.flows.ideas.pairing import accept_offer, open_draft, part
from projects.flows.ideas.posting import carry_idea, edit_idea, keep_idea_draft, post_idea, withdraw_idea
from projects.flows.ideas.prizes import decide_prizes, propose_prizes, send_prizes_back

__all__ = [
    "accept_offer",
    "carry_idea",
    "decide_prizes",
    "decline_offer",
    "edit_idea",
    "hide_idea",
    "keep_idea_draft",
    "make_offer",
    "open_contest",
    "open_draft",
    "part",
    "point_out",
    "post_idea",
    "propose_prizes",
    "score_entry",
    "send_prizes_back",
    "show_idea",
    "take_back_offer",
    "withdraw_idea",
]
