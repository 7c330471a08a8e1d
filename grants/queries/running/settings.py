"""How a round follows its running projects."""

from grants.models import RunningRules
from rounds.models import Round


def rules_for(round_: Round) -> RunningRules:
    """Return the round's rules, or the defaults. One query at most; none where they came with the round."""
    kept: RunningRules | None = getattr(round_, "running_rules", None)
    return kept if kept is not None else RunningRules(round=round_)
