"""What follows an agreement in force beside its money: the cited need is answered, the linkage laid down."""

import pytest

from grants.flows import agreements
from projects import flows
from projects.models import BoundCommunity, Linkage, NeedCitation
from tests.accounts.factories import make_user
from tests.grants.agreements.cases import OFFERED, in_force, make_case, signed
from tests.organizations.factories import make_community
from tests.projects.factories import make_need
from venture.kernel import clock

pytestmark = pytest.mark.django_db


def test_the_cited_need_is_answered_and_the_linkage_laid_down_with_the_countersignature() -> None:
    case = make_case(advanced=["linkage"])
    community = make_community(code="999901001001")
    need = make_need(make_user())
    flows.publish_needs(need_ids=[need.pk], actor=make_user())
    NeedCitation.objects.create(need=need, project=case.award.project, cited_at=OFFERED)

    signed(case)
    need.refresh_from_db()
    assert (need.state, Linkage.objects.count()) == ("published", 0)

    with clock.at(OFFERED):
        agreements.countersign_agreement(agreement_id=case.agreement.pk, actor=case.head)
    need.refresh_from_db()
    bound = BoundCommunity.objects.get()
    assert (need.state, need.project, need.answered_by) == (
        "matched",
        case.award.project,
        case.award.project.organization,
    )
    assert (bound.community, bound.people, Linkage.objects.get().project) == (community, 186, case.award.project)


def test_a_round_that_uses_neither_moves_nothing_else() -> None:
    case = make_case()

    in_force(case)

    assert (Linkage.objects.count(), BoundCommunity.objects.count()) == (0, 0)
