"""What waits for the staff: one queue per kind of work, with a verb and the list behind the number."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import ProposalState, Role
from accounts.models import Recovery, RoleProposal
from notices.models import Notice
from organizations.models import VerificationCase
from projects.models import Need
from rounds.enums import AmendmentState, RoundState
from rounds.models import Amendment, Round
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import policy
from venture.notify.enums import DeliveryState
from venture.notify.queries import failed as failed_deliveries


@dataclass(frozen=True)
class Queue:
    """A kind of work that waits. ``count`` costs one query; ``link`` opens the list that makes up the number."""

    key: str
    words: Any
    verb: Any
    may: Callable[[Any], bool]
    count: Callable[[Any], int]
    link: Callable[[], str]
    urgent: bool = False


@dataclass(frozen=True)
class Waiting:
    queue: Queue
    count: int

    @property
    def url(self) -> str:
        return self.queue.link()


def _parked_jobs(user: Any) -> int:
    return Job.objects.filter(state=JobState.PARKED).count()


def _rounds(permission: str) -> Callable[[Any], int]:
    """Count the rounds on which the person may take this step now."""
    return lambda user: policy.visible(user, permission, Round.objects.all()).count()


def _may(permission: str) -> Callable[[Any], bool]:
    return lambda user: policy.condition(user, permission) != policy.NOBODY


def _amendments(user: Any) -> int:
    """Count the amendments that somebody else asked for; one's own cannot be decided."""
    rounds = policy.visible(user, "rounds.amend", Round.objects.all())
    return Amendment.objects.filter(round__in=rounds, state=AmendmentState.ASKED).exclude(asked_by=user).count()


def notices_for(user: Any) -> QuerySet[Notice]:
    """Return the proposed notices that the person may publish: none that the person wrote."""
    return policy.visible(user, "notices.approve", Notice.objects.exclude(hands=user))


def _recoveries(user: Any) -> int:
    """Count the recoveries on which the person may take a step now."""
    steps = (policy.condition(user, f"accounts.{verb}_recovery") for verb in ("identify", "approve"))
    return Recovery.objects.filter(reduce(or_, steps)).count()


def _list(state: str) -> Callable[[], str]:
    return lambda: reverse("admin:rounds_round_changelist") + f"?state__exact={state}"


QUEUES: list[Queue] = [
    Queue(
        key="rounds.check",
        words=_("rounds wait for the check by a second person"),
        verb=_("Check"),
        may=_may("rounds.check"),
        count=_rounds("rounds.check"),
        link=_list(RoundState.PROPOSED),
        urgent=True,
    ),
    Queue(
        key="rounds.publish",
        words=_("checked rounds wait for approval"),
        verb=_("Approve"),
        may=_may("rounds.publish"),
        count=_rounds("rounds.publish"),
        link=_list(RoundState.CHECKED),
        urgent=True,
    ),
    Queue(
        key="rounds.amendments",
        words=_("amendments wait for a second person"),
        verb=_("Decide"),
        may=_may("rounds.amend"),
        count=_amendments,
        link=lambda: reverse("admin:rounds_round_changelist") + "?amending=asked",
        urgent=True,
    ),
    Queue(
        key="notices.approve",
        words=_("notices wait for a second person"),
        verb=_("Look and publish"),
        may=_may("notices.approve"),
        count=lambda user: notices_for(user).count(),
        link=lambda: reverse("admin:notices_notice_changelist") + "?state__exact=proposed",
        urgent=True,
    ),
    Queue(
        key="organizations.verify",
        words=_("organisations wait for verification"),
        verb=_("Compare"),
        may=_may("organizations.decide_case"),
        count=lambda user: policy.visible(user, "organizations.decide_case", VerificationCase.objects.all()).count(),
        link=lambda: reverse("admin:organizations_verificationcase_changelist") + "?state__exact=submitted",
        urgent=True,
    ),
    Queue(
        key="needs.list",
        words=_("collected needs wait to be merged or listed"),
        verb=_("Sort"),
        may=_may("needs.list"),
        count=lambda user: policy.visible(user, "needs.list", Need.objects.all()).count(),
        link=lambda: reverse("admin:projects_need_changelist") + "?state__exact=collected",
    ),
    Queue(
        key="rounds.draft",
        words=_("rounds are in the draft"),
        verb=_("Go on"),
        may=_may("rounds.edit"),
        count=_rounds("rounds.edit"),
        link=_list(RoundState.DRAFT),
    ),
    Queue(
        key="accounts.proposals",
        words=_("proposed roles wait for your answer as the second person"),
        verb=_("Answer"),
        may=_may("accounts.decide_role"),
        count=lambda user: policy.visible(user, "accounts.decide_role", RoleProposal.objects.all()).count(),
        link=lambda: reverse("admin:accounts_roleproposal_changelist") + f"?state__exact={ProposalState.PROPOSED}",
        urgent=True,
    ),
    Queue(
        key="accounts.recoveries",
        words=_("people who lost their second factor wait for you"),
        verb=_("Help them"),
        may=_may("accounts.view_recoveries"),
        count=_recoveries,
        link=lambda: reverse("admin:accounts_recovery_changelist"),
        urgent=True,
    ),
    Queue(
        key="notify.failed",
        words=_("messages could not be delivered"),
        verb=_("Look at them"),
        may=_may("notify.resend"),
        count=lambda user: failed_deliveries().count(),
        link=lambda: reverse("admin:notify_delivery_changelist") + f"?state__exact={DeliveryState.FAILED}",
    ),
    Queue(
        key="jobs.parked",
        words=_("background jobs failed and wait for a person"),
        verb=_("Look at them"),
        may=lambda user: user.has_role(Role.SYSTEM_ADMIN),
        count=_parked_jobs,
        link=lambda: reverse("admin:jobs_job_changelist") + f"?state__exact={JobState.PARKED}",
        urgent=True,
    ),
]


def waiting(request: HttpRequest) -> list[Waiting]:
    """Return the queues of this person that are not empty, urgent ones first. Counted once per request."""
    known: list[Waiting] | None = getattr(request, "_waiting", None)
    if known is None:
        mine = [queue for queue in QUEUES if queue.may(request.user)]
        counted = [Waiting(queue, queue.count(request.user)) for queue in mine]
        known = sorted((state for state in counted if state.count), key=lambda state: not state.queue.urgent)
        request._waiting = known  # type: ignore[attr-defined]
    return known
