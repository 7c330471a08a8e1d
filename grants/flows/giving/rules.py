"""How a round takes donations: changed by the bureau, on record, and not any more once money arrived."""

from django.db import transaction

from accounts.models import User
from grants.enums import GiftState
from grants.models import DonationRules, Gift
from reviews.enums import RankingState
from reviews.models import Ranking
from rounds.enums import Means
from rounds.models import Envelope, FundSource
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

# Under which directed donations of every round stand in the books; the round's year and field keep them apart.
DIRECTED, DIRECTED_NAME = "donations", "社会定向捐赠"
MOST_POINTS = 99
FIELDS = (
    "source_id", "holder", "bank", "number", "takes_until", "counts_until", "least_fen", "points", "full_share",
    "points_on_top", "takes_goods", "goods_matched",
)  # fmt: skip
# What decides about points, names and public money: fixed as soon as a gift stands, or a ranking rests on them.
FIXED = ("source_id", "counts_until", "points", "full_share", "points_on_top", "goods_matched")


@transaction.atomic
def save_donation_rules(rules: DonationRules, *, actor: User) -> DonationRules:
    """Keep the rules of a round. Their source of money, where none is named, is that of directed donations.

    Raise ``RuleRefusal``: ``donations_not_used`` where the round's own rules do not name donations among their means;
    ``donation_source_public`` for a source that an envelope uses; ``donation_days_crossed`` when money would stop to
    count before intentions end; ``donation_points_too_many`` where nothing would be left for the experts. For a rule
    that gifts rest on already ``donation_rules_used``, once the round's ranking is locked ``donation_rules_ranked``.
    """
    if Means.DONATIONS not in rules.round.advanced:
        raise RuleRefusal("donations_not_used")
    if rules.source_id is None:
        rules.source = FundSource.objects.get_or_create(slug=DIRECTED, defaults={"name": DIRECTED_NAME})[0]
    if Envelope.objects.filter(source=rules.source_id).exists():
        raise RuleRefusal("donation_source_public")
    if rules.counts_until < rules.takes_until:
        raise RuleRefusal("donation_days_crossed")
    if rules.points > MOST_POINTS:
        raise RuleRefusal("donation_points_too_many", most=MOST_POINTS)
    stands = DonationRules.objects.select_for_update().filter(pk=rules.pk).first() if rules.pk else None
    turned = stands is not None and any(getattr(stands, name) != getattr(rules, name) for name in FIXED)
    if turned and Gift.objects.filter(donation__round=rules.round_id, state=GiftState.STANDING).exists():
        raise RuleRefusal("donation_rules_used")
    if turned and Ranking.objects.filter(round=rules.round_id, state=RankingState.LOCKED).exists():
        raise RuleRefusal("donation_rules_ranked")
    before = {name: _plain(getattr(stands, name)) for name in FIELDS} if stands is not None else None
    rules.save()
    record(
        actor=actor, verb="donation_rules.save", subject=rules, before=before,
        after={name: _plain(getattr(rules, name)) for name in FIELDS},
    )  # fmt: skip
    return rules


def _plain(value: object) -> object:
    return value if isinstance(value, int | str | bool) else str(value)
