"""A returned application: each request beside its field, 原 and 现, the working days, everything else locked."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from projects.domain.form import FORMS
from projects.flows import applications
from projects.forms.answers import typed_in
from projects.forms.questions import Drawing, Lists, Question
from projects.models import Correction
from projects.queries.checking import Checked, checked
from projects.queries.correcting import DOING, DONE, OPEN, Correcting, Fix, correcting
from projects.views.applications.doors import ApplicationDoor, ApplicationPage
from projects.views.applications.letters import print_correction
from projects.views.applications.lists import lists_for
from projects.views.applications.section import ELSEWHERE, base_of
from projects.views.applications.words import address
from projects.words import labels
from projects.words.changes import Change, changes_of, place_names
from venture.kernel.errors import RuleRefusal, sentence_of


class Request(NamedTuple):
    """One request as the page shows it. Without ``questions`` it is mended on a page of its own (``url``)."""

    number: int
    fix: Fix
    place: str
    url: str
    changes: Sequence[Change]
    problems: Sequence[str]
    questions: Sequence[Question]
    orders: Mapping[str, str]
    base: str


class ReturnedDoor(ApplicationDoor):
    """A door to an application that was given back once; the letter stays readable afterwards."""

    def correction(self) -> Correction:
        rows = self.row.corrections.select_related("submission", "asked_by").prefetch_related("items")
        found: Correction | None = self.window.correction or rows.first()
        if found is None:
            raise Http404
        return found


class ReturnedPage(ReturnedDoor, ApplicationPage):
    """15 queries at most, however much is asked for."""

    template_name = "applications/returned.html"

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self._lists: dict[str, Lists] = {}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        kept: Mapping[str, Mapping[str, str]] = given.pop("kept", {})
        found = checked(self.row)
        state = correcting(self.row, self.correction(), found)
        named = {fix.item.section for fix in state.fixes}
        return super().get_context_data(
            state=state,
            requests=list(self._requests(state, found, kept)),
            done=state.count(DONE),
            doing=state.count(DOING),
            missing=state.count(OPEN),
            strange=changes_of(state.strange, state.before, state.after),
            locked=[labels.section_name(each) for each in found.sections if each not in named],
            key=secrets.token_urlsafe(12),
            may_write=self.row.may_edit and self.window.open and self.window.correction is not None,
            **given,
        )

    def _requests(self, state: Correcting, found: Checked, kept: Mapping[str, Mapping[str, str]]) -> Iterator[Request]:
        names = place_names(state.before)
        for number, fix in enumerate(state.fixes, start=1):
            item = fix.item
            typed = dict(found.drafts[item.section].typed) if item.section in found.drafts else {}
            drawn = self._questions(item.section, item.path, {**typed, **kept.get(item.section, {})}, found)
            yield Request(
                number, fix, names.get((item.section, item.path), item.get_section_display()),
                address(self.row.code, item.section), changes_of(fix.found, state.before, state.after),
                [labels.sentence(each) for each in fix.problems], drawn,
                {table.name: typed.get(table.name, "") for table in FORMS[item.section].tables}
                if "." in item.path else {},
                json.dumps(typed, ensure_ascii=False),
            )  # fmt: skip

    def _questions(self, section: str, path: str, typed: Mapping[str, str], found: Checked) -> list[Question]:
        """Return the questions that a request opens: one, or those of a row. A whole part has its own page."""
        if section in ELSEWHERE or not path or path in {table.name for table in FORMS[section].tables}:
            return []
        problems = [each for each in found.problems if each.section == section]
        if section not in self._lists:
            self._lists[section] = lists_for(section, found)
        lists = self._lists[section]
        drawn = Drawing(section, typed, found.asked, problems, lists, gaps=True).draw()
        return [each for each in drawn.questions if each.path == path or each.path.startswith(f"{path}.")]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what one request opens; nothing else of the part is taken."""
        self.refuse_readers()
        user: Any = request.user
        item = next((each for each in self.correction().items.all() if str(each.pk) == request.POST.get("item")), None)
        if item is None or item.section in ELSEWHERE or not item.path:
            raise Http404
        posted = typed_in(FORMS[item.section], request.POST)
        tables = {table.name for table in FORMS[item.section].tables}
        typed = {
            path: text
            for path, text in posted.items()
            if path in tables or path == item.path or path.startswith(f"{item.path}.")
        }
        try:
            saved = applications.save_section(
                project_id=self.row.pk, section=item.section, typed=typed, base=base_of(request.POST.get("base", "")),
                key=request.POST.get("key", "")[:64], actor=user,
            )  # fmt: skip
        except RuleRefusal as refusal:
            text = "\n\n".join(
                f"{labels.place_of(item.section, path, typed)}\n{value}"
                for path, value in typed.items()
                if value.strip() and path not in tables
            )
            context = self.get_context_data(kept={item.section: typed}, refused=sentence_of(refusal), kept_text=text)
            return self.render_to_response(context, status=409)
        if saved.conflicts:
            messages.warning(
                request, _("Somebody else changed the same place while you were typing. Both texts are shown below.")
            )
            return HttpResponseRedirect(address(self.row.code, item.section))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(f"{reverse('applications:returned', args=[self.row.code])}#fix-{item.pk}")


class CorrectionLetter(ReturnedDoor, View):
    """The letter as a PDF, to be kept or printed."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        correction = self.correction()
        printed = print_correction(self.row, correction)
        answer = HttpResponse(printed.pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{self.row.code}-correction-{correction.number}.pdf"'
        answer["Cache-Control"] = "private, no-store"
        return answer
