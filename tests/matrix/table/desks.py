"""The staff's desks of organisations, communities, needs and notices. The right is the declared one, asked per row."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from notices.models import Notice
from organizations.demo import OTHER, OURS, named
from organizations.enums import InspectionOutcome
from organizations.models import (
    BankAccount,
    Community,
    CommunityWorker,
    Inspection,
    Operator,
    OperatorAffiliate,
    Organization,
    OrganizationDocument,
    Sanction,
    TakeOver,
    VerificationCase,
)
from projects.models import Need
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.personas import DISTRICT, at_desks
from tests.matrix.rows import take_over
from venture.kernel import policy

NO_ROW = 999_999_999
WRITERS = ("operator", "clerk", DISTRICT)


def none() -> Mapping[str, Any]:
    return {"pk": NO_ROW}


def first(model: Any, **where: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": model.objects.filter(**where).order_by("pk")[0].pk}


def allowed(permission: str, model: Any, keys: Callable[[], Mapping[str, Any]]) -> Callable[[Any], bool]:
    def asked(user: Any) -> bool:
        return at_desks(user) and policy.allows(user, permission, model.objects.get(pk=keys()["pk"]))

    return asked


def desk(permission: str, model: Any, word: Callable[..., DoorLine] = page, **where: Any) -> DoorLine:
    keys = first(model, **where)
    return word(keys=keys, foreign=none, may=allowed(permission, model, keys))


def verb(permission: str, model: Any, name: str) -> DoorLine:
    """A button of a desk: whoever sees the desk may press; what is not due is answered with a message."""
    row = first(model)
    return act(keys=lambda: {**row(), "verb": name}, may=allowed(permission, model, row))


def a_result() -> Mapping[str, Any]:
    """A result that a member stated and nobody has confirmed."""
    from organizations.flows import state_inspection

    found = Inspection.objects.filter(confirmed_at__isnull=True).first()
    if found is None:
        found = state_inspection(
            organization_id=named(OURS).pk, year=2023, outcome=InspectionOutcome.PASSED, actor=person("org")
        )
    return {"pk": found.pk}


def an_account() -> Mapping[str, Any]:
    """An account that waits for a second person, where nobody else in the organisation could be that person."""
    from organizations.flows import propose_account

    found = BankAccount.objects.filter(state="proposed").first()
    if found is None:
        organization = named(OTHER)
        found = propose_account(
            organization_id=organization.pk, holder=organization.name, bank="云溪银行", branch="东关支行",
            number="123456789012", actor=person("other"),
        )  # fmt: skip
    return {"pk": found.pk}


def a_worker() -> Mapping[str, Any]:
    from organizations.flows import add_community_worker

    found = CommunityWorker.objects.filter(ended_at__isnull=True).first()
    if found is None:
        community = Community.objects.get(name="河坊社区")
        found = add_community_worker(community_id=community.pk, user=person("community"), actor=person("clerk"))
    return {"pk": found.pk}


def a_take_over() -> Mapping[str, Any]:
    return {"pk": (TakeOver.objects.order_by("pk").first() or take_over()).pk}


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
    "admin:inspection_enter": desk("organizations.enter_inspection", Organization, act),
    "admin:sanction_enter": desk("organizations.enter_sanction", Organization, act),
    "admin:inspection_confirm": act(
        keys=a_result, foreign=none, may=allowed("inspections.confirm", Inspection, a_result)
    ),
    "admin:sanction_lift": desk("sanctions.lift", Sanction, act, lifted_at=None),
    "admin:bank_account_decide": act(
        keys=lambda: {**an_account(), "verb": "confirm"},
        foreign=lambda: {**none(), "verb": "confirm"},
        may=allowed("bank_accounts.decide_staff", BankAccount, an_account),
    ),
    "admin:bank_account_reveal": desk("bank_accounts.reveal_staff", BankAccount, act),
    "admin:organization_paper": page(
        keys=first(OrganizationDocument, file__kind="pdf"),
        foreign=none,
        screens=False,
        may=allowed("documents.view_staff", OrganizationDocument, first(OrganizationDocument, file__kind="pdf")),
    ),
    "admin:take_over_desk": page(
        keys=a_take_over, foreign=none, may=allowed("take_overs.view_staff", TakeOver, a_take_over)
    ),
    "admin:take_over_act": act(
        keys=lambda: {**a_take_over(), "verb": "check"},
        foreign=lambda: {**none(), "verb": "check"},
        may=allowed("take_overs.view_staff", TakeOver, a_take_over),
    ),
    "admin:operator_desk": desk("organizations.view_operators", Operator),
    "admin:affiliate_enter": desk("organizations.enter_affiliate", Operator, act),
    "admin:affiliate_act": verb("organizations.view_operators", OperatorAffiliate, "second"),
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
