"""What waits before a round's review: rounds, notices, organisations, applications, people, messages, jobs."""

from collections.abc import Callable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import ProposalState, Role
from accounts.models import ClosingRequest, Recovery, RoleProposal
from cockpit.queues.kinds import Queue, may, visible
from notices.models import Notice
from organizations.models import TakeOver, VerificationCase
from organizations.queries import is_member
from projects.enums import ExtensionState, PaperState
from projects.models import Extension, IdeaContest, Need, Project, Resource
from reviews.queries import screenings
from rounds.enums import AmendmentState, RoundState
from rounds.models import Amendment, Round
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import policy
from venture.notify.enums import DeliveryState
from venture.notify.queries import parked as parked_deliveries

TAKE_OVER_STEPS = ("take_overs.check", "take_overs.grant")


def _amendments(user: Any, _now: datetime) -> QuerySet[Amendment]:
    """Return the amendments that somebody else asked for; one's own cannot be decided."""
    rounds = policy.visible(user, "rounds.amend", Round.objects.all())
    return Amendment.objects.filter(round__in=rounds, state=AmendmentState.ASKED).exclude(asked_by=user)


def _notices(user: Any, _now: datetime) -> QuerySet[Notice]:
    """Return the proposed notices that the person may publish: none that the person wrote."""
    return policy.visible(user, "notices.approve", Notice.objects.exclude(hands=user))


def _extensions(user: Any, _now: datetime) -> QuerySet[Extension]:
    """Return the requests for more time that the person may decide: none that the person asked for."""
    return policy.visible(user, "extensions.decide", Extension.objects.exclude(asked_by=user))


def _papers(user: Any, _now: datetime) -> QuerySet[Project]:
    """Return the applications from paper that the person may compare: none that the person handed over."""
    return policy.visible(user, "applications.compare", Project.objects.exclude(paper_entry__asked_by=user))


def _screening(
    permission: str, waits: Callable[[Any, datetime], QuerySet[Project]]
) -> Callable[[Any, datetime], QuerySet[Project]]:
    """Return the cases that wait for the person: none of an organisation of one's own."""

    def rows(user: Any, now: datetime) -> QuerySet[Project]:
        return policy.visible(user, permission, waits(user, now)).exclude(
            is_member(user, organization_ref="organization_id")
        )

    return rows


def _applications(waits: str) -> Callable[[], str]:
    return lambda: f"{reverse('admin:projects_project_changelist')}?waits={waits}"


def _recoveries(user: Any, _now: datetime) -> QuerySet[Recovery]:
    """Return the recoveries on which the person may take a step now."""
    steps = (policy.condition(user, f"accounts.{verb}_recovery") for verb in ("identify", "approve"))
    return Recovery.objects.filter(reduce(or_, steps))


def _take_overs(user: Any, _now: datetime) -> QuerySet[TakeOver]:
    """Return the requests on which the person may take a step now: look at the proof, or let in as the second."""
    return TakeOver.objects.filter(reduce(or_, (policy.condition(user, each) for each in TAKE_OVER_STEPS)))


def _list(state: str) -> Callable[[], str]:
    return lambda: reverse("admin:rounds_round_changelist") + f"?state__exact={state}"


def _contests(user: Any, _now: datetime) -> QuerySet[IdeaContest]:
    """Return the proposed prizes that the person may decide: none that the person proposed."""
    return policy.visible(user, "idea_contests.decide", IdeaContest.objects.exclude(proposed_by=user))


PREPARING: list[Queue] = [
    Queue(
        key="contests.decide",
        words=_("prizes for ideas wait for a second person"),
        verb=_("Decide"),
        may=may("idea_contests.decide"),
        rows=_contests,
        link=lambda: reverse("admin:projects_ideacontest_changelist") + "?state__exact=proposed",
    ),
    Queue(
        key="rounds.check",
        words=_("rounds wait for the check by a second person"),
        verb=_("Check"),
        may=may("rounds.check"),
        rows=visible("rounds.check", Round),
        link=_list(RoundState.PROPOSED),
        urgent=True,
    ),
    Queue(
        key="rounds.publish",
        words=_("checked rounds wait for approval"),
        verb=_("Approve"),
        may=may("rounds.publish"),
        rows=visible("rounds.publish", Round),
        link=_list(RoundState.CHECKED),
        urgent=True,
    ),
    Queue(
        key="rounds.amendments",
        words=_("amendments wait for a second person"),
        verb=_("Decide"),
        may=may("rounds.amend"),
        rows=_amendments,
        link=lambda: reverse("admin:rounds_round_changelist") + "?amending=asked",
        urgent=True,
    ),
    Queue(
        key="notices.approve",
        words=_("notices wait for a second person"),
        verb=_("Look and publish"),
        may=may("notices.approve"),
        rows=_notices,
        link=lambda: reverse("admin:notices_notice_changelist") + "?state__exact=proposed",
        urgent=True,
    ),
    Queue(
        key="organizations.verify",
        words=_("organisations wait for verification"),
        verb=_("Compare"),
        may=may("organizations.decide_case"),
        rows=visible("organizations.decide_case", VerificationCase),
        link=lambda: reverse("admin:organizations_verificationcase_changelist") + "?state__exact=submitted",
        urgent=True,
    ),
    Queue(
        key="organizations.take_over",
        words=_("requests to take over an organisation wait"),
        verb=_("Look at them"),
        may=lambda user: any(policy.condition(user, each) != policy.NOBODY for each in TAKE_OVER_STEPS),
        rows=_take_overs,
        link=lambda: reverse("admin:organizations_takeover_changelist"),
        urgent=True,
    ),
    Queue(
        key="screening.screen",
        words=_("applications wait to be screened"),
        verb=_("Screen"),
        may=may("screening.screen"),
        rows=_screening("screening.screen", lambda _user, now: screenings.to_screen(now)),
        link=_applications("screen"),
    ),
    Queue(
        key="screening.back",
        words=_("corrections were handed in"),
        verb=_("Look at them"),
        may=may("screening.screen"),
        rows=_screening("screening.screen", lambda _user, _now: screenings.handed_back()),
        link=_applications("back"),
        urgent=True,
    ),
    Queue(
        key="screening.refusals",
        words=_("proposed refusals wait for a second person"),
        verb=_("Decide"),
        may=may("screening.confirm_refusal"),
        rows=_screening("screening.confirm_refusal", lambda user, _now: screenings.refusals(user)),
        link=_applications("refusal"),
        urgent=True,
    ),
    Queue(
        key="screening.recommend",
        words=_("applications wait for the district's recommendation"),
        verb=_("Recommend"),
        may=may("screening.recommend"),
        rows=_screening("screening.recommend", lambda _user, now: screenings.to_recommend(now)),
        link=_applications("recommend"),
    ),
    Queue(
        key="applications.paper",
        words=_("applications from paper wait to be compared by a second person"),
        verb=_("Compare"),
        may=may("applications.compare"),
        rows=_papers,
        link=lambda: reverse("admin:projects_paperentry_changelist") + f"?state__exact={PaperState.CHECKING}",
        urgent=True,
    ),
    Queue(
        key="applications.extensions",
        words=_("requests for more time wait for a second person"),
        verb=_("Decide"),
        may=may("extensions.decide"),
        rows=_extensions,
        link=lambda: reverse("admin:projects_extension_changelist") + f"?state__exact={ExtensionState.ASKED}",
        urgent=True,
    ),
    Queue(
        key="needs.list",
        words=_("collected needs wait to be merged or listed"),
        verb=_("Sort"),
        may=may("needs.list"),
        rows=visible("needs.list", Need),
        link=lambda: reverse("admin:projects_need_changelist") + "?state__exact=collected",
    ),
    Queue(
        key="resources.read",
        words=_("offered resources wait to be read"),
        verb=_("Read"),
        may=may("resources.publish"),
        rows=visible("resources.publish", Resource),
        link=lambda: reverse("admin:projects_resource_changelist") + "?state__exact=offered",
    ),
    Queue(
        key="rounds.draft",
        words=_("rounds are in the draft"),
        verb=_("Go on"),
        may=may("rounds.edit"),
        rows=visible("rounds.edit", Round),
        link=_list(RoundState.DRAFT),
    ),
    Queue(
        key="accounts.proposals",
        words=_("proposed roles wait for your answer as the second person"),
        verb=_("Answer"),
        may=may("accounts.decide_role"),
        rows=visible("accounts.decide_role", RoleProposal),
        link=lambda: reverse("admin:accounts_roleproposal_changelist") + f"?state__exact={ProposalState.PROPOSED}",
        urgent=True,
    ),
    Queue(
        key="accounts.recoveries",
        words=_("people who lost their second factor wait for you"),
        verb=_("Help them"),
        may=may("accounts.view_recoveries"),
        rows=_recoveries,
        link=lambda: reverse("admin:accounts_recovery_changelist"),
        urgent=True,
    ),
    Queue(
        key="accounts.closings",
        words=_("people asked to close their account"),
        verb=_("Look at them"),
        may=may("accounts.close_account"),
        rows=visible("accounts.close_account", ClosingRequest),
        link=lambda: reverse("admin:accounts_closingrequest_changelist") + "?now=open",
    ),
    Queue(
        key="notify.parked",
        words=_("messages could not be delivered"),
        verb=_("Look at them"),
        may=may("notify.resend"),
        rows=lambda _user, _now: parked_deliveries(),
        link=lambda: reverse("admin:notify_delivery_changelist") + f"?state__exact={DeliveryState.PARKED}",
    ),
    Queue(
        key="jobs.parked",
        words=_("background jobs failed and wait for a person"),
        verb=_("Look at them"),
        may=lambda user: user.has_role(Role.SYSTEM_ADMIN),
        rows=lambda _user, _now: Job.objects.filter(state=JobState.PARKED),
        link=lambda: reverse("admin:jobs_job_changelist") + f"?state__exact={JobState.PARKED}",
        urgent=True,
    ),
]
