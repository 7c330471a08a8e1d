"""The write side of needs, one story per file."""

from projects.flows.drafts import drop_draft, keep_draft
from projects.flows.interest import say_interest, withdraw_interest
from projects.flows.needs import edit_need, match_need, meet_need, merge_needs, publish_needs, release_need, report_need

__all__ = [
    "drop_draft",
    "edit_need",
    "keep_draft",
    "match_need",
    "meet_need",
    "merge_needs",
    "publish_needs",
    "release_need",
    "report_need",
    "say_interest",
    "withdraw_interest",
]
