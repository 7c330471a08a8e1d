"""Putting an application's drafts back to what was handed in, so that a correction starts from what was judged."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from projects.domain.form import FORMS, Asked, read
from projects.domain.form.writing import typed_from
from projects.models import Project, SectionDraft, SetAside, Submission
from projects.queries.applications import asked_of
from projects.queries.submissions import judged_content


def lay_out(project: Project, submission: Submission, *, now: datetime) -> None:
    """Put sections and papers of a locked application back to what ``submission`` says.

    They differ where it was called back, changed and not handed in again. What was typed then is put aside for whoever
    typed it: nothing is lost.
    """
    content, asked = judged_content(submission), asked_of(project.round)
    for draft in project.sections.select_for_update().order_by("pk"):
        values = content["sections"].get(draft.section)
        if values is not None:
            _put_back(draft, typed_from(FORMS[draft.section], values), asked, now)
    _put_papers_back(project, content["papers"], now)


def _put_back(draft: SectionDraft, wanted: dict[str, str], asked: Asked, now: datetime) -> None:
    form = FORMS[draft.section]
    # Two spellings of one value are no difference: the text stays as it was typed.
    means = typed_from(form, read(form, draft.typed, asked).values)
    left = {path: text for path, text in draft.typed.items() if path not in wanted or means.get(path) != wanted[path]}
    typed = {path: draft.typed.get(path, text) if path not in left else text for path, text in wanted.items()}
    if typed == draft.typed:
        return
    SetAside.objects.bulk_create(
        [
            SetAside(project_id=draft.project_id, section=draft.section, path=path, text=text, author_id=author, at=now)
            for path, text in left.items()
            if (author := _hand(draft, path)) is not None
        ],
        ignore_conflicts=True,
    )
    draft.typed, draft.version = typed, draft.version + 1
    draft.done, draft.mistakes, draft.gaps = draft.total, 0, 0
    draft.save(update_fields=["typed", "version", "done", "mistakes", "gaps"])


def _hand(draft: SectionDraft, path: str) -> int | None:
    """Return who typed at a place last."""
    mark: tuple[int, str] | None = draft.hands.get(path)
    return mark[0] if mark is not None else draft.saved_by_id


def _put_papers_back(project: Project, wanted: Iterable[Mapping[str, Any]], now: datetime) -> None:
    left = [(paper["slug"], paper["line"], paper["label"], paper["sha256"]) for paper in wanted]
    for row in project.papers.select_related("file").order_by("-pk"):
        place = (row.slug, row.line, row.label, row.file.sha256)
        stays = place in left
        if stays:
            left.remove(place)
        if stays != (row.removed_at is None):
            row.removed_at = None if stays else now
            row.save(update_fields=["removed_at"])
