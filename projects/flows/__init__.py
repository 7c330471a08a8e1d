"""The write side of needs, resources and linkage, one story per file."""

from projects.flows.citing import answer_cited_need, follow_citation
from projects.flows.drafts import drop_draft, keep_draft
from projects.flows.interest import say_interest, withdraw_interest
from projects.flows.needs import (
    bind_need,
    edit_need,
    match_need,
    meet_need,
    merge_needs,
    publish_needs,
    release_need,
    report_need,
)
from projects.flows.resources import (
    edit_resource,
    engage_resource,
    offer_resource,
    publish_resource,
    release_resource,
    send_back_resource,
    wish_resource,
    withdraw_resource,
    withdraw_wish,
)
from projects.flows.supporting import support_need, take_support_back

__all__ = [
    "answer_cited_need",
    "bind_need",
    "drop_draft",
    "edit_need",
    "edit_resource",
    "engage_resource",
    "follow_citation",
    "keep_draft",
    "match_need",
    "meet_need",
    "merge_needs",
    "offer_resource",
    "publish_needs",
    "publish_resource",
    "release_need",
    "release_resource",
    "report_need",
    "say_interest",
    "send_back_resource",
    "support_need",
    "take_support_back",
    "wish_resource",
    "withdraw_interest",
    "withdraw_resource",
    "withdraw_wish",
]
