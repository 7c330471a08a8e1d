"""More time for one applicant: asked for with a reason by one person of the staff, granted by another."""

from datetime import datetime

from django.db import transaction

from accounts.enums import Role
from accounts.flows.four_eyes import refuse_same_side
from accounts.models import User
from accounts.queries.standing import standing_of
from projects.domain.lifecycle import EXTENSION_LIFE
from projects.enums import ExtensionState, ProjectState
from projects.flows.applications.closing import stand_later
from projects.flows.applications.moving import locked
from projects.flows.applications.reminding import remind_later
from projects.flows.applications.telling import concerned, tell_them
from projects.flows.applications.window import closes_at
from projects.models import Extension, Project
from projects.queries.submissions import standing_of as last_hand_in
from rounds.enums import RoundState
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell

ASKERS = (Role.CLERK, Role.HEAD, Role.OPERATOR)
DECIDERS = (Role.CLERK, Role.HEAD)
# Once the screening runs, nobody is let in any more.
STILL = RoundState.before_review()


@transaction.atomic
def ask_extension(*, project_id: int, until: datetime, reason: str, actor: User) -> Extension:
    """Ask for more time for one draft, until ``until``.

    Raise ``RuleRefusal``: ``extension_reason_missing``; ``extension_not_needed`` for one that is no draft;
    ``extension_too_late`` once the screening runs; ``extension_past`` for an instant that is over or no later than what
    holds already; ``extension_asked`` while another request waits.
    """
    words = reason.strip()
    if not words:
        raise RuleRefusal("extension_reason_missing")
    project = locked(project_id)
    now = clock.now()
    _refuse_place(project)
    ends = closes_at(project)
    if until <= now or (ends is not None and until <= ends):
        raise RuleRefusal("extension_past")
    if project.extensions.filter(state=ExtensionState.ASKED).exists():
        raise RuleRefusal("extension_asked")
    extension = Extension.objects.create(project=project, until=until, reason=words, asked_by=actor, asked_at=now)
    facts = standing_of(actor, *ASKERS, area=project.organization.area.code).facts
    record(
        actor=actor, verb="extension.ask", subject=extension, after=extension.state, code=project.code, until=until,
        reason=words, **facts,
    )  # fmt: skip
    return extension


def grant_extension(*, extension_id: int, actor: User) -> Extension:
    """Grant what a colleague asked for: this one application stays open until then, and its people are told.

    Raise ``RuleRefusal``: ``same_person``, ``same_side``, superusers included; ``extension_illegal_move``;
    ``extension_past`` when the instant is over by now; ``extension_not_needed``, ``extension_too_late``.
    """
    return _decide(extension_id, "grant", actor)


def refuse_extension(*, extension_id: int, actor: User) -> Extension:
    """Refuse what a colleague asked for. Raise ``RuleRefusal`` ``same_person``, ``extension_illegal_move``."""
    return _decide(extension_id, "refuse", actor)


@transaction.atomic
def _decide(extension_id: int, verb: str, actor: User) -> Extension:
    project = locked(Extension.objects.values_list("project_id", flat=True).get(pk=extension_id))
    extension = Extension.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=extension_id)
    before = extension.state
    after = EXTENSION_LIFE.target_of(verb, before)
    standing = standing_of(actor, *DECIDERS, area=project.organization.area.code)
    refuse_same_side(standing, earlier=extension.asked_by_id, subject=extension)
    now = clock.now()
    granted = after == ExtensionState.GRANTED
    if granted:
        _refuse_place(project)
        if extension.until <= now:
            raise RuleRefusal("extension_past")
    extension.state, extension.decided_by, extension.decided_at = after, actor, now
    extension.save(update_fields=["state", "decided_by", "decided_at"])
    if granted:
        _open(project, extension, now)
    tell(extension.asked_by, "extension_decided", f"{extension.pk}", code=project.code, granted=granted)
    record(
        actor=actor, verb=f"extension.{verb}", subject=extension, before=before, after=after, code=project.code,
        until=extension.until, **standing.facts,
    )  # fmt: skip
    return extension


def _open(project: Project, extension: Extension, now: datetime) -> None:
    remind_later(project, extension.until, now)
    if last_hand_in(project) is not None:
        stand_later(project, extension.until)
    tell_them(
        concerned(project, project.created_by), "extension_granted", f"{extension.pk}", project, page="overview",
        until=extension.until.isoformat(), reason=extension.reason,
    )  # fmt: skip


def _refuse_place(project: Project) -> None:
    if project.state != ProjectState.DRAFT:
        raise RuleRefusal("extension_not_needed", state=project.get_state_display())
    if project.round.state not in STILL:
        raise RuleRefusal("extension_too_late")
