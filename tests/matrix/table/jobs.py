"""The progress of background work: for whoever asked for it, and for those who watch over all of it."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from tests.matrix.doors import DoorLine, act, page
from tests.matrix.personas import DISTRICT, SUPERUSER
from venture.jobs.flows import defer
from venture.jobs.models import Job

WATCHERS = ("system_admin", "clerk", "head", "operator", DISTRICT, SUPERUSER)


def job_of_an_applicant() -> Mapping[str, Any]:
    return {"pk": defer("jobs.canary", "matrix", owner=person("org"), label="导出申报书").pk}


def no_job() -> Mapping[str, Any]:
    return {"pk": (Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1000}


TABLE: dict[str, DoorLine] = {
    "jobs:progress": page("org_owner", *WATCHERS, keys=job_of_an_applicant, foreign=no_job),
    "jobs:cancel": act("org_owner", "system_admin", SUPERUSER, keys=job_of_an_applicant, foreign=no_job),
}
