"""The screening: the desk of a case and its buttons, the drafts to be reminded, the returned application."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from organizations.models import Organization
from projects.models import Correction, Project, Submission
from projects.queries.content import read_content
from rounds.models import Round
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.personas import DISTRICT
from tests.matrix.table.submitting import MEMBERS, _personas
from venture.kernel import clock, policy

_numbers = count(8001)


def case(state: str = "submitted", organization: Organization | None = None) -> Project:
    """Return one more application that was handed in, straight in its table; a returned one with its correction."""
    organization, now = organization or named(OURS), clock.now()
    owner = organization.memberships.filter(role="owner").earliest("pk").user
    project = Project.objects.create(
        code=f"GY2027-{next(_numbers)}", round=Round.objects.get(code="2027"), organization=organization, state=state,
        title="测试申报", created_by=owner, created_at=now, saved_at=now, submitted_at=now,
    )  # fmt: skip
    for section in project.round.sections.values_list("section", flat=True):
        project.sections.create(section=section)
    content = read_content(project)
    submission = Submission.objects.create(
        project=project, version=1, receipt=f"2027-R-8{project.pk:05d}", content=content.text, sha256=content.sha256,
        key="k", grant_fen=0, total_fen=0, submitted_by=owner, submitted_at=now,
    )  # fmt: skip
    if state == "returned":
        correction = Correction.objects.create(
            project=project, number=1, submission=submission, asked_by=person("clerk"), asked_at=now,
            due_at=now + timedelta(days=5),
        )  # fmt: skip
        correction.items.create(section="project", path="summary", request="请写清服务人数。")
    return project


def one(state: str = "submitted") -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": case(state).code}


def theirs(state: str) -> Callable[[], Mapping[str, Any]]:
    """An application of an organisation to which nobody of the personas belongs."""

    def keys() -> Mapping[str, Any]:
        other = Organization.objects.filter(state="verified").exclude(memberships__user__in=_personas())
        return {"code": case(state, other[0]).code}

    return keys


def no_case() -> Mapping[str, Any]:
    return {"code": "GY0000-0000"}


def sees(user: Any) -> bool:
    return policy.allows(user, "applications.view_staff", case())


TABLE: dict[str, DoorLine] = {
    "applications:returned": form(*MEMBERS, keys=one("returned"), foreign=theirs("returned"), post=frozenset({404})),
    "applications:returned-letter": page(*MEMBERS, keys=one("returned"), foreign=theirs("returned"), screens=False),
    "admin:screening_desk": page(keys=one(), foreign=no_case, may=sees),
    "admin:screening_act": act(
        keys=lambda: {**one()(), "verb": "begin"}, foreign=lambda: {**no_case(), "verb": "begin"}, may=sees
    ),
    "admin:drafts": form("operator", "clerk", "head", DISTRICT),
}
