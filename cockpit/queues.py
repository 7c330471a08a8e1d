"""What waits for the staff: one queue per kind of work, with a verb and the list behind the number."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Model, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import ProposalState, Role
from accounts.models import ClosingRequest, Recovery, RoleProposal
from notices.models import Notice
from organizations.models import VerificationCase
from organizations.queries import is_member
from projects.enums import ExtensionState, PaperState
from projects.models import Extension, Need, Project
from reviews.models import Conflict
from reviews.queries import screenings
from rounds.enums import AmendmentState, RoundState
from rounds.models import Amendment, Round
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import clock, policy
from venture.notify.enums import DeliveryState
from venture.notify.queries import parked as parked_deliveries


@dataclass(frozen=True)
class Queue:
    """A kind of work that waits. ``rows`` are what waits for the person; ``link`` opens the list behind the number."""

    key: str
    words: Any
    verb: Any
    may: Callable[[Any], bool]
    rows: Callable[[Any], QuerySet[Any]]
    link: Callable[[], str]
    urgent: bool = False


@dataclass(frozen=True)
class Waiting:
    queue: Queue
    count: int

    @property
    def url(self) -> str:
        return self.queue.link()


def _visible(permission: str, model: type[Model]) -> Callable[[Any], QuerySet[Any]]:
    """Return the rows on which the person may take this step now."""
    return lambda user: policy.visible(user, permission, model._default_manager.all())


def _may(permission: str) -> Callable[[Any], bool]:
    return lambda user: policy.condition(user, permission) != policy.NOBODY


def _amendments(user: Any) -> QuerySet[Amendment]:
    """Return the amendments that somebody else asked for; one's own cannot be decided."""
    rounds = policy.visible(user, "rounds.amend", Round.objects.all())
    return Amendment.objects.filter(round__in=rounds, state=AmendmentState.ASKED).exclude(asked_by=user)


def notices_for(user: Any) -> QuerySet[Notice]:
    """Return the proposed notices that the person may publish: none that the person wrote."""
    return policy.visible(user, "notices.approve", Notice.objects.exclude(hands=user))


def _extensions(user: Any) -> QuerySet[Extension]:
    """Return the requests for more time that the person may decide: none that the person asked for."""
    return policy.visible(user, "extensions.decide", Extension.objects.exclude(asked_by=user))


def _papers(user: Any) -> QuerySet[Project]:
    """Return the applications from paper that the person may compare: none that the person handed over."""
    return policy.visible(user, "applications.compare", Project.objects.exclude(paper_entry__asked_by=user))


def _screening(permission: str, waits: Callable[[Any], QuerySet[Project]]) -> Callable[[Any], QuerySet[Project]]:
    """Return the cases that wait for the person: none of an organisation of one's own."""

    def rows(user: Any) -> QuerySet[Project]:
        return policy.visible(user, permission, waits(user)).exclude(
            is_member(user, organization_ref="organization_id")
        )

    return rows


def _conflicts(user: Any) -> QuerySet[Conflict]:
    """Return the soft conflicts that nobody has decided: none of an applicant to which the person belongs."""
    rows = policy.visible(user, "conflicts.waive", Conflict.objects.filter(decided_at__isnull=True))
    return rows.exclude(is_member(user, organization_ref="project__organization_id"))


def _applications(waits: str) -> Callable[[], str]:
    return lambda: f"{reverse('admin:projects_project_changelist')}?waits={waits}"


def _recoveries(user: Any) -> QuerySet[Recovery]:
    """Return the recoveries on which the person may take a step now."""
    steps = (policy.condition(user, f"accounts.{verb}_recovery") for verb in ("identify", "approve"))
    return Recovery.objects.filter(reduce(or_, steps))


def _list(state: str) -> Callable[[], str]:
    return lambda: reverse("admin:rounds_round_changelist") + f"?state__exact={state}"


QUEUES: list[Queue] = [
    Queue(
        key="rounds.check",
        words=_("rounds wait for the check by a second person"),
        verb=_("Check"),
        may=_may("rounds.check"),
        rows=_visible("rounds.check", Round),
        link=_list(RoundState.PROPOSED),
        urgent=True,
    ),
    Queue(
        key="rounds.publish",
        words=_("checked rounds wait for approval"),
        verb=_("Approve"),
        may=_may("rounds.publish"),
        rows=_visible("rounds.publish", Round),
        link=_list(RoundState.CHECKED),
        urgent=True,
    ),
    Queue(
        key="rounds.amendments",
        words=_("amendments wait for a second person"),
        verb=_("Decide"),
        may=_may("rounds.amend"),
        rows=_amendments,
        link=lambda: reverse("admin:rounds_round_changelist") + "?amending=asked",
        urgent=True,
    ),
    Queue(
        key="notices.approve",
        words=_("notices wait for a second person"),
        verb=_("Look and publish"),
        may=_may("notices.approve"),
        rows=notices_for,
        link=lambda: reverse("admin:notices_notice_changelist") + "?state__exact=proposed",
        urgent=True,
    ),
    Queue(
        key="organizations.verify",
        words=_("organisations wait for verification"),
        verb=_("Compare"),
        may=_may("organizations.decide_case"),
        rows=_visible("organizations.decide_case", VerificationCase),
        link=lambda: reverse("admin:organizations_verificationcase_changelist") + "?state__exact=submitted",
        urgent=True,
    ),
    Queue(
        key="screening.screen",
        words=_("applications wait to be screened"),
        verb=_("Screen"),
        may=_may("screening.screen"),
        rows=_screening("screening.screen", lambda user: screenings.to_screen(clock.now())),
        link=_applications("screen"),
    ),
    Queue(
        key="screening.back",
        words=_("corrections were handed in"),
        verb=_("Look at them"),
        may=_may("screening.screen"),
        rows=_screening("screening.screen", lambda user: screenings.handed_back()),
        link=_applications("back"),
        urgent=True,
    ),
    Queue(
        key="screening.refusals",
        words=_("proposed refusals wait for a second person"),
        verb=_("Decide"),
        may=_may("screening.confirm_refusal"),
        rows=_screening("screening.confirm_refusal", screenings.refusals),
        link=_applications("refusal"),
        urgent=True,
    ),
    Queue(
        key="screening.recommend",
        words=_("applications wait for the district's recommendation"),
        verb=_("Recommend"),
        may=_may("screening.recommend"),
        rows=_screening("screening.recommend", lambda user: screenings.to_recommend(clock.now())),
        link=_applications("recommend"),
    ),
    Queue(
        key="applications.paper",
        words=_("applications from paper wait to be compared by a second person"),
        verb=_("Compare"),
        may=_may("applications.compare"),
        rows=_papers,
        link=lambda: reverse("admin:projects_paperentry_changelist") + f"?state__exact={PaperState.CHECKING}",
        urgent=True,
    ),
    Queue(
        key="applications.extensions",
        words=_("requests for more time wait for a second person"),
        verb=_("Decide"),
        may=_may("extensions.decide"),
        rows=_extensions,
        link=lambda: reverse("admin:projects_extension_changelist") + f"?state__exact={ExtensionState.ASKED}",
        urgent=True,
    ),
    Queue(
        key="needs.list",
        words=_("collected needs wait to be merged or listed"),
        verb=_("Sort"),
        may=_may("needs.list"),
        rows=_visible("needs.list", Need),
        link=lambda: reverse("admin:projects_need_changelist") + "?state__exact=collected",
    ),
    Queue(
        key="rounds.draft",
        words=_("rounds are in the draft"),
        verb=_("Go on"),
        may=_may("rounds.edit"),
        rows=_visible("rounds.edit", Round),
        link=_list(RoundState.DRAFT),
    ),
    Queue(
        key="accounts.proposals",
        words=_("proposed roles wait for your answer as the second person"),
        verb=_("Answer"),
        may=_may("accounts.decide_role"),
        rows=_visible("accounts.decide_role", RoleProposal),
        link=lambda: reverse("admin:accounts_roleproposal_changelist") + f"?state__exact={ProposalState.PROPOSED}",
        urgent=True,
    ),
    Queue(
        key="accounts.recoveries",
        words=_("people who lost their second factor wait for you"),
        verb=_("Help them"),
        may=_may("accounts.view_recoveries"),
        rows=_recoveries,
        link=lambda: reverse("admin:accounts_recovery_changelist"),
        urgent=True,
    ),
    Queue(
        key="accounts.closings",
        words=_("people asked to close their account"),
        verb=_("Look at them"),
        may=_may("accounts.close_account"),
        rows=_visible("accounts.close_account", ClosingRequest),
        link=lambda: reverse("admin:accounts_closingrequest_changelist") + "?now=open",
    ),
    Queue(
        key="notify.parked",
        words=_("messages could not be delivered"),
        verb=_("Look at them"),
        may=_may("notify.resend"),
        rows=lambda user: parked_deliveries(),
        link=lambda: reverse("admin:notify_delivery_changelist") + f"?state__exact={DeliveryState.PARKED}",
    ),
    Queue(
        key="jobs.parked",
        words=_("background jobs failed and wait for a person"),
        verb=_("Look at them"),
        may=lambda user: user.has_role(Role.SYSTEM_ADMIN),
        rows=lambda user: Job.objects.filter(state=JobState.PARKED),
        link=lambda: reverse("admin:jobs_job_changelist") + f"?state__exact={JobState.PARKED}",
        urgent=True,
    ),
    Queue(
        key="conflicts.decide",
        words=_("soft conflicts of interest to decide"),
        verb=_("Decide"),
        may=_may("conflicts.waive"),
        rows=_conflicts,
        link=lambda: f"{reverse('admin:reviews_conflict_changelist')}?open=yes",
    ),
]


def waiting(request: HttpRequest, keys: Container[str] | None = None) -> list[Waiting]:
    """Return the queues of this person that are not empty, urgent ones first; of those named only, if some are named.

    One query, once per request: whoever asks for some takes them from all where all are known.
    """
    known: list[Waiting] | None = getattr(request, "_waiting", None)
    if known is None:
        mine = [queue for queue in QUEUES if (keys is None or queue.key in keys) and queue.may(request.user)]
        counts = _counted([queue.rows(request.user) for queue in mine])
        counted = [Waiting(queue, counts.get(place, 0)) for place, queue in enumerate(mine)]
        known = sorted((state for state in counted if state.count), key=lambda state: not state.queue.urgent)
        if keys is None:
            request._waiting = known  # type: ignore[attr-defined]
    return [state for state in known if keys is None or state.queue.key in keys]


def _counted(rows: Sequence[QuerySet[Any]]) -> dict[int, int]:
    """Count each of ``rows``; the number of query stays one however many queues there are."""
    sums = [
        each.order_by().annotate(_queue=Value(place)).values("_queue").annotate(_waiting=Count("pk", distinct=True))
        for place, each in enumerate(rows)
    ]
    if not sums:
        return {}
    pairs = [each.values_list("_queue", "_waiting") for each in sums]
    return dict(pairs[0].union(*pairs[1:], all=True))
