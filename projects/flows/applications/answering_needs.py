"""An application that begins from a published need of a community."""

from django.db import transaction

from accounts.models import User
from organizations.models import Organization
from projects.enums import NeedState
from projects.flows.applications.beginning import begin_application
from projects.flows.applications.saving import save_section
from projects.models import Need, Project
from venture.kernel.errors import RuleRefusal

PLACE = "p1"


@transaction.atomic
def begin_from_need(*, round_id: int, organization: Organization, need_id: int, actor: User) -> Project:
    """Begin an application that answers a published need: need, beneficiaries and community are written in.

    The words of the need are a first draft, to be put into one's own. Raise ``RuleRefusal`` as ``begin_application``
    does, and ``need_unknown`` for a need that is not published any more.
    """
    rows = Need.objects.filter(state__in=NeedState.public).select_related("community")
    need = rows.filter(pk=need_id).first()
    if need is None:
        raise RuleRefusal("need_unknown")
    project = begin_application(round_id=round_id, organization=organization, actor=actor)
    said = "\n".join(text for text in (need.problem, need.scale, need.evidence) if text)
    answers = {"need": need.code, "background": said, "group": need.population, "discovery": "community"}
    place = {"places": PLACE, f"places.{PLACE}.community": need.community.code, f"places.{PLACE}.role": "landing"}
    for section, typed in (("need", answers), ("landing", place)):
        save_section(project_id=project.pk, section=section, typed=typed, base={}, key="", actor=actor)
    return project
