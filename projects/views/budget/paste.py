"""Rows out of a spreadsheet: read by the server, looked at by the person, then taken over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import ngettext

from projects.domain.budget import Paste, lines_of, read_paste, sums
from projects.domain.form import FORMS, read
from projects.domain.form.kinds import MOST_ROWS, ids_in
from projects.enums import CostCategory
from projects.forms.budget import LINES, flat, new_row
from projects.queries.applications import asked_of
from projects.views.applications.doors import ApplicationPage
from projects.views.budget.pages import SECTION, BudgetDoor
from projects.words.budget import SKIPPED, category_label, problem_words
from venture.kernel.errors import RuleRefusal, sentence_of

LONGEST = 100_000


class PasteBudget(BudgetDoor, ApplicationPage):
    """Nothing is taken over unseen, and nothing that stands there is replaced unless the button says so.

    With ``?part`` only the inside is answered, for the dialog of the budget's page.
    """

    permission = "applications.edit"

    def get_template_names(self) -> list[str]:
        inside = "part" in self.request.GET
        return [f"applications/budget/{'paste_inside' if inside else 'paste'}.html"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(there=len(ids_in(self.draft.typed.get(LINES.name, ""))), **given)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        text = request.POST.get("text", "")[:LONGEST]
        paste = read_paste(text, {slug: str(label) for slug, label in CostCategory.choices})
        if request.POST.get("go") not in {"append", "replace"} or not paste.lines:
            return self.render_to_response(self.get_context_data(text=text, **self._preview(paste)))
        return self._take(request, paste, replace=request.POST["go"] == "replace")

    def _preview(self, paste: Paste) -> dict[str, Any]:
        """Judge the rows as the budget will, so that nothing is a surprise after taking them over."""
        typed = flat({f"p{number}": line for number, line in zip(paste.rows, paste.lines, strict=True)})
        rows = read(FORMS[SECTION], typed, asked_of(self.row.round)).values[LINES.name]
        lines = lines_of(rows)
        said = dict[int, list[str]]()
        for problem in paste.problems:
            words = sentence_of(RuleRefusal(problem.code, **problem_words(problem)))
            said.setdefault(problem.row, []).append(words)
        return {
            "read": True,
            "found": [
                (number, category_label(typed_row["category"]), typed_row, line, said.get(number, []))
                for number, typed_row, line in zip(paste.rows, paste.lines, lines, strict=True)
            ],
            "general": said.get(0, []),
            "skipped": [(each, SKIPPED[each.reason]) for each in paste.skipped if each.reason != "empty"],
            "whole": sums(lines)[0],
        }

    def _take(self, request: HttpRequest, paste: Paste, *, replace: bool) -> HttpResponse:
        before = self.draft.typed
        kept = [] if replace else ids_in(before.get(LINES.name, ""))
        fresh = {new_row(): line for line in paste.lines[: MOST_ROWS - len(kept)]}
        typed = flat(fresh)
        typed[LINES.name] = " ".join([*kept, *fresh])
        saved = self.save(request, typed, before, request.POST.get("key", ""))
        words = ngettext("%(count)s line was taken over.", "%(count)s lines were taken over.", len(fresh))
        self.remember(request, before, saved.typed, words % {"count": len(fresh)})
        left = len(paste.lines) - len(fresh)
        if left:
            sentence = ngettext(
                "%(count)s line found no room: a budget holds %(most)s.",
                "%(count)s lines found no room: a budget holds %(most)s.",
                left,
            )
            messages.warning(request, sentence % {"count": left, "most": MOST_ROWS})
        return HttpResponseRedirect(f"{self.address}#undo")
