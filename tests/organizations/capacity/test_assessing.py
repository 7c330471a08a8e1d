"""An organisation says of itself what it can do: five parts in tenths, the weakest two, the corners of a radar."""

from datetime import UTC, datetime, timedelta

import pytest

from organizations.domain.assessing import corners, faults, result_of, weakest_of
from organizations.enums import Ability, Statement
from organizations.flows import capacity as flows
from organizations.models import Assessment
from tests.accounts.factories import make_user
from tests.organizations.factories import make_organization
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

NOW = datetime(2027, 3, 1, 2, tzinfo=UTC)


def answers(**marks: int) -> dict[str, int]:
    return {each.value: marks.get(each.ability.value, 3) for each in Statement}


def test_each_part_is_the_mean_of_its_four_statements() -> None:
    given = {**answers(), "brand.story": 5, "brand.open": 4}

    assert result_of(given) == {"strategy": 30, "people": 30, "brand": 38, "finance": 30, "projects": 30}
    assert weakest_of(result_of(given)) == ["strategy", "people"]
    assert weakest_of(dict.fromkeys(Ability.values, 50)) == []


def test_what_is_missing_or_no_mark_is_named() -> None:
    given = {**answers(), "brand.story": 6, "people.staff": True, "finance.books": 0, "nowhere": 3}
    del given["projects.risk"]

    assert faults(given) == ["people.staff", "brand.story", "finance.books", "projects.risk", "nowhere"]
    with pytest.raises(ValueError, match="no result"):
        result_of(given)


def test_the_first_part_stands_on_top_and_the_best_mark_reaches_the_rim() -> None:
    assert corners({"strategy": 50}) == "0.0,-100.0 0.0,0.0 0.0,0.0 0.0,0.0 0.0,0.0"


@pytest.mark.django_db
def test_it_is_answered_by_a_member_whole_and_not_too_often() -> None:
    owner = make_user()
    ours = make_organization(owner)

    def refused(actor: object, given: dict[str, int]) -> str:
        before = Assessment.objects.count(), AuditEntry.objects.count()
        with pytest.raises(RuleRefusal) as refusal:
            flows.assess(organization_id=ours.pk, answers=given, actor=actor)  # type: ignore[arg-type]
        assert (Assessment.objects.count(), AuditEntry.objects.count()) == before
        return refusal.value.code

    with clock.at(NOW):
        assert refused(make_user(), answers()) == "capacity_not_member"
        assert refused(owner, {}) == "assessment_incomplete"
        made = flows.assess(organization_id=ours.pk, answers=answers(brand=1), words=" 想学传播 ", actor=owner)
        assert (made.result["brand"], made.words, made.by) == (10, "想学传播", owner)
    with clock.at(NOW + timedelta(days=59)):
        assert refused(owner, answers()) == "assessment_too_soon"
    with clock.at(NOW + timedelta(days=60)):
        flows.assess(organization_id=ours.pk, answers=answers(), actor=owner)
    assert ours.assessments.count() == 2
