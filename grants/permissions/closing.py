"""Who evaluates, measures, recovers, closes and accounts. The rows are grants, or what belongs to one."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from grants.enums import AccountsState, AskState, ClosureState, EvaluationState, GrantState, RecoveryState
from grants.models import (
    ARCHIVE_PURPOSE,
    EVALUATION_PURPOSE,
    MEASURE_PURPOSE,
    RETURN_PURPOSE,
    Assessment,
    Closure,
    Evaluation,
    JournalEntry,
    Measure,
)
from organizations.enums import MemberRole
from organizations.permissions import PAYERS, VIEWERS, in_areas
from organizations.queries import is_member
from rounds.enums import RoundState
from venture.files.registry import ARCHIVES, PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

AREA = "round__area__code"
UNDER = f"grant__{AREA}"
RUNNERS = (Role.CLERK, Role.HEAD, Role.OPERATOR)
JUDGES = (*RUNNERS, Role.EVALUATOR)
DECIDERS = (Role.CLERK, Role.HEAD)
READERS = (*VIEWERS, Role.EVALUATOR, *PAYERS)


def _own(user: Any, roles: Iterable[str] = MemberRole.values) -> Q:
    return Q(is_member(user, organization_ref="grant__organization_id", roles=roles))


# The organisation reads what was confirmed; its own part it writes while the evaluation is open.
declare("evaluations.view", lambda user: in_areas(user, UNDER, *READERS))
declare("evaluations.judge", lambda user: in_areas(user, UNDER, *JUDGES) & Q(state=EvaluationState.OPEN))
declare("evaluations.confirm", lambda user: in_areas(user, UNDER, *DECIDERS) & Q(state=EvaluationState.PROPOSED))
declare(
    "evaluations.again",
    lambda user: (
        in_areas(user, UNDER, *DECIDERS)
        & Q(state__in=(EvaluationState.CONFIRMED, EvaluationState.PUBLISHED), passed=False)
    ),
)
declare(
    "evaluations.read_own",
    lambda user: _own(user) & ~Q(state=EvaluationState.REPLACED),
)
declare("evaluations.write_own", lambda user: _own(user, MemberRole.writers) & Q(state=EvaluationState.OPEN))
declare(
    "grants.evaluate",
    lambda user: (
        in_areas(user, AREA, *JUDGES)
        & Q(state__in=(GrantState.AGREED, GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING))
    ),
)
# Rows are rounds.
declare("evaluations.publish", lambda user: in_areas(user, "area__code", *DECIDERS))
declare("evaluations.targets", lambda user: in_areas(user, "area__code", *VIEWERS))
declare("evaluations.set_targets", lambda user: in_areas(user, "area__code", *RUNNERS))
declare("rounds.implement", lambda user: in_areas(user, "area__code", Role.HEAD) & Q(state=RoundState.DECIDED))
declare("rounds.archive", lambda user: in_areas(user, "area__code", Role.HEAD) & Q(state=RoundState.IMPLEMENTING))

declare("measures.view", lambda user: in_areas(user, UNDER, *READERS))
declare("measures.decide", lambda user: in_areas(user, UNDER, Role.HEAD) & Q(state=AskState.ASKED))
declare("measures.withdraw", lambda user: Q(asked_by=user, state=AskState.ASKED))
declare(
    "grants.measure",
    lambda user: (
        in_areas(user, AREA, *RUNNERS)
        & Q(
            state__in=(
                GrantState.AGREED, GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING,
            )
        )
    ),
)  # fmt: skip

declare("recoveries.view", lambda user: in_areas(user, UNDER, *READERS) | _own(user))
declare("recoveries.view_staff", lambda user: in_areas(user, UNDER, *READERS))
declare(
    "recoveries.record",
    lambda user: in_areas(user, UNDER, Role.FINANCE_MAKER, *DECIDERS) & Q(state=RecoveryState.OPEN),
)
declare("recoveries.write_off", lambda user: in_areas(user, UNDER, Role.HEAD) & Q(state=RecoveryState.OPEN))
declare(
    "grants.claim",
    lambda user: (
        in_areas(user, AREA, *DECIDERS)
        & Q(state__in=(GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING, GrantState.TERMINATED))
    ),
)

declare("grants.view_end", lambda user: in_areas(user, AREA, *READERS))
declare("closures.view", lambda user: in_areas(user, UNDER, *READERS))
declare("closures.check", lambda user: in_areas(user, UNDER, *RUNNERS) & Q(state=ClosureState.OPEN))
declare("closures.return", lambda user: in_areas(user, UNDER, *DECIDERS) & Q(state=ClosureState.CHECKED))
declare("closures.close", lambda user: in_areas(user, UNDER, Role.HEAD) & Q(state=ClosureState.CHECKED))
declare(
    "grants.begin_close",
    lambda user: (
        in_areas(user, AREA, *RUNNERS) & Q(state__in=(GrantState.ACTIVE, GrantState.TERMINATED), closure__isnull=True)
    ),
)

# An annual account is the city's: whoever keeps the books anywhere may read it.
declare("annual_accounts.view", lambda user: EVERYBODY if user.has_role(*READERS) else NOBODY)
declare(
    "annual_accounts.check",
    lambda user: Q(state=AccountsState.DRAFT) if user.has_role(Role.HEAD, Role.FINANCE_CHECKER) else NOBODY,
)
declare(
    "annual_accounts.return",
    lambda user: Q(state=AccountsState.CHECKED) if user.has_role(Role.HEAD, Role.FINANCE_CHECKER) else NOBODY,
)
declare_act("annual_accounts.make", lambda user: user.has_role(Role.CLERK, Role.FINANCE_MAKER))

declare_act("desk.evaluate", lambda user: user.has_role(*READERS))
declare_act("evaluations.bring_file", lambda user: user.is_authenticated)
declare_act("measures.bring_file", lambda user: user.has_role(*RUNNERS))
declare_act("recoveries.bring_file", lambda user: user.has_role(Role.FINANCE_MAKER, *DECIDERS))


def _part(user: Any) -> Exists:
    seen = policy.visible(user, "evaluations.view", Evaluation.objects.all()) | policy.visible(
        user, "evaluations.read_own", Evaluation.objects.all()
    )
    return Exists(Assessment.objects.filter(file=OuterRef("pk"), evaluation__in=seen.values("pk")))


declare_purpose(
    EVALUATION_PURPOSE, label=_("File of an evaluation"), kinds=PAPERS | PICTURES, rule=_part,
    may_upload="evaluations.bring_file",
)  # fmt: skip
declare_purpose(
    MEASURE_PURPOSE, label=_("Evidence of a measure"), kinds=PAPERS | PICTURES, may_upload="measures.bring_file",
    rule=lambda user: Exists(policy.visible(user, "measures.view", Measure.objects.filter(file=OuterRef("pk")))),
)  # fmt: skip
declare_purpose(
    RETURN_PURPOSE, label=_("Bank receipt of returned money"), kinds=PAPERS | PICTURES,
    may_upload="recoveries.bring_file",
    rule=lambda user: Exists(
        JournalEntry.objects.filter(file=OuterRef("pk")).filter(in_areas(user, "grant__round__area__code", *READERS))
    ),
)  # fmt: skip
declare_purpose(
    ARCHIVE_PURPOSE, label=_("Archive of a grant"), kinds=ARCHIVES, sensitive=True,
    rule=lambda user: Exists(policy.visible(user, "closures.view", Closure.objects.filter(archive=OuterRef("pk")))),
)  # fmt: skip
