"""What most tests of applications begin with, laid once for a run: a round that is open, a draft that is complete.

A module that asks for the fixture ``stage`` finds both; ``make_application`` and ``make_complete`` take what stands.
"""

from itertools import count

from django.db import transaction

from projects.models import Project
from tests.accounts import factories as people
from tests.organizations import factories as organizations
from tests.projects.applications.complete import fill
from tests.projects.applications.factories import ON_STAGE, make_application

# Numbers that no test of a process reaches by counting, and a community's that counting leaves out.
FAR = 900_001
COMMUNITY = "999901001999"


def lay() -> None:
    """Lay the stage. Nobody hears of it: its messages and jobs stay where they are."""
    near = people._numbers, organizations._numbers
    people._numbers, organizations._numbers = count(FAR), count(FAR)
    try:
        with transaction.atomic():
            project = fill(make_application(), community=organizations.make_community(COMMUNITY))
            Project.objects.filter(pk=project.pk).update(key=ON_STAGE)
            transaction.get_connection().run_on_commit.clear()
    finally:
        people._numbers, organizations._numbers = near
