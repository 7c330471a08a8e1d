"""Rounds that take donations, for tests: rules and a fund straight in their tables, gifts through the flows."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.flows import giving
from grants.models import Donation, DonationRules, Gift, NamedFund
from projects.models import Project
from rounds.enums import Means
from rounds.models import FundSource, Round
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import REVIEWED, WAN
from venture.kernel import clock

# Before the review ends; gifts of this day count.
EARLY = REVIEWED - timedelta(days=10)
UNTIL = REVIEWED.date() - timedelta(days=1)
_numbers = count(1)


@dataclass
class Giving:
    """A round that takes donations, with the persons of both desks."""

    round: Round
    rules: DonationRules
    fund: NamedFund
    clerk: User
    maker: User
    checker: User
    head: User


def make_giving(round_: Round, **fields: Any) -> Giving:
    """Let a round take donations: matched one to two up to 50 万, filled up to 30 万, named from half the budget."""
    number = next(_numbers)
    Round.objects.filter(pk=round_.pk).update(
        advanced=[*round_.advanced, Means.DONATIONS], match_share=20_000, match_cap_fen=50 * WAN,
        unmatched_cap_fen=30 * WAN, naming_share=5_000,
    )  # fmt: skip
    round_.refresh_from_db()
    directed = FundSource.objects.create(slug=f"directed-{number}", name=f"定向捐赠{number}")
    own = FundSource.objects.create(slug=f"fund-{number}", name=f"银龄基金{number}")
    wanted = {
        "source": directed, "holder": "云溪市慈善会", "bank": "云溪银行", "number": "6228 0000 0000 0001",
        "takes_until": UNTIL, "counts_until": UNTIL, "points": 20, "full_share": 5_000, "takes_goods": True,
    }  # fmt: skip
    rules = DonationRules.objects.create(round=round_, **wanted | fields)
    fund = NamedFund.objects.create(
        slug=f"yinling-{number}", name=f"银龄守护基金{number}", donor_name="云溪农商行", consent="捐赠协议第五条",
        source=own, field=round_.categories.order_by("order", "pk")[0].slug, purpose="为独居老人", state="open",
        founded_on=date(2025, 1, 1),
    )  # fmt: skip
    people = (make_user(role) for role in (Role.CLERK, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.HEAD))
    return Giving(round_, rules, fund, *people)


def registered(case: Giving, *, project: Project | None = None, fund: bool = False, **more: Any) -> Donation:
    """Return an intention that the staff took down: for a project, the fund, or the first field."""
    aim: dict[str, Any] = {"target": "field", "category_slug": case.round.categories.order_by("order", "pk")[0].slug}
    if project is not None:
        aim = {"target": "project", "project_code": project.code}
    if fund:
        aim = {"target": "fund", "fund_slug": case.fund.slug}
    wanted = {
        "donor_kind": "enterprise", "donor_name": "云溪纺织有限公司", "mobile": "13900000001", "amount_fen": 4 * WAN,
        "actor": case.clerk, "key": f"donation-{next(_numbers)}",
    }  # fmt: skip
    with clock.at(EARLY):
        return giving.register_donation(round_id=case.round.pk, **aim | wanted | more)


def agreed(case: Giving, **aim: Any) -> Donation:
    donation = registered(case, **aim)
    with clock.at(EARLY):
        return giving.agree_donation(donation_id=donation.pk, document_number="捐赠协议1号", actor=case.clerk)


def recorded(case: Giving, donation: Donation, fen: int = 4 * WAN, *, on: date | None = None, **more: Any) -> Gift:
    number = next(_numbers)
    wanted = {
        "kind": "money", "voucher": f"V{number}", "receipt_number": f"PJ{number}", "key": f"gift-{number}",
        "actor": case.maker,
    }  # fmt: skip
    with clock.at(EARLY if on is None else REVIEWED + timedelta(days=30)):
        return giving.record_gift(donation_id=donation.pk, amount_fen=fen, on=on or EARLY.date(), **wanted | more)


def received(case: Giving, donation: Donation, fen: int = 4 * WAN, **more: Any) -> Gift:
    gift = recorded(case, donation, fen, **more)
    with clock.at(REVIEWED + timedelta(days=30)):
        return giving.confirm_gift(gift_id=gift.pk, actor=case.checker)


def sent_back(case: Giving) -> int:
    """Ask for, approve and pay every refund of the round that is owed; return how many."""
    with clock.at(REVIEWED + timedelta(days=40)):
        made = giving.ask_refunds(round_id=case.round.pk, actor=case.clerk)
        for refund in made:
            giving.approve_refund(refund_id=refund.pk, actor=case.checker)
            giving.pay_refund(refund_id=refund.pk, voucher=f"T{refund.pk}", on=clock.today(), actor=case.maker)
        return len(made)
