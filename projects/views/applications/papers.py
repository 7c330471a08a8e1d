"""The papers of an application: a place for each that the round asks for, and for quotations and others."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from organizations.models import OrganizationDocument
from organizations.queries import documents_of
from projects.domain.budget import Act, judge, lines_of
from projects.domain.checks import ELSEWHERE
from projects.flows import applications
from projects.forms.papers import PaperForm, ReuseForm
from projects.models import Attachment
from projects.queries import overview
from projects.queries.budgets import QUOTE, rules_of
from projects.queries.checking import Checked, checked
from projects.views.applications.doors import ApplicationDoor, ApplicationPage
from projects.views.applications.section import neighbours, page_of
from projects.views.applications.words import address, side_of
from projects.words import labels
from venture.files import flows as files

SECTION = "files"
OTHER = "other"
# Which papers of the organisation fit a place; one place may take several kinds.
FITTING = {"grade": ("other",), "audit": ("finance",)}


class Slot(NamedTuple):
    """A place for papers. ``elsewhere`` is the address of the part that brings this one."""

    slug: str
    line: str
    name: str
    hint: str
    required: bool
    papers: Sequence[Attachment]
    own: Sequence[OrganizationDocument]
    form: PaperForm
    problem: str = ""
    elsewhere: str = ""

    @property
    def place(self) -> str:
        return f"{self.slug}-{self.line}" if self.line else self.slug


class FilesPage(ApplicationPage):
    """All places of papers. 17 queries at most, however many papers there are."""

    template_name = "applications/files.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        drafts = overview.drafts_of(self.row, self.request.user, self.window.now)
        found = checked(self.row, drafts)
        if SECTION not in found.sections:
            raise Http404
        before, after = neighbours(found.sections, SECTION)
        correction = self.window.correction
        items = correction.items.all() if correction is not None else ()
        return super().get_context_data(
            section=SECTION,
            title=labels.section_name(SECTION),
            lead=labels.SECTIONS[SECTION],
            slots=list(self._slots(found)),
            writes=self.writes(SECTION),
            checks=self.request.GET.get("next") == "check",
            side=side_of(found, SECTION),
            requests=[item for item in items if item.section == SECTION],
            before=before and (page_of(self.row.code, before), labels.section_name(before)),
            after=after and (page_of(self.row.code, after), labels.section_name(after)),
            **given,
        )

    def _slots(self, found: Checked) -> Iterator[Slot]:
        own = documents_of(self.row.organization)
        wrong = {each.path: labels.sentence(each) for each in found.problems if each.section == SECTION}
        files = {paper.slug for paper in found.wanted}
        for each in self.row.round.documents.all():
            kinds = (each.slug, *FITTING.get(each.slug, ()))
            slot = _slot(found, each.slug, name=each.name, hint=each.hint, required=each.required)
            if each.slug in files:
                fitting = [paper for kind in kinds for paper in own.get(kind, ())]
                problem = wrong.get(each.slug, "") if self.request.GET.get("next") == "check" else ""
                yield slot._replace(own=_without(slot.papers, fitting), problem=problem)
            elif each.slug in ELSEWHERE:
                yield slot._replace(
                    hint=_("Nothing to upload: this comes from another part."), required=False,
                    elsewhere=address(self.row.code, ELSEWHERE[each.slug]),
                )  # fmt: skip
        for line, name in quotes_wanted(found):
            yield _slot(found, QUOTE, line, name=_("Quotation: %(item)s") % {"item": name}, required=True)
        others = _slot(
            found, OTHER, name=_("Other papers"),
            hint=_("Agreements, surveys, rooms: what makes the application clearer."), required=False,
        )  # fmt: skip
        yield others._replace(own=_without(others.papers, own.get("other", ())))


def _slot(found: Checked, slug: str, line: str = "", *, name: str, required: bool, hint: str = "") -> Slot:
    papers = [paper for paper in found.papers if (paper.slug, paper.line) == (slug, line)]
    form = PaperForm(auto_id=f"i-{slug}-{line}-%s", initial={"slug": slug, "line": line})
    return Slot(slug, line, name, hint, required, papers, (), form)


def _without(papers: Sequence[Attachment], own: Sequence[OrganizationDocument]) -> list[OrganizationDocument]:
    """Return the organisation's papers that do not stand here already."""
    taken = {paper.file_id for paper in papers}
    return [each for each in own if each.file_id not in taken]


def quotes_wanted(found: Checked) -> list[tuple[str, str]]:
    """Return the budget lines that need a quotation, or have one, with their names."""
    rows = found.values.get("budget", {}).get("lines") or []
    lines, rules = lines_of(rows), rules_of(found.project.round)
    needed = {
        key
        for verdict in judge(lines, rules)
        for remedy in verdict.remedies
        if remedy.act == Act.QUOTE
        for key, _fen in remedy.lines
    }
    needed |= {paper.line for paper in found.papers if paper.slug == QUOTE}
    return [(line.key, line.item) for line in lines if line.key in needed]


class PaperAct(ApplicationDoor, View):
    """Bring, take over or remove one paper. Plain forms; the page with scripts uploads in pieces and ends here too."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        del code
        self.refuse_readers()
        done = {"bring": self._bring, "reuse": self._reuse, "remove": self._remove}.get(request.POST.get("act", ""))
        if done is None:
            raise Http404
        messages.success(request, done())
        back = "?next=check" if request.GET.get("next") == "check" else ""
        return HttpResponseRedirect(f"{reverse('applications:files', args=[self.row.code])}{back}")

    def _bring(self) -> str:
        form = PaperForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            raise form.refusal()
        user: Any = self.request.user
        file = files.keep(form.cleaned_data["file"], actor=user)
        paper = applications.bring_paper(project_id=self.row.pk, key=file.key, actor=user, **form.place())
        return _("“%(name)s” is uploaded.") % {"name": paper}

    def _reuse(self) -> str:
        form = ReuseForm(self.request.POST)
        if not form.is_valid():
            raise Http404
        user: Any = self.request.user
        paper = applications.reuse_paper(
            project_id=self.row.pk, slug=form.cleaned_data["slug"], document_id=form.cleaned_data["document"],
            actor=user,
        )  # fmt: skip
        return _("“%(name)s” is taken over from the organisation's papers.") % {"name": paper}

    def _remove(self) -> str:
        given = self.request.POST.get("paper", "")
        user: Any = self.request.user
        paper = applications.remove_paper(
            project_id=self.row.pk, paper_id=int(given) if given.isdecimal() else 0, actor=user
        )
        return _("“%(name)s” is taken out of the application.") % {"name": paper}
