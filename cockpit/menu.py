"""The staff's menu, grouped by their work. An entry that a person may not open is absent, not grey."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import get_urlconf, reverse
from django.utils.formats import localize
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from cockpit import queues
from cockpit.queues.kept import lists_of
from cockpit.templatetags.desk import DRAWN


@dataclass(frozen=True)
class Entry:
    """A line of the menu. ``model`` (``app.model``) opens that model's list, narrowed by ``query``; ``desk`` opens the
    desk of the round at work; without both the line is the overview.

    ``queue`` names the queue whose count stands at the end of the line.
    """

    label: Any
    icon: str
    model: str = ""
    query: str = ""
    desk: str = ""
    queue: str = ""


@dataclass(frozen=True)
class Group:
    label: Any
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Line:
    """An entry as one person sees it on one page."""

    label: str
    icon: str
    url: str
    current: bool
    count: int
    hot: bool


MENU = (
    Group(
        _("This round"),
        (
            Entry(_("Round overview"), "grid"),
            Entry(_("Call set-up"), "calendar", model="rounds.round", queue="rounds.check"),
            Entry(_("Applications"), "file", model="projects.project"),
            Entry(_("Applications from paper"), "edit", model="projects.paperentry", queue="applications.paper"),
            Entry(_("More time"), "clock", model="projects.extension", queue="applications.extensions"),
            Entry(_("Verification"), "shield", model="organizations.verificationcase", queue="organizations.verify"),
            Entry(
                _("Take-overs of organisations"), "key", model="organizations.takeover", queue="organizations.take_over"
            ),
            Entry(
                pgettext_lazy("menu", "Screening"),
                "tick",
                model="projects.project",
                query="waits=screen",
                queue="screening.screen",
            ),
            Entry(_("Experts of the rounds"), "people", model="reviews.appointment"),
            Entry(_("Assignment of experts"), "people", desk="assigning", queue="reviews.lacking"),
            Entry(_("Progress of the review"), "eye", desk="progress", queue="reviews.idle"),
            Entry(_("Panels"), "people", model="reviews.panel"),
            Entry(_("Ranking and selection"), "chart", desk="ranking", queue="selections.overrides"),
            Entry(_("Decisions"), "tick", model="reviews.decision", queue="decisions.check"),
            Entry(_("Notices"), "horn", model="notices.notice", queue="notices.approve"),
            Entry(_("Tasks of the member units"), "tick", model="rounds.unittask", queue="tasks.judge"),
            Entry(_("Objections"), "warn", model="notices.objection", queue="objections.accept"),
            Entry(_("Agreements"), "edit", desk="agreements", queue="agreements.countersign"),
            Entry(_("Grants"), "file", model="grants.grant", queue="agreements.overdue"),
        ),
    ),
    Group(
        pgettext_lazy("menu", "Money"),
        (
            Entry(_("Payments"), "card", desk="payments", queue="payments.approve"),
            Entry(_("Payment orders"), "file", model="grants.paymentorder", queue="payment_orders.check"),
            Entry(_("Where the money stands"), "chart", desk="money"),
            Entry(_("Ledger"), "text", model="grants.journalentry"),
            Entry(_("Accounts of the ledger"), "grid", model="grants.account"),
            Entry(_("Allotments"), "tick", model="grants.allotment", queue="allotments.decide"),
            Entry(_("Closed years"), "calendar", model="grants.yearclosing", queue="year_closings.decide"),
            Entry(_("Bank statements"), "text", model="grants.bankstatement"),
            Entry(_("Donations"), "card", model="grants.donation", queue="donations.agree"),
            Entry(pgettext_lazy("menu", "Gifts"), "tick", model="grants.gift", queue="gifts.decide"),
            Entry(pgettext_lazy("menu", "Refunds of gifts"), "card", model="grants.refund", queue="refunds.decide"),
            Entry(_("Supports by funds"), "tick", model="grants.support", queue="supports.decide"),
            Entry(_("Named funds"), "people", model="grants.namedfund"),
            Entry(
                pgettext_lazy("menu", "Payments of prizes"), "card", model="grants.prizepayment", queue="prizes.decide"
            ),
            Entry(_("Rules for donations"), "gear", model="grants.donationrules"),
            Entry(_("Stops of payments"), "warn", model="grants.organizationstop"),
        ),
    ),
    Group(
        pgettext_lazy("menu", "Running projects"),
        (
            Entry(_("Running projects"), "grid", model="grants.runningproject", queue="reports.late"),
            Entry(_("Expenses"), "card", model="grants.expense", queue="expenses.accept"),
            Entry(_("Reports"), "file", model="grants.report", queue="reports.judge"),
            Entry(_("Requests for changes"), "edit", model="grants.changerequest", queue="changes.decide"),
            Entry(_("Activities"), "people", model="grants.activity"),
            Entry(_("Site visits"), "eye", model="grants.sitevisit", queue="visits.mend"),
            Entry(_("Evaluations"), "chart", model="grants.evaluation", queue="evaluations.confirm"),
            Entry(_("Measures"), "warn", model="grants.measure", queue="measures.decide"),
            Entry(_("Money to be returned"), "card", model="grants.recovery", queue="recoveries.record"),
            Entry(
                _("Projects to be closed"),
                "tick",
                model="grants.runningproject",
                query="end=begin",
                queue="endings.begin",
            ),
            Entry(_("Close-outs"), "tick", model="grants.closure", queue="closures.close"),
            Entry(_("Annual accounts"), "text", model="grants.annualaccount"),
            Entry(_("Stories"), "edit", model="grants.story", queue="stories.publish"),
            Entry(_("Commendations"), "tick", model="grants.commendation"),
            Entry(_("Public events"), "calendar", model="grants.publicevent"),
            Entry(_("Rules for running projects"), "gear", model="grants.runningrules"),
        ),
    ),
    Group(
        _("Review in detail"),
        (
            Entry(_("Conflicts of interest"), "warn", model="reviews.conflict", queue="conflicts.decide"),
            Entry(_("Recusals"), "person", model="reviews.recusal", queue="reviews.recusals"),
            Entry(_("Traces of applicants"), "search", model="reviews.trace", queue="reviews.traces"),
            Entry(_("Papers for blind reading"), "file", model="reviews.redactedcopy"),
            Entry(_("Score sheets"), "edit", model="reviews.scoresheet"),
            Entry(pgettext_lazy("menu", "Rankings"), "chart", model="reviews.ranking"),
            Entry(_("Feedback to applicants"), "text", model="reviews.feedback", queue="feedback.check"),
        ),
    ),
    Group(
        _("Long-term"),
        (
            Entry(_("Experts"), "people", model="reviews.expert"),
            Entry(_("Needs"), "home", model="projects.need", queue="needs.list"),
            Entry(_("Ideas"), "text", model="projects.idea"),
            Entry(_("Reviews of ideas"), "chart", model="projects.ideacontest", queue="contests.decide"),
            Entry(_("Prizes for ideas"), "card", model="projects.ideaprize"),
            Entry(_("Resources"), "card", model="projects.resource", queue="resources.read"),
            Entry(_("Communities"), "map", model="organizations.community"),
            Entry(_("Organisations"), "shield", model="organizations.organization"),
            Entry(_("Bank accounts"), "card", model="organizations.bankaccount"),
            Entry(_("Sanctions and restrictions"), "warn", model="organizations.sanction"),
            Entry(_("Operators"), "key", model="organizations.operator"),
            Entry(_("Member units"), "people", model="rounds.memberunit"),
            Entry(_("Three-society linkage"), "people", model="projects.linkage"),
            Entry(_("Social workers"), "person", model="organizations.socialworker"),
            Entry(_("Working-day calendar"), "calendar", model="rounds.workyear"),
            Entry(_("Audit log"), "history", model="audit.auditentry"),
        ),
    ),
    Group(
        _("Capacity building"),
        (
            Entry(_("Trainings and workshops"), "calendar", model="organizations.training", queue="trainings.close"),
            Entry(_("Places in trainings"), "people", model="organizations.seat"),
            Entry(_("Mentors"), "person", model="organizations.mentor"),
            Entry(_("Pairings with mentors"), "people", model="organizations.pairing", queue="pairings.decide"),
            Entry(_("Needs assessments"), "chart", model="organizations.assessment"),
            Entry(_("Capacity building in figures"), "chart", desk="capacity"),
        ),
    ),
    Group(
        _("System"),
        (
            Entry(_("People"), "people", model="accounts.user"),
            Entry(_("Roles"), "key", model="accounts.rolegrant"),
            Entry(_("Proposed roles"), "tick", model="accounts.roleproposal", queue="accounts.proposals"),
            Entry(_("Invitations"), "mail", model="accounts.roleinvitation"),
            Entry(_("Lost second factors"), "shield", model="accounts.recovery", queue="accounts.recoveries"),
            Entry(
                _("Requests to close an account"), "person", model="accounts.closingrequest", queue="accounts.closings"
            ),
            Entry(_("Areas"), "map", model="accounts.area"),
            Entry(_("Background jobs"), "gear", model="jobs.job", queue="jobs.parked"),
            Entry(_("Messages sent"), "mail", model="notify.delivery", queue="notify.parked"),
            Entry(_("Stored files"), "file", model="files.storedfile"),
        ),
    ),
)
# On pages of a desk its line is the current one: where the menu's own address is passed through.
PLACES = {
    "assigning": "/desk/assigning/", "progress": "/desk/review/", "ranking": "/desk/ranking/",
    "agreements": "/desk/agreement", "money": "/desk/money/", "payments": "/desk/payment",
    "capacity": "/desk/capacity/",
}  # fmt: skip


def frame(request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """Return what every page of the desk needs for its frame. The counts are asked only when they are drawn."""
    return {
        "menu": SimpleLazyObject(lambda: list(_groups(request, site))),
        "my_roles": SimpleLazyObject(lambda: "、".join(_role_names(request.user))),
    }


def _groups(request: HttpRequest, site: AdminSite) -> Iterator[dict[str, Any]]:
    known = {state.queue.key: state for state in queues.known(request)}
    offered = lists_of(request.user, lambda: frozenset(_offered(request, site)))
    for group in MENU:
        lines = list(_lines(group.entries, request, offered, known))
        if lines:
            yield {"label": group.label, "entries": lines, "drawn": _drawn(lines)}


def _drawn(lines: Iterable[Line]) -> SafeString:
    """Draw the lines of a group. Written out: the template's loop over a whole menu took a tenth of each page."""
    parts = []
    for line in lines:
        current = ' aria-current="page"' if line.current else ""
        hot = " hot" if line.hot else ""
        count = f'<span class="n{hot}">{escape(str(localize(line.count)))}</span>' if line.count else ""
        words = f"{DRAWN[line.icon]}{escape(line.label)}{count}"
        parts.append(f'<li><a href="{escape(line.url)}"{current}>{words}</a></li>')
    return mark_safe("".join(parts))  # noqa: S308 -- what is no drawing of our own is escaped here


def _lines(
    entries: Iterable[Entry], request: HttpRequest, offered: frozenset[str], known: dict[str, queues.Waiting]
) -> Iterator[Line]:
    words = _words(get_language())
    for entry in entries:
        url = _address(entry, offered, known)
        if url is None:
            continue
        state = known.get(entry.queue)
        count = state.count if state else 0
        hot = bool(state and state.queue.urgent)
        yield Line(words[id(entry)], entry.icon, url, _is_current(entry, url, request), count, hot)


@lru_cache(maxsize=8)
def _words(language: str | None) -> dict[int, str]:
    """Return what stands on each line of the menu in a language; each page would look all of it up again."""
    return {id(entry): str(entry.label) for group in MENU for entry in group.entries}


def _address(entry: Entry, offered: frozenset[str], known: dict[str, queues.Waiting]) -> str | None:
    if entry.desk:
        state = known.get(f"desk.{entry.desk}")
        return state.url if state else None
    if not entry.model:
        return reverse("admin:index")
    if entry.model not in offered or (entry.query and entry.queue not in offered):
        return None
    app, name = entry.model.split(".")
    address = _list_of(app, name, get_urlconf(), get_language())
    return f"{address}?{entry.query}" if entry.query else address


@lru_cache(maxsize=256)
def _list_of(app: str, name: str, urlconf: str | None, language: str | None) -> str:
    return reverse(f"admin:{app}_{name}_changelist")


def _offered(request: HttpRequest, site: AdminSite) -> Iterator[str]:
    """Yield the models whose list this person may open, and the queues whose work is this person's, empty or not."""
    entries = [entry for group in MENU for entry in group.entries]
    for label in {entry.model for entry in entries if entry.model}:
        app, name = label.split(".")
        model = apps.all_models[app].get(name)
        door = site._registry.get(model) if model is not None else None
        if door is not None and door.has_view_or_change_permission(request):
            yield label
    narrowed = {entry.queue for entry in entries if entry.query}
    yield from (queue.key for queue in queues.QUEUES if queue.key in narrowed and queue.may(request.user))


def _is_current(entry: Entry, url: str, request: HttpRequest) -> bool:
    if entry.desk:
        return PLACES[entry.desk] in request.path
    if not entry.model:
        return request.path == url
    asked = request.META.get("QUERY_STRING", "")
    if entry.query:
        return request.path == url.partition("?")[0] and asked == entry.query
    narrowed = (each.query for group in MENU for each in group.entries if each.model == entry.model and each.query)
    return request.path.startswith(url) and asked not in narrowed


def _role_names(user: Any) -> list[str]:
    return [str(role.label) for role in Role if role in user.roles]
