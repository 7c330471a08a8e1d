"""Rounds with decided creative prizes, straight in their tables; money and payments through the flows."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.flows import ledger, prizes
from grants.models import PrizePayment
from projects.models import Idea, IdeaContest, IdeaPrize
from rounds.enums import Means
from rounds.models import FundSource, IdeaAward, Round
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED
from tests.reviews.decide_factories import make_scored_round
from venture.kernel import clock

YUAN = 100
FIRST = 3_000 * YUAN
TAX = 600 * YUAN
_numbers = count(1)


@dataclass
class Prizes:
    """A round with one prize of a person, the source that pays it, and the persons of finance."""

    round: Round
    source: FundSource
    contest: IdeaContest
    prize: IdeaPrize
    maker: User
    checker: User


def make_prizes(round_: Round | None = None, *, aside: int = 0) -> Prizes:
    """Return a round that gives prizes, one of 3,000 yuan decided with 600 of tax; ``aside`` fen are set aside."""
    number = next(_numbers)
    round_ = round_ or make_scored_round(levels=((9, 9, 9),), code=f"Z{number}").round
    Round.objects.filter(pk=round_.pk).update(advanced=[*round_.advanced, Means.IDEA_AWARDS])
    round_.refresh_from_db()
    source = FundSource.objects.create(slug=f"prizes-{number}", name=f"创意奖励资金{number}")
    contest = IdeaContest.objects.create(
        round=round_, due_on=GRANTED.date(), tax_share=2_000, tax_basis="个人所得税法第三条", state="decided",
        opened_by=make_user(Role.OPERATOR), opened_at=GRANTED, proposed_by=make_user(Role.CLERK),
        decided_by=make_user(Role.HEAD), decided_at=GRANTED,
    )  # fmt: skip
    maker, checker = make_user(Role.FINANCE_MAKER), make_user(Role.FINANCE_CHECKER)
    case = Prizes(round_, source, contest, add_prize(contest), maker, checker)
    if aside:
        set_aside(case, aside)
    return case


def add_prize(
    contest: IdeaContest, fen: int = FIRST, tax: int = TAX, *, owner: User | None = None, name: str = "一等奖"
) -> IdeaPrize:
    number = next(_numbers)
    idea = Idea.objects.create(
        code=f"I-{number:05}", owner=owner or make_user(name=f"点子人{number}"), round=contest.round, title="修理角",
        field="elderly", population="老人", problem="没处修", proposal="摆修理角", contribution="会修", state="awarded",
        posted_at=GRANTED,
    )  # fmt: skip
    award = IdeaAward.objects.create(round=contest.round, name=name, places=9, amount_fen=fen)
    return IdeaPrize.objects.create(
        idea=idea, contest=contest, award=award, name=name, amount_fen=fen, tax_fen=tax, payee=str(idea.owner),
        note=contest.tax_basis, decided_at=GRANTED,
    )  # fmt: skip


def set_aside(case: Prizes, fen: int, kind: str = "reserve", *, year: int | None = None, key: str = "") -> None:
    with clock.at(GRANTED):
        proposed = ledger.propose_prize_money(
            round_id=case.round.pk, source_id=case.source.pk, year=year or case.round.year, amount_fen=fen, kind=kind,
            document_number="云民函〔2025〕9号", key=key or f"aside-{next(_numbers)}", actor=case.maker,
        )  # fmt: skip
        ledger.confirm_allotment(allotment_id=proposed.pk, actor=case.checker)


def asked(case: Prizes, prize: IdeaPrize | None = None, **more: Any) -> PrizePayment:
    wanted: dict[str, Any] = {"key": f"prize-{next(_numbers)}", "source_id": case.source.pk, "actor": case.maker}
    with clock.at(GRANTED):
        return prizes.ask_prize(prize_id=(prize or case.prize).pk, **wanted | more)


def approved(case: Prizes, prize: IdeaPrize | None = None) -> PrizePayment:
    payment = asked(case, prize)
    with clock.at(GRANTED):
        return prizes.approve_prize(payment_id=payment.pk, actor=case.checker)


def paid(case: Prizes, prize: IdeaPrize | None = None) -> PrizePayment:
    payment = approved(case, prize)
    with clock.at(GRANTED):
        return prizes.pay_prize(payment_id=payment.pk, voucher="V-1", on=GRANTED.date(), actor=case.maker)
