"""Who may see and move organisations, their verification and the communities."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from accounts.queries.people import may_never_apply
from organizations.enums import AccountState, AffiliateState, CaseState, MemberRole, TakeOverState
from organizations.models import (
    EVIDENCE,
    PROOF,
    PURPOSE,
    Inspection,
    Organization,
    OrganizationDocument,
    Sanction,
    TakeOver,
)
from organizations.queries import is_member, works_for
from venture.files.registry import OFFICE, PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

__all__ = ["DECIDERS", "EVIDENCE", "PAYERS", "PURPOSE", "VIEWERS", "in_areas"]

VIEWERS = (Role.CLERK, Role.HEAD, Role.OPERATOR, Role.AUDITOR, Role.SUPERVISION)
DECIDERS = (Role.CLERK, Role.HEAD)
PAYERS = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER)


def _member(*roles: MemberRole, ref: str = "pk") -> Any:
    wanted: list[str] = [str(role) for role in roles] or MemberRole.values
    return lambda user: Q(is_member(user, organization_ref=ref, roles=wanted))


declare("organizations.view", lambda user: _member()(user) | in_areas(user, "area__code", *VIEWERS))
declare("organizations.view_staff", lambda user: in_areas(user, "area__code", *VIEWERS))
declare_act("organizations.register", lambda user: not may_never_apply(user))
declare("organizations.view_own", _member())
declare("organizations.change_own", _member(MemberRole.OWNER, MemberRole.EDITOR))
declare("organizations.manage_members", _member(MemberRole.OWNER))
declare("organizations.keep_documents", _member(MemberRole.OWNER, MemberRole.EDITOR, MemberRole.FINANCE))
declare_act(
    "organizations.bring_evidence",
    lambda user: user.has_role(*DECIDERS, Role.OPERATOR) or policy.may(user, "organizations.bring_document"),
)
declare_act(
    "organizations.bring_document",
    lambda user: policy.visible(user, "organizations.keep_documents", Organization.objects.all()).exists(),
)
declare("organizations.manage_account", _member(MemberRole.OWNER, MemberRole.FINANCE))
declare("organizations.enter_inspection", lambda user: in_areas(user, "area__code", *DECIDERS, Role.OPERATOR))
declare("organizations.enter_sanction", lambda user: in_areas(user, "area__code", *DECIDERS))
declare("organizations.suspend", lambda user: in_areas(user, "area__code", *DECIDERS) & Q(state="verified"))
declare("organizations.restore", lambda user: in_areas(user, "area__code", Role.HEAD) & Q(state="suspended"))

declare("organizations.view_cases", lambda user: in_areas(user, "organization__area__code", *VIEWERS))
declare(
    "organizations.decide_case",
    lambda user: in_areas(user, "organization__area__code", *DECIDERS) & Q(state=CaseState.SUBMITTED),
)

declare(
    "organizations.view_communities",
    lambda user: Q(works_for(user, community_ref="pk")) | in_areas(user, "street__code", *VIEWERS),
)
declare("organizations.view_communities_staff", lambda user: in_areas(user, "street__code", *VIEWERS))
declare("organizations.change_communities", lambda user: in_areas(user, "street__code", *DECIDERS, Role.OPERATOR))
declare_act("organizations.enter_community", lambda user: user.has_role(*DECIDERS, Role.OPERATOR))

# The people on the own page: an owner ends or changes the part of anybody in the same organisation.
declare("memberships.manage", _member(MemberRole.OWNER, ref="organization_id"))
declare("invitations.manage", _member(MemberRole.OWNER, ref="organization_id"))
declare("organizations.end_worker", lambda user: in_areas(user, "community__street__code", *DECIDERS, Role.OPERATOR))

# Operators and the units tied to them: entered by a clerk, seconded by a head.
declare("organizations.view_operators", lambda user: EVERYBODY if user.has_role(*VIEWERS) else NOBODY)
declare("organizations.enter_affiliate", lambda user: EVERYBODY if user.has_role(*DECIDERS) else NOBODY)
declare(
    "organizations.decide_affiliate",
    lambda user: Q(state=AffiliateState.PROPOSED) if user.has_role(Role.HEAD) else NOBODY,
)
declare(
    "organizations.end_affiliate",
    lambda user: Q(state=AffiliateState.SECONDED) if user.has_role(Role.HEAD) else NOBODY,
)

# Papers, results, sanctions: seen with the organisation they belong to.
_ORGANIZATION = "organization_id"


def _with_the_organization(user: Any) -> Q:
    return _member(ref=_ORGANIZATION)(user) | in_areas(user, "organization__area__code", *VIEWERS)


declare("documents.view", _with_the_organization)
declare("documents.view_staff", lambda user: in_areas(user, "organization__area__code", *VIEWERS))
declare("inspections.view", _with_the_organization)
declare("sanctions.view", _with_the_organization)
declare("sanctions.view_staff", lambda user: in_areas(user, "organization__area__code", *VIEWERS))
declare(
    "inspections.confirm",
    lambda user: in_areas(user, "organization__area__code", *DECIDERS, Role.OPERATOR) & Q(confirmed_at__isnull=True),
)
declare(
    "sanctions.lift",
    lambda user: in_areas(user, "organization__area__code", *DECIDERS) & Q(lifted_at__isnull=True),
)

# Social workers: the organisation's own people keep them, the staff of the area read them.
declare("social_workers.change_own", _member(MemberRole.OWNER, MemberRole.EDITOR, ref=_ORGANIZATION))
declare("social_workers.view_staff", lambda user: in_areas(user, "organization__area__code", *VIEWERS))

# An account: the flow says which second person; here only who may press at all.
_TREASURERS = _member(MemberRole.OWNER, MemberRole.FINANCE, ref=_ORGANIZATION)
declare("bank_accounts.view_staff", lambda user: in_areas(user, "organization__area__code", *VIEWERS, *PAYERS))
declare("bank_accounts.manage", _TREASURERS)
declare(
    "bank_accounts.decide_staff",
    lambda user: in_areas(user, "organization__area__code", *DECIDERS) & Q(state=AccountState.PROPOSED),
)
declare("bank_accounts.reveal", _TREASURERS)
declare("bank_accounts.reveal_staff", lambda user: in_areas(user, "organization__area__code", Role.HEAD, *PAYERS))

declare("hand_overs.end", lambda user: (Q(offered_to=user) | Q(offered_by=user)) & Q(ended_at__isnull=True))

# To take over what the staff entered from paper: one looks at the proof, another lets the person in.
declare_act("take_overs.ask", lambda user: not may_never_apply(user))
declare("take_overs.view", lambda user: Q(asked_by=user) | in_areas(user, "organization__area__code", *VIEWERS))
declare("take_overs.view_staff", lambda user: in_areas(user, "organization__area__code", *VIEWERS))
declare(
    "take_overs.check",
    lambda user: (
        in_areas(user, "organization__area__code", *DECIDERS, Role.OPERATOR)
        & Q(state=TakeOverState.ASKED)
        & ~Q(asked_by=user)
    ),
)
declare(
    "take_overs.grant",
    lambda user: (
        in_areas(user, "organization__area__code", *DECIDERS)
        & Q(state=TakeOverState.CHECKED)
        & ~Q(checked_by=user)
        & ~Q(asked_by=user)
    ),
)
declare(
    "take_overs.refuse",
    lambda user: (
        in_areas(user, "organization__area__code", *DECIDERS, Role.OPERATOR)
        & Q(state__in=TakeOverState.open)
        & ~Q(asked_by=user)
    ),
)
declare("take_overs.withdraw", lambda user: Q(asked_by=user, state__in=TakeOverState.open))

declare_purpose(
    PROOF,
    label=_("Letter of an organisation that names who takes it over"),
    kinds=PAPERS | PICTURES,
    rule=lambda user: Exists(policy.visible(user, "take_overs.view", TakeOver.objects.filter(proof=OuterRef("pk")))),
    sensitive=True,
    may_upload="take_overs.ask",
)
declare_purpose(
    PURPOSE,
    label=_("Paper of an organisation"),
    kinds=PAPERS | OFFICE | PICTURES,
    rule=lambda user: Exists(
        policy.visible(user, "documents.view", OrganizationDocument.objects.filter(file=OuterRef("pk")))
    ),
    sensitive=True,
    may_upload="organizations.bring_document",
)
declare_purpose(
    EVIDENCE,
    label=_("Evidence of a result or a sanction"),
    kinds=PAPERS | PICTURES,
    rule=lambda user: (
        Q(Exists(policy.visible(user, "inspections.view", Inspection.objects.filter(evidence=OuterRef("pk")))))
        | Q(Exists(policy.visible(user, "sanctions.view", Sanction.objects.filter(evidence=OuterRef("pk")))))
    ),
    may_upload="organizations.bring_evidence",
)
