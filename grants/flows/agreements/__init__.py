"""From a confirmed award to an agreement that both have signed, or to a grant that was given up."""

from grants.flows.agreements.abandoning import (
    ask_abandonment,
    confirm_abandonment,
    give_up_grant,
    refuse_abandonment,
)
from grants.flows.agreements.countersigning import countersign_agreement
from grants.flows.agreements.drafting import draft_agreement, void_agreement
from grants.flows.agreements.improving import (
    agree_improvement,
    drop_improvement,
    offer_improvement,
    open_improvement,
    return_improvement,
    save_improvement,
)
from grants.flows.agreements.offering import offer_grant, offer_round
from grants.flows.agreements.prolonging import prolong_signing, remind_signing
from grants.flows.agreements.sending import send_agreement
from grants.flows.agreements.signing import send_signing_code, sign_by_code, sign_by_scan
from grants.flows.agreements.templates import bring_template, drop_template

__all__ = [
    "agree_improvement",
    "ask_abandonment",
    "bring_template",
    "confirm_abandonment",
    "countersign_agreement",
    "draft_agreement",
    "drop_improvement",
    "drop_template",
    "give_up_grant",
    "offer_grant",
    "offer_improvement",
    "offer_round",
    "open_improvement",
    "prolong_signing",
    "refuse_abandonment",
    "remind_signing",
    "return_improvement",
    "save_improvement",
    "send_agreement",
    "send_signing_code",
    "sign_by_code",
    "sign_by_scan",
    "void_agreement",
]
