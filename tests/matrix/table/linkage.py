"""Resources, support, three lists, and the three-society linkage with its people."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from organizations.flows import enter_social_worker
from organizations.models import Community, Organization, SocialWorker
from projects import flows
from projects.models import BoundCommunity, Linkage, LinkedResource, LinkedWorker, Need, Project, Resource
from tests.matrix.doors import READ, WRITE, DoorLine, act, api, form, page, public
from tests.matrix.lists import api_page, made, portal_page
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.rows import application
from tests.matrix.table.desks import WRITERS, allowed, none
from tests.matrix.table.needs import other_draft, own_draft
from tests.matrix.table.organizations import MEMBERS, nobodys, ours
from tests.matrix.table.portal import a_need
from venture.kernel import clock, policy


def resource(giver: str = "individual", *, published: bool = True) -> Resource:
    """Return one more resource of a person, on the list or waiting to be read."""
    made_now = flows.offer_resource(
        kind="hours", title="周末电脑维修", capacity="每周三小时", giver="一位居民", actor=person(giver)
    )
    if published:
        flows.publish_resource(resource_id=made_now.pk, actor=person("operator"))
    return made_now


def waiting() -> Resource:
    return resource(published=False)


def on_the_list() -> Mapping[str, Any]:
    return {"code": once(resource).code}


def not_on_the_list() -> Mapping[str, Any]:
    """An offer that the office has not read: only its giver sees it."""
    return {"code": once(strangers).code}


def strangers() -> Resource:
    return resource("gu", published=False)


def own_waiting() -> Mapping[str, Any]:
    return {"code": once(waiting).code}


def staffs() -> Mapping[str, Any]:
    return {"pk": once(resource).pk}


def linked(name: str = OURS) -> Project:
    """Return an application of an organisation with its linkage laid straight in the tables."""
    project = application()
    Project.objects.filter(pk=project.pk).update(organization=named(name), state="accepted", submitted_at=clock.now())
    Linkage.objects.create(project=project, saved_at=clock.now())
    BoundCommunity.objects.create(
        project=project, community=Community.objects.get(name="河坊社区"), role="landing", people=40, opinion="agreed"
    )
    return project


def of_others() -> Project:
    return linked(Organization.objects.get(pk=nobodys()["pk"]).name)


def our_linkage() -> Mapping[str, Any]:
    return {"code": once(linked).code}


def others_linkage() -> Mapping[str, Any]:
    return {"code": once(of_others).code}


def linkage_row() -> Mapping[str, Any]:
    return {"pk": Linkage.objects.get(project=once(linked)).pk}


def our_bond() -> Mapping[str, Any]:
    return {"pk": BoundCommunity.objects.get(project=once(linked)).pk}


def worker(name: str = OURS) -> SocialWorker:
    return enter_social_worker(organization_id=named(name).pk, name="林晓", level="none", actor=person("org"))


def others_worker() -> SocialWorker:
    return worker(Organization.objects.get(pk=nobodys()["pk"]).name)


def writes(user: Any) -> bool:
    return policy.allows(user, "linkage.write", once(linked))


ACT, PUT = frozenset({"POST"}), frozenset({"PUT"})


def sees_need(user: Any) -> bool:
    return policy.allows(user, "needs.view_staff", Need.objects.get(**a_need()))


def linked_worker() -> Mapping[str, Any]:
    found = LinkedWorker.objects.filter(project=once(linked)).first() or LinkedWorker.objects.create(
        project=once(linked), worker=once(worker), duty="个案", hours=1
    )
    return {"code": once(linked).code, "pk": found.pk}


def gift() -> Mapping[str, Any]:
    found = LinkedResource.objects.filter(project=once(linked)).first() or LinkedResource.objects.create(
        project=once(linked), kind="goods", giver="商行", what="大米", by=person("org"), at=clock.now()
    )
    return {"code": once(linked).code, "pk": found.pk}


def no_line() -> Mapping[str, Any]:
    return {**others_linkage(), **none()}


def resource_act() -> DoorLine:
    return api(
        may=allowed("resources.view_staff", Resource, staffs), keys=on_the_list, foreign=lambda: {"code": "R-9999"},
        methods=ACT,
    )  # fmt: skip


def need_act() -> DoorLine:
    return api(may=sees_need, keys=a_need, foreign=lambda: {"code": "N-9999"}, methods=ACT)


TABLE: dict[str, DoorLine] = {
    "portal:lists": public(rows=made(resource)),
    "portal:resources": public(rows=portal_page),
    "portal:resource": public(keys=on_the_list, foreign=not_on_the_list),
    "portal:linkage": public(rows=made(linked)),
    "needs:support": act(keys=a_need),
    "needs:projects": page("community", rows=made(linked)),
    "needs:satisfaction": act("community", keys=our_bond),
    "resources:new": form(),
    "resources:mine": page(rows=made(resource)),
    "resources:edit": form("individual", keys=own_waiting, foreign=lambda: {"code": once(resource).code}),
    "resources:act": act("individual", keys=lambda: {**on_the_list(), "verb": "withdraw"}),
    "resources:wish": act(
        "org_owner", "org_editor", keys=on_the_list, data=lambda: {"organization": named(OURS).pk, "words": "讲座"}
    ),
    "applications:linkage": page(*MEMBERS, keys=our_linkage, foreign=others_linkage),
    "applications:linkage-act": act(keys=lambda: {**our_linkage(), "verb": "share"}, may=writes),
    "organizations:social-workers": form(*MEMBERS, keys=ours, foreign=nobodys),
    "organizations:social-worker": act(
        "org_owner", "org_editor", keys=lambda: {"pk": once(worker).pk}, foreign=lambda: {"pk": once(others_worker).pk}
    ),
    "admin:resource_new": form(*WRITERS),
    "admin:resource_desk": page(keys=staffs, foreign=none, may=allowed("resources.view_staff", Resource, staffs)),
    "admin:resource_act": act(
        keys=lambda: {**staffs(), "verb": "release"}, foreign=lambda: {**none(), "verb": "release"},
        may=allowed("resources.view_staff", Resource, staffs),
    ),
    "admin:linkage_desk": page(keys=linkage_row, foreign=none, may=allowed("linkage.view_staff", Linkage, linkage_row)),
    "api:needs": api(rows=api_page, methods=WRITE),
    "api:need": api(keys=a_need),
    "api:need-support": api(keys=a_need, methods=frozenset({"PUT", "DELETE"})),
    "api:need-interest": api(keys=a_need, methods=ACT),
    "api:need-interest-back": api(keys=a_need, methods=ACT),
    "api:need-match": need_act(),
    "api:need-bind": need_act(),
    "api:need-release": need_act(),
    "api:need-meet": need_act(),
    "api:resources": api(rows=api_page, methods=WRITE),
    "api:resource": api(keys=on_the_list, foreign=not_on_the_list),
    "api:resource-wish": api(keys=on_the_list, foreign=not_on_the_list, methods=ACT),
    "api:resource-wish-back": api(keys=on_the_list, foreign=not_on_the_list, methods=ACT),
    "api:resource-engage": api("individual", keys=on_the_list, foreign=not_on_the_list, methods=ACT),
    "api:resource-release": api("individual", keys=on_the_list, foreign=not_on_the_list, methods=ACT),
    "api:resource-withdraw": api("individual", keys=on_the_list, foreign=not_on_the_list, methods=ACT),
    "api:linkage": api(
        *MEMBERS, keys=our_linkage, foreign=others_linkage, methods=frozenset({"GET", "HEAD", "PUT"}), writers=writes
    ),
    "api:linkage-gift": api(may=writes, keys=our_linkage, foreign=others_linkage, methods=ACT),
    "api:linkage-shares": api(may=writes, keys=our_linkage, methods=PUT),
    "api:linkage-workers": api(may=writes, keys=our_linkage, foreign=others_linkage, methods=ACT),
    "api:linkage-worker-end": api(may=writes, keys=linked_worker, foreign=no_line, methods=ACT),
    "api:linkage-gift-remove": api(may=writes, keys=gift, foreign=no_line, methods=ACT),
    "api:social-workers": api(methods=WRITE),
    "api:social-worker-renew": api(
        "org_owner", "org_editor", keys=lambda: {"pk": once(worker).pk}, foreign=lambda: {"pk": once(others_worker).pk},
        methods=ACT,
    ),
    "api:social-worker-end": api(
        "org_owner", "org_editor", keys=lambda: {"pk": once(worker).pk}, foreign=lambda: {"pk": once(others_worker).pk},
        methods=ACT,
    ),
    "api:own-needs": api(),
    "api:own-need": api("community", keys=own_draft, foreign=other_draft, methods=READ | PUT),
    "api:community-projects": api(),
    "api:satisfaction": api("community", keys=our_bond, methods=PUT),
    "api:staff-needs": api(methods=WRITE, writers=lambda user: policy.may(user, "needs.collect")),
    "api:staff-need": api(may=sees_need, keys=a_need, foreign=lambda: {"code": "N-9999"}, methods=READ | PUT),
    "api:need-merge": api(may=sees_need, keys=a_need, foreign=lambda: {"code": "N-9999"}, methods=ACT),
    "api:staff-resources": api(methods=WRITE, writers=lambda user: policy.may(user, "resources.enter")),
    "api:resource-publish": resource_act(),
    "api:resource-send-back": resource_act(),
    "api:resource-give": resource_act(),
    "api:resource-free": resource_act(),
    "admin:linkage_gaps": page(may=lambda user: at_desks(user) and policy.may(user, "linkage.see_gaps")),
}  # fmt: skip
