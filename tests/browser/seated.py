"""A live panel in the city of ``VAR_DIR``: planned and drawn, two experts at the table, nothing begun.

    python -m tests.browser.seated     prints ``{"panel": …, "titles": […], "sessions": […]}``, the chair's first

A process of its own, with the demonstration's settings.
"""

import json
import sys
from datetime import timedelta
from typing import Any

PROJECTS, EXPERTS = 2, 2


def seat() -> dict[str, Any]:
    from django.test import Client

    from accounts.demo import person
    from projects.models import Project
    from reviews.flows import panels as flows
    from reviews.models import Appointment, Conflict
    from rounds.models import Stage

    stage = Stage.objects.select_related("round").get(kind="panel", round__state="reviewing")
    seats = list(
        Appointment.objects.filter(round=stage.round, state="pledged", expert__user__isnull=False)
        .select_related("expert__user")
        .order_by("pk")[:EXPERTS]
    )
    conflicts = Conflict.objects.filter(expert__in=[each.expert_id for each in seats]).values("project")
    projects = Project.objects.filter(round=stage.round, state="accepted").exclude(pk__in=conflicts)
    keys = list(projects.order_by("code").values_list("pk", flat=True)[:PROJECTS])
    operator = person("operator")
    plan = flows.Plan(
        name="第一组上午", projects=tuple(keys), experts=tuple(each.pk for each in seats), chair=seats[0].pk
    )
    panel = flows.plan_panel(stage_id=stage.pk, plan=plan, actor=operator)
    flows.promise_order(panel_id=panel.pk, actor=operator)
    flows.hold_order(panel_id=panel.pk, public="8", actor=operator)
    sessions = []
    for each in seats:
        client = Client()
        client.force_login(each.expert.user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
        sessions.append(client.cookies["sessionid"].value)
    titles = list(panel.slots.order_by("order").values_list("project__title", flat=True))
    return {"panel": panel.pk, "titles": titles, "sessions": sessions}


if __name__ == "__main__":
    import django

    django.setup()
    from tests.browser.city import MADE
    from venture.kernel import clock

    with clock.at(MADE + timedelta(minutes=30), going=True):
        ready = seat()
    sys.stdout.write(json.dumps(ready))
