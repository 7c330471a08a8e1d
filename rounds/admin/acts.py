"""Which button calls which flow, who may press it at all, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rounds import flows


@dataclass(frozen=True)
class Act:
    """``permission`` is held while the round stands where the act applies; ``role`` by whom the act belongs to."""

    permission: str
    role: str
    flow: Callable[..., Any]
    done: Any


ACTS = {
    "propose": Act(
        "rounds.propose", "rounds.set_up", flows.propose_round, _("Proposed. A second person checks it now.")
    ),
    "check": Act(
        "rounds.check", "rounds.second", flows.check_round, _("Checked. The head of section approves it now.")
    ),
    "publish": Act(
        "rounds.publish", "rounds.approve", flows.publish_round, _("Published. The portal shows the round.")
    ),
    "return": Act("rounds.send_back", "rounds.second", flows.return_round, _("Sent back to the draft.")),
}
