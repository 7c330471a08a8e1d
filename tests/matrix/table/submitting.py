"""The last steps of an application, its receipt and papers, and more time for one applicant."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from organizations.models import Organization
from projects.models import Extension, Project, Signature, Submission
from rounds.models import Round
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.table.desks import allowed, none
from venture.kernel import clock

MEMBERS = ("org_owner", "org_editor", "org_signatory", "org_viewer")
WRITERS, SIGNERS = ("org_owner", "org_editor"), ("org_owner", "org_signatory")
SUBMITTERS = ("org_owner", "org_editor", "org_signatory")
_numbers = count(7001)


def application(state: str = "draft", organization: Organization | None = None) -> Project:
    """Return one more application, straight in its table; one that is not a draft was handed in once."""
    organization, now = organization or named(OURS), clock.now()
    owner = organization.memberships.filter(role="owner").earliest("pk").user
    project = Project.objects.create(
        code=f"GY2027-{next(_numbers)}", round=Round.objects.get(code="2027"), organization=organization, state=state,
        title="测试申报", created_by=owner, created_at=now, saved_at=now,
        submitted_at=None if state == "draft" else now,
    )  # fmt: skip
    if state != "draft":
        signature = Signature.objects.create(project=project, sha256="0" * 64, kind="code", signer=owner, signed_at=now)
        Submission.objects.create(
            project=project, version=1, receipt=f"2027-R-{project.pk:06d}", content='{"sections":{},"papers":[]}',
            sha256="0" * 64, key="k", signature=signature, grant_fen=0, total_fen=0, submitted_by=owner,
            submitted_at=now,
        )  # fmt: skip
    return project


def ours(state: str = "draft") -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": application(state).code}


def theirs(state: str = "draft") -> Callable[[], Mapping[str, Any]]:
    """An application of an organisation to which nobody of the personas belongs."""

    def keys() -> Mapping[str, Any]:
        other = Organization.objects.filter(state="verified").exclude(memberships__user__in=_personas())
        return {"code": application(state, other[0]).code}

    return keys


def _personas() -> Any:
    from accounts.models import User
    from tests.matrix.personas import ACCOUNTS

    return User.objects.filter(email__in=ACCOUNTS.values())


def an_extension() -> Mapping[str, Any]:
    """The request of the operator for the first application: the matrix asks as often as it likes."""
    found = Extension.objects.filter(state="asked").order_by("pk").first()
    if found is None:
        now = clock.now()
        found = Extension.objects.create(
            project=application(), until=now.replace(year=now.year + 1), reason="停电", asked_at=now,
            asked_by=person("operator"),
        )  # fmt: skip
    return {"pk": found.pk}


member_page = partial(page, *MEMBERS)

TABLE: dict[str, DoorLine] = {
    "applications:sign": form(*SIGNERS, keys=ours(), foreign=theirs(), post=frozenset({404})),
    "applications:ask-signature": act(*SUBMITTERS, keys=ours(), foreign=theirs()),
    "applications:signing-paper": page(*SUBMITTERS, keys=ours(), foreign=theirs(), screens=False),
    "applications:submit": form(*SUBMITTERS, keys=ours(), foreign=theirs()),
    "applications:receipt": member_page(keys=ours("submitted"), foreign=theirs("submitted")),
    "applications:receipt-paper": member_page(
        keys=ours("submitted"), foreign=theirs("submitted"), get=frozenset({286}), screens=False
    ),
    "applications:paper": member_page(keys=ours("submitted"), foreign=theirs("submitted"), screens=False),
    "applications:content": member_page(keys=ours("submitted"), foreign=theirs("submitted"), screens=False),
    "applications:draft-paper": member_page(keys=ours(), foreign=theirs(), screens=False),
    "applications:recall": form(*WRITERS, keys=ours("submitted"), foreign=theirs("submitted")),
    "applications:withdraw": form("org_owner", keys=ours(), foreign=theirs()),
    "admin:extension_new": form("operator", "clerk", "head", "district"),
    "admin:extension_desk": page(
        keys=an_extension, foreign=none, may=allowed("extensions.view", Extension, an_extension)
    ),
    "admin:extension_act": act(
        keys=lambda: {**an_extension(), "verb": "grant"}, foreign=lambda: {**none(), "verb": "grant"},
        may=allowed("extensions.view", Extension, an_extension),
    ),
}  # fmt: skip
