"""Verified organisations that have begun nothing in any open call, in the city of ``VAR_DIR``.

    python -m tests.browser.idle COUNT     prints ``[{"name": …, "session": …, "mobile": …}, …]`` of their owners

A process of its own, with the demonstration's settings. Each owner signs, by a telephone that is given to them here.
"""

import json
import sys
from typing import Any


def idle(count: int) -> list[dict[str, str]]:
    from django.db.models import Exists, OuterRef

    from organizations.models import Organization
    from projects.models import Project
    from tests.browser.called import signed_in

    begun = Project.objects.filter(organization=OuterRef("pk"), round__state="open")
    rows = Organization.objects.filter(~Exists(begun), state="verified").order_by("pk")
    found: list[dict[str, str]] = []
    for number, organization in enumerate(rows[:count], start=1):
        owner: Any = organization.memberships.filter(role="owner", ended_at__isnull=True).earliest("pk").user
        owner.mobile = f"+861990003{number:04d}"
        owner.save(update_fields=["mobile"])
        found.append({"name": organization.name, "session": signed_in(owner), "mobile": owner.mobile})
    return found


if __name__ == "__main__":
    import django

    django.setup()
    from tests.today import MADE
    from venture.kernel import clock

    with clock.at(MADE, going=True):
        ready = idle(int(sys.argv[1]))
    sys.stdout.write(json.dumps(ready))
