"""The desk of each part: what waits for the person, and where the round stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from accounts.enums import Role
from grants.enums import ReportState
from grants.models import Grant, Report
from grants.queries.agreements import waits_for
from grants.queries.running.desk import owed
from organizations import queries as organizations
from organizations.enums import CaseState, OrganizationState
from portal.desks import DESKS
from projects import queries as needs
from projects.enums import IdeaState, ProjectState
from projects.queries import ideas, overview
from projects.queries.consents import waiting_for
from projects.queries.linkage import bound_of
from projects.queries.observers import observes_some_project
from reviews.enums import AwardState
from reviews.models import Award
from reviews.queries.feedback import released_among
from rounds import queries as rounds
from rounds.enums import Means, RoundState
from rounds.models import Round
from venture.doors.templatetags.when import beijing, beijing_day
from venture.doors.web import SIGNED_IN, Door
from venture.kernel import clock, policy


@dataclass(frozen=True)
class Task:
    """A line of "To do": the page to open, what to do, and how it stands."""

    url: str
    words: str
    hint: str = ""
    tag: str = ""
    tone: str = ""


class ToDesk(Door, View):
    """Send each person to the desk of their part."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        apart = bool(user.roles) and user.roles <= OWN_DESKS
        if (user.is_staff and not apart) or (not user.roles and _observes(user)):
            return redirect("admin:index")
        for desk in DESKS.values():
            if policy.may(request.user, desk.permission):
                return redirect(desk.page or f"portal:desk-{desk.name}")
        raise Http404


# Staff whose work is one desk of its own: they land there, not on the overview of the round.
OWN_DESKS = frozenset({Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.EVALUATOR})


def _observes(user: Any) -> bool:
    return rounds.observes_some_round(user) or observes_some_project(user)


class DeskPage(Door, TemplateView):
    """One desk. 16 queries at most, however many organisations, communities and applications the person has."""

    template_name = "portal/desk.html"
    desk_name = ""

    @property
    def permission(self) -> str:  # type: ignore[override]
        return DESKS[self.desk_name].permission

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        desk, now = DESKS[self.desk_name], clock.now()
        round_ = rounds.for_home(now)
        stages = list(round_.stages.all()) if round_ is not None else []
        own = self._own(now) if desk.own else {}
        if desk.name == "applications":
            own |= self._applications(now, round_)
        return super().get_context_data(
            desk=desk,
            round=round_,
            now=now,
            open=round_ is not None and rounds.takes_applications(round_, now),
            stage=next((each for each in stages if each.kind == desk.stage), None),
            invitations=list(organizations.invitations_to(self.request.user, now)),
            **own,
            **given,
        )

    def _applications(self, now: datetime, round_: Round | None) -> dict[str, Any]:
        rows = overview.for_desk().annotate(funded=Exists(FUNDED))
        mine: list[Any] = list(policy.visible(self.request.user, "applications.view", rows))
        told = released_among(each.pk for each in mine)
        for each in mine:
            each.tone, each.next_step = TONES[each.state], next_step(each, now)
            each.has_feedback = each.pk in told
        for idea in self._ideas:
            idea.lonely = ideas.waits_long(idea, now)
        taken = bool(self._ideas) or (round_ is not None and Means.IDEAS in round_.advanced) or ideas.season(now).used
        return {"applications": mine, "ideas": self._ideas, "ideas_taken": taken}

    @cached_property
    def _ideas(self) -> list[Any]:
        """The newest ideas of the person; the page of one's ideas shows all. One query."""
        return list(ideas.ideas_of(self.request.user)[:MOST_IDEAS])

    def _own(self, now: datetime) -> dict[str, Any]:
        user = self.request.user
        mine = list(policy.visible(user, "organizations.view_own", organizations.for_desk()))
        communities = list(organizations.communities_of(user))
        bound = list(bound_of(user)) if communities else []
        return {
            "organizations": mine,
            "communities": communities,
            "in_linkage": bool(bound),
            "to_judge": sum(each.satisfaction is None for each in bound),
            "draft": needs.draft_of(user) if communities else None,
            "tasks": [
                *_offers(self._ideas if self.desk_name == "applications" else ()),
                *_opinions(user),
                *_verifications(mine),
                *_agreements(user, now.astimezone(clock.BEIJING).date()),
                *_reports(user, now.astimezone(clock.BEIJING).date()),
            ],
        }


MOST_IDEAS = 5
FUNDED = Award.objects.filter(project=OuterRef("pk"), state=AwardState.CONFIRMED)
OVER = frozenset({RoundState.DECIDED, RoundState.IMPLEMENTING, RoundState.ARCHIVED})

TONES = {
    ProjectState.DRAFT: "",
    ProjectState.SUBMITTED: "teal",
    ProjectState.RETURNED: "amber",
    ProjectState.ACCEPTED: "teal",
    ProjectState.REJECTED: "red",
    ProjectState.LAPSED: "red",
    ProjectState.WITHDRAWN: "",
}


def next_step(project: Any, now: datetime) -> str:
    """Return what comes next for an application of the desk, and until when. No query."""
    ends = overview.closes_at(project)
    if project.state == ProjectState.RETURNED and project.correction_due is not None:
        return _("Correct what is asked for until %(instant)s") % {"instant": beijing(project.correction_due)}
    if project.state == ProjectState.SUBMITTED:
        still_open = ends is not None and now < ends
        return _("Handed in; until the call closes it can be called back") if still_open else _("Being screened now")
    if project.state == ProjectState.ACCEPTED:
        return _decided(project) or _("Passed the screening; the experts read it next")
    if project.state != ProjectState.DRAFT:
        return str(project.reason)
    if ends is None or now >= ends:
        return _("The call has closed; the draft stays for reading")
    return _("%(done)s of %(total)s parts complete; closes %(instant)s") % {
        "done": project.complete,
        "total": project.parts,
        "instant": beijing(ends),
    }


def _decided(project: Any) -> str:
    """Return how an accepted application came out, as far as its organisation may know. No query."""
    if project.funded:
        return _("Funded; agreement, money and reports are under “My grants”")
    return (
        _("The call has been decided; the result stands in the public notices") if project.round.state in OVER else ""
    )


def _offers(mine: Iterable[Any]) -> Iterator[Task]:
    """Yield the person's ideas for which organisations made offers. No query."""
    for idea in mine:
        if idea.state == IdeaState.OPEN and idea.offered:
            yield Task(
                reverse("ideas:offers", args=[idea.code]),
                _("Compare the offers: %(title)s") % {"title": idea.title},
                ngettext("%(n)s organisation", "%(n)s organisations", idea.offered) % {"n": idea.offered},
                _("Waiting for your answer"),
                "amber",
            )


def _opinions(user: Any) -> Iterator[Task]:
    """Yield the questions to the person's communities that wait for an answer. One query."""
    for consent in waiting_for(user):
        yield Task(
            reverse("confirmations:answer", args=[consent.token]),
            _("May “%(title)s” work in %(community)s?")
            % {"title": consent.asked["title"] or consent.asked["application"], "community": consent.community.name},
            consent.asked["organization"],
            _("Waiting for your answer"),
            "amber",
        )


def _agreements(user: Any, today: date) -> Iterator[Task]:
    """Yield the grants whose plan is to be revised or whose agreement is to be signed. One query."""
    grants = policy.visible(user, "grants.view_own", Grant.objects.all())
    waiting: Iterable[Any] = waits_for(grants, today)
    for grant in waiting:
        late = grant.sign_by is not None and grant.sign_by < today
        words = _("Revise plan and budget: %(title)s") if grant.revised else _("Sign the agreement: %(title)s")
        yield Task(
            reverse("grants:agreement", args=[grant.project.code]),
            words % {"title": grant.project.title or grant.project.code},
            grant.organization.name,
            _("Not signed in time") if late else _("Sign by %(day)s") % {"day": beijing_day(grant.sign_by)},
            "red" if late else "amber",
        )


def _reports(user: Any, today: date) -> Iterator[Task]:
    """Yield the reports of running projects that are sent back, late or soon due. One query."""
    for report in owed(policy.visible(user, "reports.write", Report.objects.all()), today):
        project, day = report.grant.project, report.mend_by or report.due_on
        late, returned = day < today, report.state == ReportState.RETURNED
        words = _("Mend the %(report)s: %(title)s") if returned else _("Write the %(report)s: %(title)s")
        yield Task(
            reverse("grants:desk", args=[project.code]),
            words % {"report": report.get_kind_display(), "title": project.title or project.code},
            report.grant.organization.name,
            _("late, was due on %(day)s") % {"day": beijing_day(day)}
            if late
            else _("due on %(day)s") % {"day": beijing_day(day)},
            "red" if late or returned else "amber",
        )


def _verifications(mine: list[Any]) -> Iterator[Task]:
    """Yield what an organisation still owes before it may apply."""
    for organization in mine:
        url = reverse("organizations:own", args=[organization.pk])
        newest = next(iter(organization.requests), None)
        if organization.state == OrganizationState.SUSPENDED:
            words, tag, tone = _("Read why the verification is suspended"), organization.get_state_display(), "red"
        elif organization.state == OrganizationState.VERIFIED:
            continue
        elif newest is None or newest.state == CaseState.REFUSED:
            words, tag, tone = _("Hand the certificate in for verification"), _("To do"), "amber"
        elif newest.state == CaseState.RETURNED:
            words, tag, tone = _("Correct the entry and hand it in again"), newest.get_state_display(), "red"
        else:
            words, tag, tone = _("The bureau compares your entry with the certificate"), _("Waiting"), ""
        yield Task(url, str(words), organization.name, str(tag), tone)
