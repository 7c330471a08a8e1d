"""The staff's menu, grouped by their work. An entry that a person may not open is absent, not grey."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from cockpit import queues


@dataclass(frozen=True)
class Entry:
    """A line of the menu. ``model`` (``app.model``) opens that model's list; without one the line is the desk itself.

    ``queue`` names the queue whose count stands at the end of the line.
    """

    label: Any
    icon: str
    model: str = ""
    queue: str = ""


@dataclass(frozen=True)
class Group:
    label: Any
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Line:
    """An entry as one person sees it on one page."""

    label: Any
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
            Entry(_("Needs"), "home", model="projects.need", queue="needs.list"),
            Entry(_("Applications"), "file", model="projects.project", queue="screening.screen"),
            Entry(_("Applications from paper"), "edit", model="projects.paperentry", queue="applications.paper"),
            Entry(_("More time"), "history", model="projects.extension", queue="applications.extensions"),
            Entry(_("Experts of the rounds"), "people", model="reviews.appointment"),
            Entry(_("Conflicts of interest"), "warn", model="reviews.conflict", queue="conflicts.decide"),
            Entry(_("Traces of applicants"), "search", model="reviews.trace"),
            Entry(_("Papers for blind reading"), "file", model="reviews.redactedcopy"),
            Entry(_("Score sheets"), "edit", model="reviews.scoresheet"),
            Entry(_("Recusals"), "person", model="reviews.recusal"),
            Entry(_("Rankings"), "chart", model="reviews.ranking"),
            Entry(_("Decisions"), "tick", model="reviews.decision"),
            Entry(_("Feedback to applicants"), "text", model="reviews.feedback"),
            Entry(_("Notices"), "horn", model="notices.notice", queue="notices.approve"),
        ),
    ),
    Group(
        _("Long-term"),
        (
            Entry(_("Organisations"), "shield", model="organizations.organization"),
            Entry(_("Verification"), "tick", model="organizations.verificationcase", queue="organizations.verify"),
            Entry(_("Bank accounts"), "card", model="organizations.bankaccount"),
            Entry(_("Sanctions and restrictions"), "warn", model="organizations.sanction"),
            Entry(_("Experts"), "people", model="reviews.expert"),
            Entry(_("Communities"), "map", model="organizations.community"),
            Entry(_("Operators"), "key", model="organizations.operator"),
            Entry(_("Social workers"), "person", model="organizations.socialworker"),
            Entry(_("Working-day calendar"), "calendar", model="rounds.workyear"),
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
            Entry(_("Audit log"), "history", model="audit.auditentry"),
        ),
    ),
)


def frame(request: HttpRequest, site: AdminSite) -> dict[str, Any]:
    """Return what every page of the desk needs for its frame. The counts are asked only when they are drawn."""
    return {
        "menu": SimpleLazyObject(lambda: list(_groups(request, site))),
        "my_roles": SimpleLazyObject(lambda: "、".join(_role_names(request.user))),
    }


def _groups(request: HttpRequest, site: AdminSite) -> Iterator[dict[str, Any]]:
    counted = {entry.queue for group in MENU for entry in group.entries if entry.queue}
    waiting = {state.queue.key: state for state in queues.waiting(request, counted)}
    for group in MENU:
        lines = list(_lines(group.entries, request, site, waiting))
        if lines:
            yield {"label": group.label, "entries": lines}


def _lines(
    entries: Iterable[Entry], request: HttpRequest, site: AdminSite, waiting: dict[str, queues.Waiting]
) -> Iterator[Line]:
    for entry in entries:
        url = _address(entry, request, site)
        if url is None:
            continue
        home = not entry.model
        current = request.path == url if home else request.path.startswith(url)
        state = waiting.get(entry.queue)
        count = state.count if state else 0
        yield Line(entry.label, entry.icon, url, current, count, bool(state and state.queue.urgent))


def _address(entry: Entry, request: HttpRequest, site: AdminSite) -> str | None:
    if not entry.model:
        return reverse("admin:index")
    app, name = entry.model.split(".")
    model = apps.all_models[app].get(name)
    door = site._registry.get(model) if model is not None else None
    if door is None or not door.has_view_or_change_permission(request):
        return None
    return reverse(f"admin:{app}_{name}_changelist")


def _role_names(user: Any) -> list[str]:
    return [str(role.label) for role in Role if role in user.roles]
