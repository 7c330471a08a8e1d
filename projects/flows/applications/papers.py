"""The papers of an application: brought, taken from the organisation's own, replaced, removed."""

from accounts.models import User
from organizations.models import OrganizationDocument
from projects.flows.applications.window import Writing, writing
from projects.models import ATTACHMENT_PURPOSE, Attachment
from venture.audit.flows import record
from venture.files import flows as files
from venture.kernel.errors import RuleRefusal

QUOTE, OTHER = "quote", "other"
MOST_IN_ONE_PLACE = 10


def bring_paper(
    *,
    project_id: int,
    slug: str,
    key: str,
    actor: User,
    line: str = "",
    label: str = "",
    replaces_id: int | None = None,
) -> Attachment:
    """Take an upload up as a paper of the application, in place of ``replaces_id`` where one is named.

    ``slug`` is a paper that the round asks for, ``quote`` with the budget ``line`` that it is for, or ``other`` with a
    ``label``. Raise ``RuleRefusal``: what ``writing`` and ``attach`` refuse, ``section_not_open``, ``paper_unknown``,
    ``paper_gone``, ``papers_too_many``.
    """
    with writing(project_id, lock=True) as held:
        _refuse_unnamed(held, slug)
        _refuse_unknown(held, slug, line)
        old = _current(held, replaces_id, slug) if replaces_id is not None else None
        file = files.attach(key, purpose=ATTACHMENT_PURPOSE, actor=actor)
        return _place(held, Attachment(slug=slug, line=line, label=label.strip()[:80], file=file), old, actor)


def reuse_paper(
    *, project_id: int, slug: str, document_id: int, actor: User, replaces_id: int | None = None
) -> Attachment:
    """Take a current paper of the organisation; the file is shared, not copied.

    Raise ``RuleRefusal`` as ``bring_paper`` does; ``paper_gone`` when the paper is not current or another
    organisation's.
    """
    with writing(project_id, lock=True) as held:
        _refuse_unnamed(held, slug)
        _refuse_unknown(held, slug, "")
        rows = OrganizationDocument.objects.filter(organization=held.project.organization, replaced_at__isnull=True)
        document = rows.select_related("file").filter(pk=document_id).first()
        if document is None:
            raise RuleRefusal("paper_gone")
        old = _current(held, replaces_id, slug) if replaces_id is not None else None
        same = held.project.papers.filter(slug=slug, file=document.file, removed_at=None).first()
        if same is not None:
            return same
        return _place(held, Attachment(slug=slug, file=document.file, reused=True), old, actor)


def remove_paper(*, project_id: int, paper_id: int, actor: User) -> Attachment:
    """Take a paper out of the application; its row stays, for what was handed in with it.

    Raise ``RuleRefusal`` as ``bring_paper`` does.
    """
    with writing(project_id, lock=True) as held:
        paper = _current(held, paper_id)
        _refuse_unnamed(held, paper.slug)
        _close(held, paper)
        record(
            actor=actor, verb="application.remove_paper", subject=held.project, before=paper.slug, line=paper.line,
            sha256=paper.file.sha256,
        )  # fmt: skip
        return paper


def _place(held: Writing, paper: Attachment, old: Attachment | None, actor: User) -> Attachment:
    here = held.project.papers.filter(slug=paper.slug, line=paper.line, removed_at=None)
    if old is None and here.count() >= MOST_IN_ONE_PLACE:
        raise RuleRefusal("papers_too_many", most=MOST_IN_ONE_PLACE)
    if old is not None:
        _close(held, old)
    paper.project, paper.added_by, paper.added_at = held.project, actor, held.now
    paper.save(force_insert=True)
    record(
        actor=actor, verb="application.bring_paper", subject=held.project, before=old.file.sha256 if old else None,
        after=paper.slug, line=paper.line, reused=paper.reused, sha256=paper.file.sha256,
    )  # fmt: skip
    return paper


def _close(held: Writing, paper: Attachment) -> None:
    paper.removed_at = held.now
    paper.save(update_fields=["removed_at"])


def _current(held: Writing, paper_id: int, slug: str | None = None) -> Attachment:
    rows = held.project.papers.select_related("file").filter(pk=paper_id, removed_at=None)
    paper = (rows if slug is None else rows.filter(slug=slug)).first()
    if paper is None:
        raise RuleRefusal("paper_gone")
    return paper


def _refuse_unknown(held: Writing, slug: str, line: str) -> None:
    if slug == QUOTE:
        budget = held.project.sections.get(section="budget").typed
        known = line in budget.get("lines", "").split()
    else:
        known = slug == OTHER or held.project.round.documents.filter(slug=slug).exists()
    if not known or (slug != QUOTE and line):
        raise RuleRefusal("paper_unknown")


def _refuse_unnamed(held: Writing, slug: str) -> None:
    """A correction opens the papers that it names; a quotation also with the budget."""
    if held.correction is None:
        return
    items = held.correction.items.all()
    if any(item.section == "files" and item.path in {"", slug} for item in items):
        return
    if slug == QUOTE and any(item.section == "budget" for item in items):
        return
    raise RuleRefusal("section_not_open")
