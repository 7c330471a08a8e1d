"""Who offers grants, prepares, signs and countersigns agreements, who gives a grant up, and who reads all that."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from grants.enums import AgreementState, AskState, GrantState, ImprovementState
from grants.models import (
    PAPER_PURPOSE,
    SCAN_PURPOSE,
    TEMPLATE_PURPOSE,
    Abandonment,
    Agreement,
    AgreementTemplate,
    Grant,
    Improvement,
)
from organizations.enums import MemberRole
from organizations.models import Membership
from organizations.queries import is_member
from reviews.enums import AwardState
from rounds.enums import RoundState
from rounds.models import Round
from venture.files.enums import Kind
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import declare, declare_act

PREPARERS = (Role.CLERK, Role.HEAD)
READERS = (
    *PREPARERS, Role.OPERATOR, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.EVALUATOR, Role.AUDITOR, Role.SUPERVISION,
)  # fmt: skip
AREA = "round__area__code"
DECIDED = Q(state__in=(RoundState.DECIDED, RoundState.IMPLEMENTING))


def member(user: Any, *roles: str) -> Q:
    """Return the grants of the organisations in which ``user`` has one of the parts (any, when none is named)."""
    return Q(is_member(user, organization_ref="organization_id", roles=roles or MemberRole.values))


def staff(user: Any, *roles: Role) -> Q:
    """Return the grants in the areas where ``user`` holds one of the roles."""
    return in_areas(user, AREA, *roles)


def _standing(*states: str) -> Q:
    return Q(Exists(Agreement.objects.filter(grant=OuterRef("pk"), state__in=states)))


def _improvement(*states: str) -> Q:
    return Q(Exists(Improvement.objects.filter(grant=OuterRef("pk"), state__in=states)))


def _abandonment() -> Q:
    return Q(Exists(Abandonment.objects.filter(grant=OuterRef("pk"), state=AskState.ASKED)))


OFFERED = Q(state=GrantState.OFFERED)
LOSABLE = Q(state__in=(GrantState.OFFERED, GrantState.AGREED))

# The organisation's side: everybody reads, writers revise, whoever signs hands over, signs and gives up.
declare("grants.view_own", member)
declare("agreements.improve", lambda user: member(user, *MemberRole.writers) & _improvement(ImprovementState.OPEN))
declare(
    "agreements.offer_improvement", lambda user: member(user, *MemberRole.signers) & _improvement(ImprovementState.OPEN)
)
declare("agreements.sign", lambda user: member(user, *MemberRole.signers) & OFFERED & _standing(AgreementState.SENT))
declare("agreements.give_up", lambda user: member(user, *MemberRole.signers) & LOSABLE)
declare_act(
    "agreements.bring_scan",
    lambda user: Membership.objects.filter(user=user, role__in=MemberRole.signers, ended_at__isnull=True).exists(),
)

# The funder's side.
declare("agreements.view_staff", lambda user: staff(user, *READERS))
declare("agreements.improve_staff", lambda user: staff(user, *PREPARERS) & OFFERED)
declare("agreements.prepare", lambda user: staff(user, *PREPARERS) & OFFERED)
declare("agreements.countersign", lambda user: staff(user, Role.HEAD) & OFFERED & _standing(AgreementState.COUNTERSIGN))
declare("agreements.abandon", lambda user: staff(user, *PREPARERS) & LOSABLE)
declare("agreements.decide_abandonment", lambda user: staff(user, *PREPARERS) & LOSABLE & _abandonment())
declare(
    "grants.offer",
    lambda user: (
        in_areas(user, "decision__round__area__code", *PREPARERS) & Q(state=AwardState.CONFIRMED, grant__isnull=True)
    ),
)
declare("agreements.open_round", lambda user: in_areas(user, "area__code", *READERS) & DECIDED)
declare("agreements.offer_round", lambda user: in_areas(user, "area__code", *PREPARERS) & DECIDED)
declare("agreements.set_up", lambda user: in_areas(user, "area__code", *PREPARERS) & ~Q(state=RoundState.ARCHIVED))


def _with_the_grant(field: str, *, own: bool) -> Any:
    """Return who sees a file of an agreement: whoever sees its grant; a draft is the staff's own."""

    def rule(user: Any) -> Exists:
        seen = policy.condition(user, "agreements.view_staff")
        grants = Grant.objects.filter(seen | policy.condition(user, "grants.view_own") if own else seen)
        return Exists(Agreement.objects.filter(**{field: OuterRef("pk")}, grant__in=grants))

    return rule


declare_purpose(
    TEMPLATE_PURPOSE,
    label=_("Text of the agreement"),
    kinds={Kind.DOCX},
    rule=lambda user: Exists(
        AgreementTemplate.objects.filter(
            file=OuterRef("pk"), round__in=policy.visible(user, "agreements.open_round", Round.objects.all())
        )
    ),
)
declare_purpose(
    PAPER_PURPOSE, label=_("Agreement"), kinds=PAPERS, rule=_with_the_grant("paper", own=True), max_mb=60
)  # fmt: skip
declare_purpose(
    SCAN_PURPOSE,
    label=_("Signed agreement or letter of authorisation"),
    kinds=PAPERS | PICTURES,
    rule=lambda user: Q(_with_the_grant("scan", own=True)(user)) | Q(_with_the_grant("authorisation", own=True)(user)),
    sensitive=True,
    may_upload="agreements.bring_scan",
)
