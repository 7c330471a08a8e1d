"""The day to sign by: moved with a reason, and remembered before and after it."""

from datetime import date, timedelta

from accounts.models import User
from grants.enums import AgreementState, GrantState
from grants.flows.agreements.locking import held, standing
from grants.flows.agreements.telling import tell_organization, tell_signers
from grants.models import Grant
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = timedelta(days=366)
# Days before the due day on which whoever signs is reminded; the day after it is told as well.
BEFORE = (3, 1)


def prolong_signing(*, grant_id: int, until: date, reason: str, actor: User) -> Grant:
    """Give an organisation another day to sign by.

    Raise ``RuleRefusal``: ``own_organization``; ``agreement_grant_moved``; ``agreement_reason_missing``;
    ``agreement_due_unknown`` for a day before tomorrow, not after the one that stands, or beyond a year.
    """
    with held(grant_id, actor=actor) as grant:
        if grant.state != GrantState.OFFERED:
            raise RuleRefusal("agreement_grant_moved", state=grant.get_state_display())
        words, today = reason.strip(), clock.today()
        if not words:
            raise RuleRefusal("agreement_reason_missing")
        if until <= today or until > today + LONGEST or (grant.sign_by is not None and until <= grant.sign_by):
            raise RuleRefusal("agreement_due_unknown")
        before, grant.sign_by = grant.sign_by, until
        grant.save(update_fields=["sign_by"])
        tell_organization("agreement_prolonged", f"{grant.pk}:{until}", grant, day=str(until), reason=words)
        record(
            actor=actor, verb="grant.prolong_signing", subject=grant, before=str(before or ""), after=str(until),
            application=grant.project.code, reason=words,
        )  # fmt: skip
        return grant


def remind_signing() -> int:
    """Tell whoever signs of an agreement that is due or overdue, once for each such day; return how many grants."""
    today = clock.today()
    days = [today + timedelta(days=each) for each in BEFORE]
    rows = Grant.objects.filter(state=GrantState.OFFERED, agreements__state=AgreementState.SENT)
    due, over = rows.filter(sign_by__in=days), rows.filter(sign_by=today - timedelta(days=1))
    count = 0
    for event, found in (("agreement_due", due), ("agreement_late", over)):
        for grant_id in found.order_by("pk").values_list("pk", flat=True):
            count += _reminded(grant_id, event, today)
    return count


def _reminded(grant_id: int, event: str, today: date) -> bool:
    with held(grant_id) as grant:
        agreement = standing(grant)
        if agreement is None or agreement.state != AgreementState.SENT:
            return False
        tell_signers(event, f"{agreement.pk}:{today}", grant, number=agreement.number, day=str(grant.sign_by))
        return True
