"""The draft to take along: as text for people, as JSON for machines. Also after the round has closed."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from projects.queries import overview
from projects.queries.checking import checked
from projects.views.applications.doors import ApplicationDoor
from projects.views.applications.reading import Part, parts_of


class DraftFile(ApplicationDoor, View):
    """Everything that was typed. 14 queries, however much it is."""

    kind = "txt"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        found = checked(self.row, overview.drafts_of(self.row, request.user, self.window.now))
        if self.kind == "json":
            whole = {
                "application": code,
                "round": self.row.round.code,
                "organisation": self.row.organization.uscc,
                "saved_at": self.row.saved_at.isoformat(),
                "sections": {section: draft.typed for section, draft in found.drafts.items()},
            }
            text = json.dumps(whole, ensure_ascii=False, indent=2)
        else:
            text = "\n".join(self._lines(list(parts_of(found))))
        answer = HttpResponse(text, content_type=f"{CONTENT_TYPES[self.kind]}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{code}.{self.kind}"'
        return answer

    def _lines(self, parts: list[Part]) -> Iterator[str]:
        yield f"{self.row.code} {self.row.title}"
        yield f"{self.row.organization.name} · {self.row.round.title}"
        for part in parts:
            yield from ("", f"== {part.name} ==")
            for block in part.drawn.blocks:
                for question in block.questions:
                    yield f"{question.label.name}: {question.said or _('(empty)')}"
            for table in part.drawn.tables:
                for row in table.rows:
                    yield f"-- {table.words.row} {row.number}"
                    yield from (f"{question.label.name}: {question.said}" for question in row.questions)
            for name, papers in part.papers:
                yield f"{name}: {'; '.join(str(paper) for paper in papers) or _('(empty)')}"


CONTENT_TYPES = {"txt": "text/plain", "json": "application/json"}
