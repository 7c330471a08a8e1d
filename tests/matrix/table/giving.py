"""Roles proposed, invited to, lent and recovered: the staff's pages and a person's own. Rights are asked per row."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from accounts.demo import person
from accounts.flows.closing import ask_to_close
from accounts.flows.delegating import lend_role
from accounts.flows.inviting import invite, link_token
from accounts.flows.recovering import ask_recovery
from accounts.flows.roles import propose_role
from accounts.models import ClosingRequest, Recovery, RoleGrant, RoleInvitation, RoleProposal, User
from tests.matrix.doors import DoorLine, act, form, page, public
from tests.matrix.personas import at_desks
from tests.matrix.table.desks import allowed, none
from venture.kernel import clock, policy


def somebody() -> Mapping[str, Any]:
    return {"pk": person("viewer").pk}


def clerks_grant() -> Mapping[str, Any]:
    return {"pk": RoleGrant.objects.get(user=person("clerk"), role="clerk", lent_from=None).pk}


def a_loan() -> Mapping[str, Any]:
    found = RoleGrant.objects.filter(lent_from__isnull=False).first()
    if found is None:
        grant, today = clerks_grant()["pk"], clock.today()
        found = lend_role(
            grant_id=grant, to_id=person("operator").pk, starts_on=today, ends_on=today + timedelta(days=3),
            reason="外出培训", actor=person("clerk"),
        )  # fmt: skip
    return {"pk": found.pk}


def a_proposal() -> Mapping[str, Any]:
    found = RoleProposal.objects.first()
    found = found or propose_role(
        user_id=person("viewer").pk, role="expert", actor=person("clerk"), reason="增补评审专家"
    )
    return {"pk": found.pk}


def an_invitation() -> RoleInvitation:
    found = RoleInvitation.objects.filter(name="苏专家").first()
    return found or invite(name="苏专家", address="su@zhuanjia.example", role="expert", actor=person("clerk"))


def invitation() -> Mapping[str, Any]:
    return {"pk": an_invitation().pk}


def link() -> Mapping[str, Any]:
    return {"token": link_token(an_invitation())}


def a_recovery() -> Mapping[str, Any]:
    found = Recovery.objects.first()
    found = found or ask_recovery(user_id=person("expert").pk, reason="手机遗失", actor=person("clerk"))
    return {"pk": found.pk}


def a_closing() -> Mapping[str, Any]:
    found = ClosingRequest.objects.first() or ask_to_close(person("viewer"), "不再使用")
    return {"pk": found.pk}


def desk(permission: str, model: Any, keys: Any, word: Any = page) -> DoorLine:
    return word(keys=keys, foreign=none, may=allowed(permission, model, keys))  # type: ignore[no-any-return]


def verb(permission: str, model: Any, keys: Any, name: str) -> DoorLine:
    return act(keys=lambda: {**keys(), "verb": name}, may=allowed(permission, model, keys))


def own(permission: str, keys: Any) -> DoorLine:
    """A button on a person's own page: staff or not, the right is the row's."""

    def may(user: Any) -> bool:
        return policy.allows(user, permission, RoleGrant.objects.get(**keys()))

    return act(keys=keys, foreign=none, may=may)


TABLE: dict[str, DoorLine] = {
    "account_invitation": public(
        keys=link, methods=frozenset({"GET", "HEAD", "POST"}), foreign=lambda: {"token": "unknown"}
    ),
    "account_recover": public(methods=frozenset({"GET", "HEAD", "POST"})),
    "account_roles": page(),
    "account_role_lend": own("accounts.lend_role", clerks_grant),
    "account_role_take_back": own("accounts.take_back_role", a_loan),
    "admin:accounts_person": desk("accounts.view_people", User, somebody),
    "admin:accounts_propose": desk("accounts.propose_role", User, somebody, act),
    "admin:accounts_recover": desk("accounts.ask_recovery", User, somebody, act),
    "admin:accounts_end_role": desk("accounts.end_role", RoleGrant, clerks_grant, act),
    "admin:accounts_lend_role": desk("accounts.lend_role", RoleGrant, clerks_grant, act),
    "admin:accounts_take_back_role": desk("accounts.take_back_role", RoleGrant, a_loan, act),
    "admin:accounts_proposal": desk("accounts.view_proposals", RoleProposal, a_proposal),
    "admin:accounts_proposal_act": verb("accounts.view_proposals", RoleProposal, a_proposal, "confirm"),
    "admin:accounts_invite": form(may=lambda user: at_desks(user) and policy.may(user, "accounts.invite")),
    "admin:accounts_invitation": desk("accounts.view_invitations", RoleInvitation, invitation),
    "admin:accounts_invitation_act": verb("accounts.view_invitations", RoleInvitation, invitation, "revoke"),
    "admin:accounts_closing": desk("accounts.view_closings", ClosingRequest, a_closing),
    "admin:accounts_closing_act": verb("accounts.view_closings", ClosingRequest, a_closing, "close"),
    "admin:accounts_recovery": desk("accounts.view_recoveries", Recovery, a_recovery),
    "admin:accounts_recovery_act": verb("accounts.view_recoveries", Recovery, a_recovery, "identify"),
}
