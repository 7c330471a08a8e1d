"""A needs assessment: what an organisation says of itself, once in a while."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from organizations.domain.assessing import AGAIN_AFTER, faults, result_of
from organizations.flows.capacity.holding import refuse_strangers
from organizations.models import Assessment, Organization
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def assess(*, organization_id: int, answers: Mapping[str, int], words: str = "", actor: User) -> Assessment:
    """Write down what the organisation says of itself today.

    Raise ``RuleRefusal``: ``capacity_not_member``, ``assessment_incomplete`` (``count``), ``assessment_too_soon``
    (``day`` from which it can be answered again).
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_strangers(organization.pk, actor)
    if bad := faults(answers):
        raise RuleRefusal("assessment_incomplete", count=len(bad))
    today, last = clock.today(), organization.assessments.first()
    if last is not None and last.on + AGAIN_AFTER > today:
        raise RuleRefusal("assessment_too_soon", day=(last.on + AGAIN_AFTER).isoformat())
    made = Assessment.objects.create(
        organization=organization, on=today, answers=dict(answers), result=result_of(answers), words=words.strip(),
        by=actor, at=clock.now(),
    )  # fmt: skip
    record(actor=actor, verb="assessment.give", subject=organization, after=made.result, assessment=made.pk)
    return made
