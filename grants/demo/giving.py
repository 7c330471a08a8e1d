"""Donations of 云溪市 through the flows: named funds that pay parts of last year's special call, directed gifts of
which those for projects that were not selected went back, and intentions of today."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from accounts.demo import person
from grants.flows import giving
from grants.models import Donation, DonationRules, Gift, NamedFund
from grants.queries.giving import returnable
from reviews.enums import AwardState
from reviews.models import Award
from rounds.models import Round
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import parse_yuan

TOLD: Final = json.loads((Path(__file__).parent / "giving.json").read_text(encoding="utf-8"))
# So many funds and directed gifts.
SIZES: Final = {"full": (3, 3), "small": (1, 2)}
POINTS, FULL_SHARE = 20, 5_000


def play(code: str, first: datetime) -> None:
    """Play a call's donations before its grants are offered at ``first``: received in the winter before, laid into
    awards, and sent back where the project was not selected."""
    round_ = Round.objects.get(code=code)
    funds, directed = SIZES[settings.DEMO_SCALE]
    final = next(each for each in round_.stages.order_by("order") if each.kind == "decision").starts_on
    assert final is not None
    begun = datetime(first.year - 1, 11, 20, 9, tzinfo=clock.BEIJING)
    with clock.at(begun):
        _rules(round_, until=final - timedelta(days=1))
        made = [_fund(each) for each in TOLD["funds"][:funds]]
    for each, fund in zip(TOLD["funds"], made, strict=False):
        donation = _agreed(round_, begun + timedelta(hours=2), each, target="fund", fund_slug=fund.slug, shown=True)
        for yuan, day in each["gifts"]:
            _arrives(donation, parse_yuan(yuan), _day(day, first))
    awards = Award.objects.filter(decision__round=round_).select_related("project__category").order_by("project__code")
    _direct(round_, list(awards), TOLD["directed"][:directed], first)
    _support(list(awards), made, first - timedelta(days=2))


def play_today() -> None:
    """Leave an intention of everybody, and one that waits for the agreement, in the call that takes them now."""
    now = clock.now()
    open_now = Round.objects.filter(state="open").order_by("-year").first()
    if open_now is None or open_now.closes_at is None:
        return
    with clock.at(now - timedelta(days=3)):
        _rules(open_now, until=open_now.closes_at.date() + timedelta(days=30))
    for number, each in enumerate(TOLD["open"]):
        if each["target"] == "fund" and not NamedFund.objects.filter(slug=each["name"], state="open").exists():
            continue
        with clock.at(now - timedelta(days=2, hours=number)):
            aim = {"fund_slug" if each["target"] == "fund" else "category_slug": each["name"]}
            giving.register_donation(
                round_id=open_now.pk, key=f"demo-open-{number}", target=each["target"], mobile=each["mobile"],
                donor_kind=each["donor_kind"], donor_name=each["donor_name"], amount_fen=parse_yuan(each["yuan"]),
                **aim,
            )  # fmt: skip


def _rules(round_: Round, *, until: Any) -> DonationRules:
    account = {name: TOLD[name] for name in ("holder", "bank", "number")}
    rules = DonationRules(
        round=round_, takes_until=until, counts_until=until, points=POINTS, full_share=FULL_SHARE, takes_goods=True,
        **account,
    )  # fmt: skip
    return giving.save_donation_rules(rules, actor=person("clerk"))


def _fund(told: dict[str, Any]) -> NamedFund:
    kept = {name: told[name] for name in ("slug", "name", "donor_name", "field", "purpose", "story")}
    fund = giving.save_fund(
        NamedFund(
            **kept, consent="冠名基金捐赠协议第四条", goal_fen=parse_yuan(told["goal"]), founded_on=clock.today()
        ),
        actor=person("clerk"),
    )
    return giving.open_fund(fund_id=fund.pk, actor=person("head"))


def _agreed(round_: Round, at: datetime, told: dict[str, Any], **aim: Any) -> Donation:
    with clock.at(at):
        donation = giving.register_donation(
            round_id=round_.pk, key=f"demo-{told['mobile']}", donor_kind=told["donor_kind"],
            donor_name=told["donor_name"], contact=told.get("contact", ""), mobile=told["mobile"],
            amount_fen=parse_yuan(told.get("goal") or told["yuan"]), actor=person("operator"), **aim,
        )  # fmt: skip
    with clock.at(at + timedelta(hours=5)):
        number = f"云慈捐字〔{at.year}〕{donation.pk}号"
        return giving.agree_donation(donation_id=donation.pk, document_number=number, actor=person("clerk"))


def _arrives(donation: Donation, fen: int, at: datetime) -> Gift:
    with clock.at(at):
        gift = giving.record_gift(
            donation_id=donation.pk, kind="money", amount_fen=fen, on=clock.today(),
            key=f"demo-{donation.pk}-{at:%m%d}", voucher=f"CS{at:%Y%m%d}{donation.pk:03d}",
            receipt_number=f"公益票{at:%y}{donation.pk:05d}{at:%d}", actor=person("finance_maker"),
        )  # fmt: skip
    with clock.at(at + timedelta(hours=3)):
        return giving.confirm_gift(gift_id=gift.pk, actor=person("finance_checker"))


def _direct(round_: Round, awards: list[Award], told: list[dict[str, Any]], first: datetime) -> None:
    """Let directed gifts arrive for projects that were not selected in the end, and go back; nothing is for others:
    a gift on top of an award would ask its project for another budget."""
    lost = [each for each in awards if each.state not in (AwardState.PROPOSED, AwardState.CONFIRMED)]
    for number, (each, award) in enumerate(zip(told, lost, strict=False)):
        day = _day(each["day"], first)
        donation = _agreed(
            round_, day - timedelta(days=6, hours=number), each, target="project", project_code=award.project.code,
            shown=each["shown"],
        )  # fmt: skip
        _arrives(donation, parse_yuan(each["yuan"]), day)
    if not returnable(round_.pk).exists():
        return
    with clock.at(first + timedelta(hours=6)):
        refunds = giving.ask_refunds(round_id=round_.pk, actor=person("clerk"))
    for refund in refunds:
        with clock.at(first + timedelta(days=1)):
            giving.approve_refund(refund_id=refund.pk, actor=person("head"))
        with clock.at(first + timedelta(days=3)):
            giving.pay_refund(
                refund_id=refund.pk, voucher=f"CT{first:%Y%m%d}{refund.pk:03d}", on=clock.today(),
                actor=person("finance_maker"),
            )  # fmt: skip


def _support(awards: list[Award], funds: list[NamedFund], at: datetime) -> None:
    """Let each fund pay a part of the awards of its field, as far as its money goes."""
    for told, fund in zip(TOLD["funds"], funds, strict=False):
        mine = [
            each for each in awards
            if each.state == AwardState.CONFIRMED and each.project.category is not None
            and each.project.category.slug == fund.field
        ]  # fmt: skip
        for award in mine:
            fen = min(parse_yuan(told["support"]), award.amount_fen // 2)
            try:
                with clock.at(at):
                    support = giving.ask_support(
                        project_id=award.project_id, source_id=fund.source_id, amount_fen=fen, actor=person("clerk"),
                        reason="项目领域与基金宗旨一致，经领导小组会议研究由基金承担部分资助款。",
                    )  # fmt: skip
            except RuleRefusal:
                break
            with clock.at(at + timedelta(hours=4)):
                giving.approve_support(support_id=support.pk, actor=person("head"))


def _day(text: str, first: datetime) -> datetime:
    """Return a day of the winter before ``first``."""
    month, day = (int(part) for part in text.split("-"))
    year = first.year if month < first.month + 1 else first.year - 1
    return datetime(year, month, day, 10, tzinfo=clock.BEIJING)
