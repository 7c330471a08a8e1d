"""The communities' opinions: the link shows its question to whoever holds it; buttons are the applicant's writers'."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from organizations.demo import OTHER, named
from organizations.models import Community
from projects.models import CommunityConsent
from tests.matrix.doors import WRITE as BOTH
from tests.matrix.doors import DoorLine, act, public
from tests.matrix.table.applications import _of, nobodys, ours
from venture.kernel import clock

WRITERS = ("org_owner", "org_editor")


def asked(name: str = OTHER) -> Mapping[str, Any]:
    """A question to the community worker's own community, about an application of the other organisation."""
    project, community = _of(named(name)), Community.objects.get(name="河坊社区")
    found = project.consents.filter(community=community, state="asked").first()
    found = found or CommunityConsent.objects.create(
        project=project, community=community, token=f"matrix-{project.pk}", contact_name="吴桂芳",
        mobile="+8613900000001", asked={"organization": name, "application": project.code, "title": "", "venue": None},
        asked_hash="0" * 64, asked_by=person("other"), asked_at=clock.now(),
    )  # fmt: skip
    return {"token": found.token}


def of_nobody() -> Mapping[str, Any]:
    return {**nobodys(), "pk": 999_999}


TABLE: dict[str, DoorLine] = {
    "confirmations:answer": public(methods=BOTH, keys=asked),
    "applications:consent-ask": act(*WRITERS, keys=ours, foreign=nobodys, data=lambda: {"community": "0"}),
    "applications:consent-nudge": act(
        *WRITERS, keys=ours, foreign=nobodys, data=lambda: {"consent": "0"}, post=frozenset({404})
    ),
    "applications:consent-seal": act(
        *WRITERS, keys=lambda: {**ours(), "pk": 999_999}, foreign=of_nobody, post=frozenset({404})
    ),
}
