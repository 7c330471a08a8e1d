"""How a round follows its running projects: changed by the bureau, on record."""

from django.db import transaction

from accounts.models import User
from grants.models import RunningRules
from venture.audit.flows import record

FIELDS = (
    "progress_months", "midterm_share", "report_days", "final_days", "working_days", "remind_days", "over_line_share",
    "cash_limit_fen", "idle_days", "spent_at_mid", "headcount_share",
)  # fmt: skip


@transaction.atomic
def save_rules(rules: RunningRules, *, actor: User) -> RunningRules:
    """Keep the rules of a round. Reports that are scheduled already stay on their days."""
    stands = RunningRules.objects.select_for_update().filter(pk=rules.pk).first() if rules.pk else None
    before = {name: getattr(stands, name) for name in FIELDS} if stands is not None else None
    rules.save()
    record(
        actor=actor, verb="running_rules.save", subject=rules, before=before,
        after={name: getattr(rules, name) for name in FIELDS},
    )  # fmt: skip
    return rules
