"""The second check: who entered hands over with the signed form; somebody else compares and hands in."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.flows.four_eyes import refuse_same_side
from accounts.models import User
from accounts.queries.standing import standing_of
from organizations.flows.moving import refuse_members
from projects.domain.lifecycle import PAPER_LIFE
from projects.enums import ProjectState, SignatureKind
from projects.flows.applications.moving import locked
from projects.flows.applications.signing import refuse_incomplete
from projects.flows.applications.submitting import hand_in, refuse_unsealed
from projects.flows.applications.window import comparing, writing
from projects.flows.paper.entering import ENTERERS
from projects.flows.paper.moving import locked_entry, move
from projects.models import SIGNATURE_PURPOSE, PaperEntry, Project, Signature, Submission
from projects.queries.content import read_content
from projects.queries.papers import late, refuse_day, writers_by_hand
from venture.files.flows import attach
from venture.kernel.errors import RuleRefusal

CHECKERS = (Role.CLERK, Role.HEAD, Role.OPERATOR)


def ask_comparison(
    *, project_id: int, actor: User, scan: str = "", received_on: date | None = None, reason: str = ""
) -> PaperEntry:
    """Hand a complete entry over to be compared, signed by the scan of the paper; the content is bound by its hash.

    ``scan`` is the key of an upload; without one the scan that was brought before stands. ``received_on`` mends the day
    that was entered first. Raise ``RuleRefusal``: as ``writing`` does; ``application_incomplete``,
    ``consent_seal_missing``, ``paper_scan_missing``, ``paper_reason_missing`` after closing, what ``enter_paper``
    refuses of a day, what ``attach`` refuses, ``own_organization``.
    """
    with writing(project_id, lock=True) as held:
        project = held.project
        entry = locked_entry(project_id)
        PAPER_LIFE.target_of("ask", entry.state)
        refuse_members(project.organization_id, actor)
        words = reason.strip() or entry.reason
        if received_on is not None and received_on != project.received_on:
            refuse_day(project.round, received_on, held.now)
            project.received_on = received_on
            project.save(update_fields=["received_on"])
        if held.correction is None and late(project.round, held.now) and not words:
            raise RuleRefusal("paper_reason_missing")
        refuse_incomplete(project)
        refuse_unsealed(project)
        file = attach(scan, purpose=SIGNATURE_PURPOSE, actor=actor) if scan else entry.scan
        if file is None:
            raise RuleRefusal("paper_scan_missing")
        sha256 = read_content(project).sha256
        signed: dict[str, Any] = {"project": project, "sha256": sha256, "kind": SignatureKind.PAPER, "scan": file}
        if not Signature.objects.filter(**signed).exists():
            Signature.objects.create(**signed, signer=actor, signed_at=held.now)
        return move(
            entry, "ask", actor=actor,
            facts={
                "code": project.code, "sha256": sha256, "scan": file.sha256, "received_on": project.received_on,
                "reason": words, **_standing(project, actor, *ENTERERS).facts,
            },
            scan=file, sha256=sha256, reason=words, asked_by=actor, asked_at=held.now, checked_by=None,
            checked_at=None, note="",
        )  # fmt: skip


def confirm_paper(*, project_id: int, sha256: str, key: str, actor: User) -> Submission:
    """Find that an entry says what the paper says, and hand it in. Only now it counts.

    ``sha256`` is that of the content that was on the page. The same ``key`` twice is one hand-in. Raise
    ``RuleRefusal``: ``same_person`` for whoever handed it over or typed in it, ``same_side``; ``paper_changed``;
    ``paper_illegal_move``; as ``writing`` and ``submit_application`` do.
    """
    try:
        return _confirm(project_id, sha256, key, actor)
    except RuleRefusal:
        # Whoever waited for the lock finds it handed in by a twin of this act.
        known = Submission.objects.filter(project_id=project_id, key=key).first()
        if known is None:
            raise
        return known


def _confirm(project_id: int, sha256: str, key: str, actor: User) -> Submission:
    with comparing(project_id) as held:
        project = held.project
        entry = locked_entry(project_id)
        PAPER_LIFE.target_of("confirm", entry.state)
        facts = _second(project, entry, actor)
        if sha256 != entry.sha256 or read_content(project).sha256 != sha256:
            raise RuleRefusal("paper_changed")
        submission = hand_in(held, key, actor)
        move(
            entry, "confirm", actor=actor, facts={"receipt": submission.receipt, "sha256": sha256, **facts},
            checked_by=actor, checked_at=held.now,
        )  # fmt: skip
        return submission


def send_paper_back(*, project_id: int, note: str, actor: User) -> PaperEntry:
    """Find that an entry differs from the paper: it goes back to be mended, with what differs.

    Raise ``RuleRefusal``: ``paper_note_missing``; otherwise as ``confirm_paper`` does.
    """
    words = note.strip()
    if not words:
        raise RuleRefusal("paper_note_missing")
    with comparing(project_id) as held:
        entry = locked_entry(project_id)
        PAPER_LIFE.target_of("send_back", entry.state)
        facts = _second(held.project, entry, actor)
        return move(
            entry, "send_back", actor=actor, facts={"code": held.project.code, "reason": words, **facts},
            checked_by=actor, checked_at=held.now, note=words[:300],
        )  # fmt: skip


@transaction.atomic
def take_paper_back(*, project_id: int, actor: User) -> PaperEntry:
    """Take an entry back that nobody has compared yet, to mend it. Raise ``RuleRefusal("paper_illegal_move")``."""
    project = locked(project_id)
    refuse_members(project.organization_id, actor)
    return move(locked_entry(project_id), "take_back", actor=actor, facts={"code": project.code})


@transaction.atomic
def reopen_paper(*, project_id: int, actor: User) -> PaperEntry:
    """Open an entry again whose application was given back: the correction came on paper too.

    Raise ``RuleRefusal``: ``paper_not_returned``, ``paper_illegal_move``, ``own_organization``.
    """
    project = locked(project_id)
    refuse_members(project.organization_id, actor)
    if project.state != ProjectState.RETURNED:
        raise RuleRefusal("paper_not_returned", state=project.get_state_display())
    return move(locked_entry(project_id), "reopen", actor=actor, facts={"code": project.code}, scan=None)


def _second(project: Project, entry: PaperEntry, actor: User) -> dict[str, int]:
    """Refuse whoever had a hand in the entry; return in which capacity the second person acts."""
    refuse_members(project.organization_id, actor)
    standing = _standing(project, actor, *CHECKERS)
    refuse_same_side(standing, earlier=entry.asked_by_id, subject=entry)
    if actor.pk in writers_by_hand(project):
        raise RuleRefusal("same_person")
    return standing.facts


def _standing(project: Project, actor: User, *roles: Role) -> Any:
    return standing_of(actor, *roles, area=project.organization.area.code)
