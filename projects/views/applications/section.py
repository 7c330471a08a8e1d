"""One part of the form on its page. Posted without scripts it saves, moves rows and goes on; nothing typed is lost."""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from projects.domain.form import FORMS, text_at
from projects.domain.progress import LAST
from projects.flows import applications
from projects.forms.answers import rows_after, typed_in
from projects.forms.questions import Drawing
from projects.models import SetAside
from projects.queries import overview
from projects.queries.checking import checked
from projects.views.applications.doors import ApplicationPage
from projects.views.applications.landing import lines_of
from projects.views.applications.lists import lists_for
from projects.views.applications.words import facts_of, side_of
from projects.words import labels
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

# Parts with a page of their own.
ELSEWHERE = frozenset({"files", "budget"})
BASE_LONGEST = 400_000


class SectionPage(ApplicationPage):
    """A part of the form. 16 queries at most, however many rows it has."""

    template_name = "applications/section.html"

    @property
    def section(self) -> str:
        section = str(self.kwargs["section"])
        if section not in FORMS or section in ELSEWHERE:
            raise Http404
        return section

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("part") == "conflicts":
            asides = overview.asides_of(self.row, self.section, request.user)
            kept = self.row.sections.get(section=self.section).typed
            return render(request, "applications/conflicts.html", {"project": self.row, "asides": placed(asides, kept)})
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_readers()
        form, user = FORMS[self.section], request.user
        typed, shown = rows_after(form, typed_in(form, request.POST), request.POST.get("rows", ""))
        base = base_of(request.POST.get("base", ""))
        try:
            saved = applications.save_section(
                project_id=self.row.pk, section=self.section, typed=typed, base=base,
                key=request.POST.get("key", "")[:64], actor=user,  # type: ignore[arg-type]
            )  # fmt: skip
        except RuleRefusal as refusal:
            return self.refused(typed, sentence_of(refusal))
        if saved.conflicts:
            messages.warning(
                request, _("Somebody else changed the same place while you were typing. Both texts are shown below.")
            )
            return HttpResponseRedirect(self.address())
        if "rows" in request.POST:
            return HttpResponseRedirect(self.address(shown))
        return self.onward(request.POST.get("go", ""))

    def address(self, shown: str = "") -> str:
        here = reverse("applications:section", args=[self.row.code, self.section])
        back = "next=check" if self.request.GET.get("next") == "check" else ""
        query = "&".join(each for each in (back, f"row={shown}" if shown else "") if each)
        return f"{here}{'?' if query else ''}{query}{f'#r-{shown}' if shown else ''}"

    def onward(self, go: str) -> HttpResponse:
        messages.success(self.request, _("“%(section)s” is saved.") % {"section": labels.section_name(self.section)})
        if self.request.GET.get("next") == "check" or go == "check":
            return HttpResponseRedirect(f"{reverse('applications:check', args=[self.row.code])}#s-{self.section}")
        if go == "next":
            following = neighbours(checked(self.row).sections, self.section)[1]
            if following:
                return HttpResponseRedirect(page_of(self.row.code, following))
        if go == "stay":
            return HttpResponseRedirect(self.address())
        return HttpResponseRedirect(reverse("applications:overview", args=[self.row.code]))

    def refused(self, typed: Mapping[str, str], words: str) -> HttpResponse:
        """Show the page as it was typed, with the reason and a way to take the text along."""
        text = "\n\n".join(
            f"{labels.place_of(self.section, path, typed)}\n{value}"
            for path, value in typed.items()
            if value.strip() and path not in {table.name for table in FORMS[self.section].tables}
        )
        context = self.get_context_data(typed=typed, refused=words, kept_text=text)
        return self.render_to_response(context, status=409)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        section, user = self.section, self.request.user
        given.pop("section", None)
        drafts = overview.drafts_of(self.row, user, self.window.now)
        found = checked(self.row, drafts)
        if section not in found.sections:
            raise Http404
        draft = found.drafts.get(section)
        kept = draft.typed if draft else {}
        typed = given.pop("typed", kept)
        writes, checks = self.writes(section), self.request.GET.get("next") == "check"
        drawn = Drawing(
            section, typed, found.asked, [each for each in found.problems if each.section == section],
            lists_for(section, found), gaps=checks, shown=self.request.GET.get("row", ""),
        ).draw()  # fmt: skip
        before, after = neighbours(found.sections, section)
        waits = draft is not None and draft.waits  # type: ignore[attr-defined]
        asides = overview.asides_of(self.row, section, user) if waits else []
        return super().get_context_data(
            section=section,
            title=labels.section_name(section),
            lead=labels.SECTIONS[section],
            drawn=drawn,
            reading={"section": section, "drawn": drawn},
            draft=draft,
            base=json.dumps(kept, ensure_ascii=False),
            key=secrets.token_urlsafe(12),
            writes=writes,
            autosave=autosave_of(self.row.code, section) if writes else "",
            checks=checks,
            before=before and (page_of(self.row.code, before), labels.section_name(before)),
            after=after and (page_of(self.row.code, after), labels.section_name(after)),
            facts=facts_of(self.row.organization) if section == "organisation" else (),
            side=side_of(found, section),
            requests=[item for item in self.asked_for() if item.section == section],
            too_early=section == LAST and not all(each.complete for each in found.progress if each.section != LAST),
            asking=lines_of(found, self.window.now.astimezone(clock.BEIJING).date()) if section == "landing" else (),
            asides=placed(asides, kept),
            **given,
        )

    def asked_for(self) -> list[Any]:
        correction = self.window.correction
        return list(correction.items.all()) if correction is not None else []


def placed(asides: Sequence[SetAside], kept: Mapping[str, str]) -> list[tuple[SetAside, str, str]]:
    """Return the texts that wait, each with its place in words and what is kept there now."""
    return [
        (aside, labels.place_of(aside.section, aside.path, kept), text_at(FORMS[aside.section], kept, aside.path))
        for aside in asides
    ]


def base_of(text: str) -> dict[str, str]:
    """Return what the page was drawn from; nothing when the hidden field was lost on the way."""
    try:
        given = json.loads(text) if len(text) <= BASE_LONGEST else {}
    except ValueError:
        return {}
    return {str(path): str(value) for path, value in given.items()} if isinstance(given, dict) else {}


def neighbours(sections: tuple[str, ...], section: str) -> tuple[str, str]:
    at = sections.index(section)
    return (sections[at - 1] if at else "", sections[at + 1] if at + 1 < len(sections) else "")


def page_of(code: str, section: str) -> str:
    """Return the address of a part: some have a page of their own."""
    if section in ELSEWHERE:
        return reverse(f"applications:{section}", args=[code])
    return reverse("applications:section", args=[code, section])


def autosave_of(code: str, section: str) -> str:
    try:
        return reverse("applications:save", args=[code, section])
    except NoReverseMatch:
        return ""
