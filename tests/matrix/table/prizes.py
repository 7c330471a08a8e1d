"""Creative prizes on finance's desk: the round's page, asking for a prize, each step of its payment."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from accounts.demo import person
from grants.models import PrizePayment
from projects.models import IdeaPrize
from rounds.models import FundSource, Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, page
from tests.matrix.lists import made
from tests.matrix.personas import at_desks
from tests.matrix.table.deciding import no_round, none, one, sees
from venture.kernel import clock, policy

_number = count(1)


def payment() -> PrizePayment:
    prize, number = rows.prize(), next(_number)
    source = FundSource.objects.get_or_create(slug="prizes-test", defaults={"name": "测试奖金"})[0]
    return PrizePayment.objects.create(
        prize=prize, source=source, year=2027, amount_fen=prize.amount_fen, tax_fen=prize.tax_fen,
        key=f"matrix-{number}", asked_by=person("finance_maker"), asked_at=clock.now(),
    )  # fmt: skip


def unpaid() -> IdeaPrize:
    return rows.prize()


def a_round() -> Round:
    return Round.objects.get(code="2027")


def of_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": a_round().code, **more}


def staff(permission: str, make: Callable[[], Any]) -> Callable[[Any], bool]:
    seen = sees(permission, make)
    return lambda user: at_desks(user) and seen(user)


OVERVIEW = staff("prizes.overview", a_round)
TABLE: dict[str, DoorLine] = {
    "admin:prizes": page(may=lambda user: at_desks(user) and policy.may(user, "prizes.read"), screens=False),
    "admin:prizes_desk": page(keys=of_round(), foreign=no_round(), may=OVERVIEW, rows=made(payment)),
    "admin:prizes_act": act(keys=of_round(verb="aside"), foreign=no_round(verb="aside"), may=OVERVIEW),
    "admin:prize_act": act(
        keys=one(unpaid, verb="ask"), foreign=none(verb="ask"), may=staff("prizes.ask", unpaid)
    ),
    "admin:prize_payment_act": act(
        keys=one(payment, verb="approve"), foreign=none(verb="approve"), may=staff("prizes.view", payment)
    ),
}  # fmt: skip

rows.FEW |= {"grants.prizepayment": payment}
