"""Handing in: complete, signed, once. The same key or the same content gives the same receipt."""

from typing import Any

from accounts.models import User
from projects.domain.differences import differences, outside
from projects.enums import ConsentState, ProjectState
from projects.flows.applications.beginning import numbered
from projects.flows.applications.deciding import close_correction
from projects.flows.applications.moving import move
from projects.flows.applications.signing import refuse_incomplete, signature_for
from projects.flows.applications.telling import concerned, tell_them
from projects.flows.applications.window import Writing, writing
from projects.flows.citing import follow_citation
from projects.models import Correction, Project, Signature, Submission
from projects.queries.content import Content, read_content
from projects.queries.headlines import headline_of
from projects.queries.submissions import judged_content, standing_of
from venture.jobs.flows import defer
from venture.kernel.errors import RuleRefusal

PRINT = "applications.print"


def submit_application(*, project_id: int, key: str, actor: User) -> Submission:
    """Hand the application in as it is now and return the submission with its receipt.

    ``key`` comes from the form: the same key twice is one hand-in, and so is the same content while it stands. A
    returned application answers its correction by this. Raise ``RuleRefusal``: as ``writing`` does;
    ``application_incomplete`` with the number of places; ``consent_seal_missing``; ``signature_missing`` for a content
    that nobody signed; ``correction_outside`` when more changed than the correction names.
    """
    try:
        with writing(project_id, lock=True) as held:
            return hand_in(held, key, actor)
    except RuleRefusal:
        # Whoever waited for the lock finds the application handed in by a twin of this act, or the round closed.
        standing = _twin(project_id, key)
        if standing is None:
            raise
        return standing


def _twin(project_id: int, key: str) -> Submission | None:
    """Return the submission that this act would only repeat."""
    project = Project.objects.select_related("round", "organization").get(pk=project_id)
    by_key = project.submissions.filter(key=key).first()
    if by_key is not None or project.state != ProjectState.SUBMITTED:
        return by_key
    standing = standing_of(project)
    same = standing is not None and standing.sha256 == read_content(project).sha256
    return standing if same else None


def hand_in(held: Writing, key: str, actor: User) -> Submission:
    """Hand in what the caller holds open and locked. Raise ``RuleRefusal`` as ``submit_application`` does."""
    project = held.project
    known = project.submissions.filter(key=key).first()
    if known is not None:
        return known
    refuse_incomplete(project)
    refuse_unsealed(project)
    content = read_content(project)
    signature = signature_for(project, content.sha256)
    if signature is None:
        raise RuleRefusal("signature_missing")
    if held.correction is not None:
        _refuse_outside(held.correction, content)
    last = standing_of(project)
    again = last is not None and last.sha256 == content.sha256 and held.correction is None
    submission = last if again and last is not None else _write(held, content, signature, key, actor)
    _settle(held, submission, actor, again=again)
    return submission


def _write(held: Writing, content: Content, signature: Signature, key: str, actor: User) -> Submission:
    project = held.project
    last = standing_of(project)
    series = numbered(project.round)
    series.last_receipt += 1
    series.save(update_fields=["last_receipt"])
    return Submission.objects.create(
        project=project,
        version=last.version + 1 if last is not None else 1,
        receipt=f"{project.round.code}-R-{series.last_receipt:06d}",
        content=content.text,
        sha256=content.sha256,
        key=key,
        signature=signature,
        grant_fen=content.values["project"]["grant_fen"],
        total_fen=content.values["project"]["total_fen"],
        submitted_by=actor,
        submitted_at=held.now,
        corrects=held.correction.submission if held.correction is not None else None,
    )


def _settle(held: Writing, submission: Submission, actor: User, *, again: bool) -> None:
    """Let everything follow the hand-in: the state, lists, the paper, those concerned. The log comes last."""
    project = held.project
    facts: dict[str, Any] = {"receipt": submission.receipt, "sha256": submission.sha256, "version": submission.version}
    verb = "submit"
    if held.correction is not None:
        verb, facts["correction"] = "resubmit", held.correction.number
        close_correction(held.correction, "answer")
    defer(PRINT, f"{submission.pk}", owner=actor, label=submission.receipt, submission_id=submission.pk)
    tell_them(
        concerned(project, actor, project.created_by), "application_submitted",
        f"{submission.pk}:{held.now.isoformat()}", project, page="receipt", receipt=submission.receipt,
        at=submission.submitted_at.isoformat(),
    )  # fmt: skip
    cited = judged_content(submission)["sections"].get("need", {}).get("need") or ""
    follow_citation(project=project, code=cited, actor=actor)
    move(
        project, verb, actor=actor, facts=facts | ({"again": True} if again else {}),
        submitted_at=submission.submitted_at, **headlines(project, submission),
    )  # fmt: skip


def headlines(project: Project, submission: Submission) -> dict[str, Any]:
    """Return the columns of lists as the submission says them."""
    about = judged_content(submission)["sections"].get("project")
    named = headline_of(project.round, "project", about) if about is not None else {}
    return {**named, "grant_fen": submission.grant_fen, "total_fen": submission.total_fen}


def _refuse_outside(correction: Correction, content: Content) -> None:
    named = [(item.section, item.path) for item in correction.items.all()]
    strange = outside(differences(judged_content(correction.submission), content.values), named)
    if strange:
        raise RuleRefusal("correction_outside", count=len(strange), section=strange[0].section, path=strange[0].path)


def refuse_unsealed(project: Project) -> None:
    """Where the round asks for the community's seal, each favourable opinion bears one."""
    if not project.round.consent_seal:
        return
    bare = project.consents.filter(state__in=ConsentState.favourable, seal__isnull=True)
    names = list(bare.order_by("community__code").values_list("community__name", flat=True))
    if names:
        raise RuleRefusal("consent_seal_missing", communities="、".join(names))
