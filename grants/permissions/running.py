"""Who records, spends, reports and asks for changes in an own project, and who reads and judges it for the funder."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from grants.enums import AskState, ExpenseState, GrantState, ReportState, VisitState
from grants.models import (
    CHANGE_PURPOSE,
    EXPENSE_BOOK_PURPOSE,
    PHOTO_PURPOSE,
    REPORT_PURPOSE,
    SIGN_IN_PURPOSE,
    VISIT_PURPOSE,
    VOUCHER_PURPOSE,
    Activity,
    ActivityPhoto,
    ChangeRequest,
    Expense,
    Grant,
    ReportFile,
    SiteVisit,
)
from organizations.enums import MemberRole
from organizations.queries import is_member
from venture.files.enums import Kind
from venture.files.registry import EVERY_KIND, PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import NOBODY, declare, declare_act

__all__ = [
    "CHANGE_PURPOSE", "EXPENSE_BOOK_PURPOSE", "PHOTO_PURPOSE", "REPORT_PURPOSE", "SIGN_IN_PURPOSE", "VISIT_PURPOSE",
    "VOUCHER_PURPOSE",
]  # fmt: skip

READERS = (
    Role.CLERK, Role.HEAD, Role.OPERATOR, Role.AUDITOR, Role.SUPERVISION, Role.EVALUATOR, Role.FINANCE_MAKER,
    Role.FINANCE_CHECKER,
)  # fmt: skip
DECIDERS = (Role.CLERK, Role.HEAD)
WATCHERS = (*DECIDERS, Role.OPERATOR)
CHECKERS = (*WATCHERS, Role.EVALUATOR)
RECORDED, RUNS = GrantState.recorded(), GrantState.changeable()
WRITERS = (MemberRole.OWNER, MemberRole.EDITOR)
SPENDERS = (*WRITERS, MemberRole.FINANCE)

OWN, AREA = "grant__organization_id", "grant__round__area__code"


def _mine(user: Any, *roles: MemberRole, ref: str = OWN) -> Q:
    return Q(is_member(user, organization_ref=ref, roles=[str(role) for role in roles] or MemberRole.values))


def _grants(user: Any, *roles: MemberRole) -> Q:
    return _mine(user, *roles, ref="organization_id")


# --- The project itself; the rows are grants --------------------------------------------------------------------------

declare("running.view_own", _grants)
declare("running.view_staff", lambda user: in_areas(user, "round__area__code", *READERS))
declare("running.record", lambda user: _grants(user, *WRITERS) & Q(state__in=RECORDED))
declare("running.spend", lambda user: _grants(user, *SPENDERS) & Q(state__in=RECORDED))
declare("running.change", lambda user: _grants(user, *WRITERS) & Q(state__in=RUNS))
declare("running.visit", lambda user: in_areas(user, "round__area__code", *CHECKERS) & Q(state__in=RECORDED))
declare(
    "running.start",
    lambda user: in_areas(user, "round__area__code", *DECIDERS) & Q(state=GrantState.AGREED),
)
declare_act(
    "running.bring",
    lambda user: policy.visible(user, "running.spend", Grant.objects.all()).exists(),
)
declare_act("running.bring_staff", lambda user: user.has_role(*CHECKERS))

# --- Its rows ---------------------------------------------------------------------------------------------------------

declare("activities.view_own", _mine)
declare("activities.view_staff", lambda user: in_areas(user, AREA, *READERS))
declare(
    "activities.mend",
    lambda user: _mine(user, *WRITERS) & Q(grant__state__in=RECORDED, withdrawn_at__isnull=True),
)
declare("expenses.view_own", _mine)
declare("expenses.view_staff", lambda user: in_areas(user, AREA, *READERS))
declare(
    "expenses.answer",
    lambda user: _mine(user, *SPENDERS) & Q(grant__state__in=RECORDED, state=ExpenseState.QUERIED),
)
declare(
    "expenses.reverse",
    lambda user: (
        _mine(user, *SPENDERS) & Q(grant__state__in=RECORDED, state__in=(ExpenseState.ENTERED, ExpenseState.QUERIED))
    ),
)
declare("expenses.query", lambda user: in_areas(user, AREA, *CHECKERS) & Q(state=ExpenseState.ENTERED))
declare(
    "expenses.accept",
    lambda user: in_areas(user, AREA, *CHECKERS) & Q(state__in=(ExpenseState.ENTERED, ExpenseState.QUERIED)),
)
declare(
    "expenses.disallow",
    lambda user: (
        in_areas(user, AREA, *CHECKERS) & Q(state__in=(ExpenseState.ENTERED, ExpenseState.QUERIED))
        | in_areas(user, AREA, *DECIDERS) & Q(state=ExpenseState.ACCEPTED)
    ),
)
WRITTEN = (ReportState.DUE, ReportState.RETURNED)
declare("reports.view_own", _mine)
declare("reports.view_staff", lambda user: in_areas(user, AREA, *READERS))
declare(
    "reports.write",
    lambda user: _mine(user, *SPENDERS) & Q(grant__state__in=RECORDED, state__in=WRITTEN),
)
declare("reports.judge", lambda user: in_areas(user, AREA, *WATCHERS) & Q(state=ReportState.SUBMITTED))
declare("reports.waive", lambda user: in_areas(user, AREA, *DECIDERS) & Q(state__in=WRITTEN))
declare("changes.view_own", _mine)
declare("changes.view_staff", lambda user: in_areas(user, AREA, *READERS))
declare("changes.withdraw", lambda user: _mine(user, *WRITERS) & Q(state=AskState.ASKED))
declare("changes.decide", lambda user: in_areas(user, AREA, *DECIDERS) & Q(state=AskState.ASKED))
declare("visits.view_staff", lambda user: in_areas(user, AREA, *READERS))
declare("visits.record", lambda user: in_areas(user, AREA, *CHECKERS) & Q(state=VisitState.PLANNED))
declare(
    "visits.mend",
    lambda user: (
        in_areas(user, AREA, *CHECKERS) & Q(state=VisitState.DONE, mend_by__isnull=False, mended_at__isnull=True)
    ),
)
declare("running_rules.view", lambda user: in_areas(user, "round__area__code", *READERS))
declare("running_rules.change", lambda user: in_areas(user, "round__area__code", *DECIDERS))
declare_act("running_rules.add", lambda user: user.has_role(*DECIDERS))

# --- Their files ------------------------------------------------------------------------------------------------------

SHOWABLE = Q(consent=True, activity__withdrawn_at__isnull=True) & (Q(children=False) | Q(guardians=True))
# A sheet with names and signatures: who wrote it, and who checks it.
SHEET_READERS = (Role.CLERK, Role.OPERATOR, Role.EVALUATOR, Role.AUDITOR)


def _with(model: Any, field: str, *rights: str) -> Any:
    """Return who sees a file: whoever holds one of the rights on the row that it belongs to."""

    def rule(user: Any) -> Q:
        seen = NOBODY
        for right in rights:
            seen |= Q(Exists(policy.visible(user, right, model._default_manager.filter(**{field: OuterRef("pk")}))))
        return seen

    return rule


def _with_report(user: Any) -> Exists:
    """A file that stands on a report, or stood on one when it was handed in."""
    mine = is_member(user, organization_ref="report__grant__organization_id")
    rows = ReportFile.objects.filter(file=OuterRef("pk"))
    return Exists(rows.filter(Q(mine) | in_areas(user, "report__grant__round__area__code", *READERS)))


def _photo(user: Any) -> Q:
    """Everybody sees a photo whose people agreed; the others are for the organisation and those who read it."""
    photos = ActivityPhoto.objects.filter(file=OuterRef("pk"))
    seen = Q(Exists(photos.filter(SHOWABLE)))
    if not (user.is_authenticated and user.is_active):
        return seen
    mine = is_member(user, organization_ref="activity__grant__organization_id")
    return seen | Q(
        Exists(photos.filter(Q(mine) | in_areas(user, "activity__grant__round__area__code", *READERS)))
    )  # fmt: skip


def _sheet(user: Any) -> Exists:
    rows = Activity.objects.filter(sign_in=OuterRef("pk"))
    return Exists(rows.filter(_mine(user, *WRITERS) | in_areas(user, AREA, *SHEET_READERS)))


declare_purpose(
    PHOTO_PURPOSE, label=_("Photo of an activity"), kinds=PICTURES, rule=_photo, public=True, may_upload="running.bring"
)
declare_purpose(
    SIGN_IN_PURPOSE, label=_("Sign-in sheet without numbers of identity cards"), kinds=PAPERS | PICTURES, rule=_sheet,
    sensitive=True, may_upload="running.bring",
)  # fmt: skip
declare_purpose(
    VOUCHER_PURPOSE, label=_("Voucher of an expense"), kinds=PAPERS | PICTURES,
    rule=_with(Expense, "voucher", "expenses.view_own", "expenses.view_staff"), sensitive=True,
    may_upload="running.bring",
)  # fmt: skip
# A workbook of expenses is read and forgotten; what it says is kept line by line.
declare_purpose(
    EXPENSE_BOOK_PURPOSE, label=_("Workbook of expenses"), kinds={Kind.XLSX}, max_mb=5, rule=lambda user: NOBODY
)
declare_purpose(
    REPORT_PURPOSE, label=_("File of a report"), kinds=EVERY_KIND, rule=_with_report, may_upload="running.bring"
)
declare_purpose(
    VISIT_PURPOSE, label=_("Signed sheet of a visit"), kinds=PAPERS | PICTURES,
    rule=_with(SiteVisit, "file", "visits.view_staff"), may_upload="running.bring_staff",
)  # fmt: skip
declare_purpose(
    CHANGE_PURPOSE, label=_("Evidence of a request for a change"), kinds=PAPERS | PICTURES,
    rule=_with(ChangeRequest, "file", "changes.view_own", "changes.view_staff"), may_upload="running.bring",
)  # fmt: skip
