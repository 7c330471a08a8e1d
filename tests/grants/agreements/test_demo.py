"""The demonstration leads a decided round into agreements, some of them on the way."""

import pytest

from accounts.enums import Role
from grants.demo.agreements import play
from tests.accounts.factories import make_user
from tests.grants.agreements.cases import OFFERED, make_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("way", "state", "agreement"), [("signed", "agreed", "signed"), ("unsigned", "offered", "sent")]
)
def test_a_round_is_led_into_agreements_through_the_flows(way: str, state: str, agreement: str) -> None:
    for part in (Role.CLERK, Role.HEAD, Role.FINANCE_MAKER):
        make_user(part, email=f"{part.value}@yunxi.example")
    case = make_case(money=0)
    unsigned = (case.award.project.code,) if way == "unsigned" else ()

    (grant,) = play(case.scored.round.code, OFFERED, unsigned=unsigned, document="云溪财社〔2025〕2号")

    grant.refresh_from_db()
    assert (grant.state, case.agreement.state) == (state, agreement)
    assert grant.committed_fen == (grant.amount_fen if way == "signed" else 0)


def test_a_plan_may_be_under_revision_in_the_demonstration() -> None:
    for part in (Role.CLERK, Role.HEAD, Role.FINANCE_MAKER):
        make_user(part, email=f"{part.value}@yunxi.example")
    case = make_case(money=0)
    (grant,) = play(case.scored.round.code, OFFERED, improving=(case.award.project.code,))
    assert (grant.state, grant.improvements.get().state) == ("offered", "open")
