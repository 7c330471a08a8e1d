"""Named funds: described by the bureau, opened with the donor's consent, closed when they take nothing more."""

from django.db import transaction

from accounts.models import User
from grants.domain.lifecycle import FUND_LIFE
from grants.enums import FundState
from grants.models import NamedFund
from rounds.models import FundSource
from venture.audit.flows import record, step
from venture.kernel.errors import RuleRefusal

FIELDS = (
    "slug", "name", "donor_name", "consent", "source_id", "field", "purpose", "story", "goal_fen", "founded_on",
)  # fmt: skip
# The code stands in addresses and the source in the books: neither changes once the fund was opened.
FIXED = ("slug", "source_id", "field")


@transaction.atomic
def save_fund(fund: NamedFund, *, actor: User) -> NamedFund:
    """Keep what is said of a fund; a new one gets a source of its own in the books.

    Raise ``fund_code_taken`` for a code that is too like another; ``fund_fixed`` for what an open fund rests on.
    """
    if fund.source_id is None:
        slug = f"fund-{fund.slug}"[:20].rstrip("-")
        if FundSource.objects.filter(slug=slug).exists():
            raise RuleRefusal("fund_code_taken")
        fund.source = FundSource.objects.create(slug=slug, name=fund.name[:40], mark=f"{fund.name}资助"[:60])
    stands = NamedFund.objects.select_for_update().filter(pk=fund.pk).first() if fund.pk else None
    public = stands is not None and stands.state != FundState.DRAFT
    if public and (not fund.consent.strip() or any(getattr(stands, name) != getattr(fund, name) for name in FIXED)):
        raise RuleRefusal("fund_fixed")
    before = {name: str(getattr(stands, name)) for name in FIELDS} if stands is not None else None
    fund.save()
    record(
        actor=actor, verb="fund.save", subject=fund, before=before,
        after={name: str(getattr(fund, name)) for name in FIELDS},
    )  # fmt: skip
    return fund


def open_fund(*, fund_id: int, actor: User) -> NamedFund:
    """Show a fund and let it take donations. Raise ``fund_illegal_move``; ``fund_consent_missing``."""
    with transaction.atomic():
        fund = NamedFund.objects.select_for_update().get(pk=fund_id)
        FUND_LIFE.target_of("open", fund.state)
        if not fund.consent.strip():
            raise RuleRefusal("fund_consent_missing")
        step(fund, FUND_LIFE, "open", noun="fund", actor=actor)
        return fund


def close_fund(*, fund_id: int, actor: User) -> NamedFund:
    """Take no more donations for a fund; its page stays. Raise ``fund_illegal_move``."""
    with transaction.atomic():
        fund = NamedFund.objects.select_for_update().get(pk=fund_id)
        step(fund, FUND_LIFE, "close", noun="fund", actor=actor)
        return fund
