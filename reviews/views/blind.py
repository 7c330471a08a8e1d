"""What an expert reads of a project: the frozen hand-in without its applicant, and copies of its papers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from projects.models import Submission
from projects.queries.submissions import judged_content
from projects.words import labels
from reviews.admin.document import Document, Reader
from reviews.domain.traces import BLIND_FORMS, blinded
from reviews.models import Assignment
from reviews.queries import blinding
from reviews.queries.scoring import for_desk
from venture.doors.web import RowDoor
from venture.files.enums import Kind

SHOWN = frozenset({Kind.PDF, Kind.JPG, Kind.PNG})
LOOKUP = {"round": "stage__round__code", "stage": "stage__order", "code": "project__blind_code"}


class BlindReader(Reader):
    forms = BLIND_FORMS


@dataclass(frozen=True)
class Drawn:
    """A hand-in as an expert reads it: its title, the names of its parts, its text, and the papers it came with."""

    title: str
    parts: tuple[tuple[str, str], ...]
    text: SafeString
    content: Mapping[str, Any]


def drawn_of(submission: Submission, *, blind: bool) -> Drawn:
    """Return a hand-in as an expert reads it. One query for a blind stage."""
    harmless = blinding.harmless(submission) if blind else frozenset()
    return _drawn(submission.content, harmless, blind, get_language() or "")


@lru_cache(maxsize=64)
def _drawn(text: str, harmless: frozenset[tuple[str, str]], blind: bool, language: str) -> Drawn:
    """Draw a frozen content once: several experts read it, and each comes back. Nothing but the arguments is asked."""
    content = json.loads(text)
    shown = blinded(content, harmless, _("[removed]")) if blind else content
    document = (BlindReader if blind else Reader)(shown, ()).document()
    drawn = mark_safe(render_to_string("reviews/parts.html", {"document": document}))  # noqa: S308 -- a template's own
    parts = tuple((part.section, str(part.name)) for part in document.parts)
    return Drawn(title_of(document), parts, drawn, content)


def blinded_of(submission: Submission, content: Mapping[str, Any]) -> dict[str, Any]:
    return blinded(content, blinding.harmless(submission), _("[removed]"))


def title_of(shown: Document) -> str:
    """Return the title of the project as it stands in the document."""
    answers = next((part.answers for part in shown.parts if part.section == "project"), ())
    return next(("".join(piece.text for piece in each.pieces) for each in answers if each.path == "title"), "")


def papers_of(submission: Submission, content: Mapping[str, Any]) -> list[tuple[blinding.Paper, str]]:
    """Return the papers with what kind each is, in words. One query."""
    names = content["names"]["papers"]
    return [
        (each, names.get(each.slug) or labels.paper_kind(each.slug)) for each in blinding.papers_of(submission, content)
    ]


class Paper(RowDoor, View):
    """Deliver the copy of one paper to the expert who reads the project: neutral name, nothing kept on the way."""

    permission = "reviews.read"
    lookup = LOOKUP
    http_method_names = ["get", "head", "options"]

    def rows(self) -> Any:
        return for_desk()

    def get(self, request: HttpRequest, number: int, **kwargs: Any) -> HttpResponseBase:
        row: Assignment = self.row
        papers = blinding.papers_of(row.submission, judged_content(row.submission))
        paper = next((each for each in papers if each.number == number and each.shown), None)
        if paper is None or paper.copy is None or paper.copy.file is None:
            raise Http404
        file = paper.copy.file
        inline = file.kind in SHOWN
        answer = FileResponse(
            default_storage.open(file.place), as_attachment=not inline, content_type=file.content_type,
            filename=f"{row.project.blind_code}-{number}.{file.kind}",
        )  # fmt: skip
        answer.headers["Content-Length"] = str(file.size)
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return answer
