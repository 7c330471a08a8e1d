"""The staff's desks of organisations, communities, needs and notices. The right is the declared one, asked per row."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from notices.models import Notice
from organizations.models import Community, CommunityWorker, Organization, VerificationCase
from projects.models import Need
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.personas import DISTRICT
from venture.kernel import policy

NO_ROW = 999_999_999
WRITERS = ("operator", "clerk", DISTRICT)


def none() -> Mapping[str, Any]:
    return {"pk": NO_ROW}


def first(model: Any, **where: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": model.objects.filter(**where).order_by("pk")[0].pk}


def allowed(permission: str, model: Any, keys: Callable[[], Mapping[str, Any]]) -> Callable[[Any], bool]:
    def asked(user: Any) -> bool:
        return user.is_staff and policy.allows(user, permission, model.objects.get(pk=keys()["pk"]))

    return asked


def desk(permission: str, model: Any, word: Callable[..., DoorLine] = page, **where: Any) -> DoorLine:
    keys = first(model, **where)
    return word(keys=keys, foreign=none, may=allowed(permission, model, keys))


def verb(permission: str, model: Any, name: str) -> DoorLine:
    """A button of a desk: whoever sees the desk may press; what is not due is answered with a message."""
    row = first(model)
    return act(keys=lambda: {**row(), "verb": name}, may=allowed(permission, model, row))


def a_worker() -> Mapping[str, Any]:
    from organizations.flows import add_community_worker

    found = CommunityWorker.objects.filter(ended_at__isnull=True).first()
    if found is None:
        community = Community.objects.get(name="河坊社区")
        found = add_community_worker(community_id=community.pk, user=person("community"), actor=person("clerk"))
    return {"pk": found.pk}


ORGANIZATION, CASE, COMMUNITY = (
    "organizations.view_staff",
    "organizations.view_cases",
    "organizations.view_communities_staff",
)

TABLE: dict[str, DoorLine] = {
    "admin:organizations_desk": desk(ORGANIZATION, Organization),
    "admin:organizations_act": verb(ORGANIZATION, Organization, "suspend"),
    "admin:verification_desk": desk(CASE, VerificationCase),
    "admin:verification_act": verb(CASE, VerificationCase, "verify"),
    "admin:community_new": form("operator", "clerk", "head", DISTRICT),
    "admin:community_desk": desk(COMMUNITY, Community),
    "admin:community_change": desk("organizations.change_communities", Community, act),
    "admin:community_worker": desk("organizations.change_communities", Community, act),
    "admin:community_worker_end": act(
        keys=a_worker, foreign=none, may=allowed("organizations.end_worker", CommunityWorker, a_worker)
    ),
    "admin:need_new": form(*WRITERS),
    # Without needs in the address there is nothing to merge: the page is missing for everybody.
    "admin:need_merge": form(*WRITERS, get=frozenset({404}), post=frozenset({404}), screens=False),
    "admin:need_desk": desk("needs.view_staff", Need),
    "admin:need_edit": desk("needs.edit", Need, form, state="collected"),
    "admin:need_act": verb("needs.view_staff", Need, "meet"),
    "admin:notice_new": form(*WRITERS),
    "admin:notice_desk": desk("notices.view_staff", Notice),
    "admin:notice_edit": desk("notices.edit", Notice, form, state="draft"),
    "admin:notice_needs": desk("notices.edit", Notice, act, state="draft"),
    "admin:notice_correct": desk("notices.correct", Notice, form, state="published"),
    "admin:notice_act": verb("notices.view_staff", Notice, "propose"),
}
