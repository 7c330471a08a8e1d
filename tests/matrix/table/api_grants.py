"""Own grants for programs: read by everybody in the organisation; who may not do a step is told so in words (409)."""

from collections.abc import Mapping
from typing import Any

from grants.models import Activity, Expense, Story
from grants.queries import showing
from tests.matrix.doors import DoorLine, api
from tests.matrix.lists import made
from tests.matrix.once import once
from tests.matrix.table.agreements import ours
from tests.matrix.table.deciding import strangers
from tests.matrix.table.donations import event, published, refund, sees
from tests.matrix.table.files import an_upload_of
from tests.matrix.table.payments import NOBODY, numbered
from tests.matrix.table.running import activity, expense, midterm, of, pair, running
from tests.matrix.table.submitting import MEMBERS
from venture.kernel import policy

READ_WRITE = frozenset({"GET", "HEAD", "POST"})
READ_PUT = frozenset({"GET", "HEAD", "PUT"})
ACT = frozenset({"POST"})
OURS = {"keys": of(ours), "foreign": of(strangers)}
MIDTERM = {"keys": midterm(ours), "foreign": midterm(strangers)}
BY_RECEIPT = "payments.bring_receipt"


def one_more() -> Any:
    return running(ours())


def one_more_activity() -> None:
    moved = activity(one_more())
    Activity.objects.filter(pk=moved.pk).update(grant=once(running, ours()))


def one_more_expense() -> None:
    moved = expense(one_more())
    Expense.objects.filter(pk=moved.pk).update(grant=once(running, ours()))


def own_story() -> Mapping[str, Any]:
    """The story of a project of ours, written straight in its table."""
    grant = once(running, ours())
    owner = grant.organization.memberships.order_by("pk")[0].user
    told_of = {"title": "一桌饭", "text": "故事", "written_by": owner, "written_at": grant.offered_at}
    Story.objects.get_or_create(grant=grant, defaults=told_of)
    return {"code": grant.project.code}


def told() -> Mapping[str, Any]:
    return {"code": once(published).grant.project.code}


def of_refund(**more: Any) -> Mapping[str, Any]:
    return {"pk": once(refund).pk, **more}


def the_gift() -> Mapping[str, Any]:
    found = once(refund).gift
    return {"receipt": found.donation.receipt, "pk": found.pk}


def refund_act() -> DoorLine:
    return api(
        keys=of_refund, foreign=lambda: {"pk": 999_999_999}, may=sees("refunds.view", refund), methods=ACT
    )  # fmt: skip


TABLE: dict[str, DoorLine] = {
    "api:grants": api(rows=made(one_more)),
    "api:grant": api(*MEMBERS, **OURS),
    "api:tranche-ask": api(*MEMBERS, keys=of(ours, order=1), foreign=of(strangers, order=1), methods=ACT),
    "api:payment-withdraw": api(*MEMBERS, keys=numbered(ours), foreign=lambda: NOBODY, methods=ACT),
    "api:activities": api(*MEMBERS, methods=READ_WRITE, rows=made(one_more_activity), **OURS),
    "api:activity-back": api(*MEMBERS, methods=ACT, **pair(activity)),
    "api:expenses": api(*MEMBERS, methods=READ_WRITE, rows=made(one_more_expense), **OURS),
    "api:expense-answer": api(*MEMBERS, methods=ACT, **pair(expense)),
    "api:expense-back": api(*MEMBERS, methods=ACT, **pair(expense)),
    "api:report": api(*MEMBERS, methods=READ_PUT, **MIDTERM),
    "api:report-submit": api(*MEMBERS, methods=ACT, **MIDTERM),
    "api:report-attach": api(*MEMBERS, methods=ACT, **MIDTERM),
    "api:own-story": api(*MEMBERS, keys=own_story, foreign=of(strangers), methods=READ_PUT),
    "api:own-story-offer": api(*MEMBERS, keys=own_story, foreign=of(strangers), methods=ACT),
    "api:stories": api(rows=made(published)),
    "api:story": api(keys=told, foreign=lambda: {"code": "1999-0000"}),
    "api:events": api(rows=made(event)),
    "api:years": api(),
    "api:year": api(keys=lambda: {"year": showing.years()[0]["year"]}, foreign=lambda: {"year": 1999}),
    "api:refunds": api(),
    "api:refund-approve": refund_act(),
    "api:refund-refuse": refund_act(),
    "api:refund-pay": refund_act(),
    "api:refund-ask": api(
        keys=the_gift, foreign=lambda: {"receipt": "JZ2027-00000000", "pk": 1}, may=sees("refunds.view", refund),
        methods=ACT,
    ),
    "api:file-bring": api(
        keys=lambda: {"what": "grants.receipt"}, foreign=lambda: {"what": "grants.expense_book"},
        may=lambda user: policy.may(user, BY_RECEIPT), methods=ACT,
    ),
    "api:file": api("org_owner", keys=lambda: an_upload_of("org", "ef"), foreign=lambda: {"key": "0f" * 16}),
}  # fmt: skip
