"""Donations at random: whatever arrives, is decided, bound and returned, the books agree with the gifts to the fen,
and a project that was not selected keeps nothing of its donors."""

import random
from collections import Counter

import pytest
from django.db import transaction

from grants.enums import AccountKind
from grants.flows import agreements, giving
from grants.models import Account, Gift, Refund
from grants.queries.giving import returnable
from grants.queries.invariants import findings
from reviews.models import Award
from rounds.models import Round
from tests.grants.agreements.cases import OFFERED, make_case
from tests.grants.giving.cases import agreed, make_giving, received, sent_back
from tests.reviews.decide_factories import WAN, add_project
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("runs", [1, pytest.param(60, marks=pytest.mark.soak)])
def test_no_donation_of_a_project_that_was_not_selected_stays_unreturned(runs: int) -> None:
    lot, told = random.Random(runs), Counter[str]()
    for _run in range(runs):
        with transaction.atomic():
            _one_round(lot, told)
            transaction.set_rollback(True)
    if runs > 1:
        assert min(told["offered"], told["returned"]) > 0


def _one_round(lot: random.Random, told: Counter[str]) -> None:
    whole = make_case(others=1)
    case = make_giving(whole.scored.round)
    projects = [*whole.scored.projects, add_project(whole.scored)]
    for _gift in range(lot.randint(4, 7)):
        aim = lot.choice([{"project": lot.choice(projects)}, {"project": lot.choice(projects)}, {"fund": True}])
        kind = {} if lot.random() < 0.8 else {"kind": "goods", "voucher": "", "what": "米，按市价"}
        received(case, agreed(case, **aim), lot.randint(1, 3 * WAN), **kind)  # type: ignore[arg-type]
    for project in projects[1:]:
        state = lot.choice(["reserve", "none", "lost"])
        Award.objects.filter(project=project).update(state=state, reserve_no=None)
    Round.objects.filter(pk=case.round.pk).update(state="decided")
    if lot.random() < 0.7:
        with clock.at(OFFERED):
            try:
                support = giving.ask_support(
                    project_id=projects[0].pk, source_id=case.fund.source_id, amount_fen=lot.randint(1, 2 * WAN),
                    reason="对口", actor=case.clerk,
                )  # fmt: skip
                giving.approve_support(support_id=support.pk, actor=case.head)
            except RuleRefusal as refusal:
                told[refusal.code] += 1
            agreements.offer_grant(award_id=whole.award.pk, actor=whole.clerk)
        told["offered"] += 1
    try:
        told["returned"] += sent_back(case)
    except RuleRefusal as refusal:
        told[refusal.code] += 1
    assert findings() == []
    assert not returnable(case.round.pk).exists()
    for project in projects[1:]:
        if Award.objects.filter(project=project, state="reserve").exists():
            continue
        gifts = Gift.objects.filter(donation__project=project, state="standing")
        assert Refund.objects.filter(gift__in=gifts, state="paid").count() == gifts.count()
    for source in (case.rules.source_id, case.fund.source_id):
        held = sum(row.balance_fen for row in Account.objects.filter(kind=AccountKind.SOURCE, source=source))
        gifts = Gift.objects.filter(donation__round=case.round, kind="money", state="standing")
        mine = gifts.filter(donation__fund__isnull=source == case.rules.source_id)
        assert held == sum(each.amount_fen for each in mine.exclude(refunds__state="paid"))
