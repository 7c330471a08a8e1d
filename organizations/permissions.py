"""Who may see and move organisations, their verification and the communities."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from accounts.queries.people import may_never_apply
from organizations.enums import (
    AccountState,
    AffiliateState,
    CaseState,
    MemberRole,
    PairingState,
    SeatState,
    TakeOverState,
    TrainingState,
)
from organizations.models import (
    EVIDENCE,
    MATERIAL,
    PROOF,
    PURPOSE,
    Inspection,
    Organization,
    OrganizationDocument,
    Sanction,
    Seat,
    TakeOver,
    TrainingMaterial,
)
from organizations.queries import is_member, works_for
from organizations.queries.capacity import mentor_of
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
# Who pays looks up whom: the account of an organisation is revealed on its desk.
declare("organizations.view_staff", lambda user: in_areas(user, "area__code", *VIEWERS, *PAYERS))
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

# Capacity building: trainings are everybody's to read, places one's own, mentoring between two sides and the office.
_CARERS = (*DECIDERS, Role.OPERATOR)


def _if_role(rows: Any, *roles: Role) -> Any:
    return lambda user: rows if user.has_role(*roles) else NOBODY


declare("trainings.view", lambda user: Q(state__in=TrainingState.shown), public=True)
declare("trainings.view_staff", _if_role(EVERYBODY, *VIEWERS))
declare("trainings.change", _if_role(Q(state__in=["draft", "open"]), *_CARERS))
declare("trainings.announce", _if_role(Q(state=TrainingState.DRAFT), *_CARERS))
declare("trainings.run", _if_role(Q(state__in=["open", "held"]), *_CARERS))
declare("trainings.close", _if_role(Q(state=TrainingState.OPEN), *_CARERS))
declare_act("trainings.enter", lambda user: user.has_role(*_CARERS))
declare("seats.own", lambda user: Q(user=user))
declare("seats.view", lambda user: Q(user=user) | _if_role(EVERYBODY, *VIEWERS)(user))
declare("seats.view_staff", _if_role(EVERYBODY, *VIEWERS))
declare("seats.tick", lambda user: ~Q(user=user) if user.has_role(*_CARERS) else NOBODY)
declare("assessments.view", _with_the_organization)
declare("assessments.view_staff", lambda user: in_areas(user, "organization__area__code", *VIEWERS))
declare("mentors.view_staff", _if_role(EVERYBODY, *VIEWERS))
declare("mentors.change", _if_role(Q(ended_at__isnull=True), *_CARERS))
declare_act("mentors.enter", lambda user: user.has_role(*_CARERS))
declare_act("mentors.own", mentor_of)
declare("pairings.view", lambda user: _with_the_organization(user) | Q(mentor__user=user))
declare("pairings.view_staff", lambda user: in_areas(user, "organization__area__code", *VIEWERS))
declare("pairings.view_as_mentor", lambda user: Q(mentor__user=user))
declare("pairings.visit", lambda user: Q(mentor__user=user, state=PairingState.ACTIVE))
declare("pairings.withdraw", lambda user: _member(ref=_ORGANIZATION)(user) & Q(state=PairingState.ASKED))
declare(
    "pairings.decide",
    lambda user: in_areas(user, "organization__area__code", *_CARERS) & Q(state=PairingState.ASKED),
)
declare(
    "pairings.end", lambda user: in_areas(user, "organization__area__code", *_CARERS) & Q(state=PairingState.ACTIVE)
)
declare("visits.own", lambda user: _member(ref="pairing__organization_id")(user) & ~Q(by=user))
declare_act("capacity.report", lambda user: user.has_role(*VIEWERS))


def _with_a_place(user: Any) -> Any:
    """Return the materials that a person may read: of trainings in which a place is or was held, or as staff all."""
    if user.has_role(*VIEWERS):
        return TrainingMaterial.objects.all()
    places = Seat.objects.filter(user_id=user.pk, state__in=SeatState.taken)
    return TrainingMaterial.objects.filter(training__in=places.values("training"))


declare_purpose(
    MATERIAL,
    label=_("Material of a training"),
    kinds=PAPERS | OFFICE | PICTURES,
    rule=lambda user: Exists(_with_a_place(user).filter(file=OuterRef("pk"))),
    may_upload="trainings.enter",
)
