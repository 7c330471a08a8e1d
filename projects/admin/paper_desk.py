"""One application from paper: how far the entry is, the signed form, the communities' sealed opinions, and for the
second person the scan beside what was typed."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views import View

from projects.enums import PaperState
from projects.flows import paper
from projects.flows.applications.consenting import note_consent
from projects.forms.entering import HandOverForm, OpinionForm
from projects.models import PaperEntry, Project
from projects.queries.checking import Checked, checked
from projects.queries.content import read_content
from projects.queries.papers import for_papers, late, writers_by_hand
from projects.queries.submissions import standing_of
from projects.views.applications.reading import parts_of
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage, RowDesk
from venture.files import flows as files
from venture.files.enums import FileState, Kind
from venture.files.flows import note_reading
from venture.files.registry import PICTURES
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

ACTS: dict[str, desk.Act] = {
    "ask": (
        "applications.enter", paper.ask_comparison,
        gettext_lazy("Handed over. It counts when a second person has compared it with the paper."),
    ),
    "opinion": ("applications.enter", note_consent, gettext_lazy("The opinion of the community is noted.")),
    "drop": ("applications.enter", paper.drop_paper, gettext_lazy("Given up. The reason stays on record.")),
    "take_back": ("applications.take_paper_back", paper.take_paper_back, gettext_lazy("Taken back; mend it.")),
    "confirm": ("applications.compare", paper.confirm_paper, gettext_lazy("Compared and handed in.")),
    "send_back": ("applications.compare", paper.send_paper_back, gettext_lazy("Sent back to be mended.")),
    "reopen": ("applications.reopen_paper", paper.reopen_paper, gettext_lazy("Open again: enter the correction.")),
}  # fmt: skip


class EntryDoor(RowDesk):
    """What page and buttons share: the entry under ``papers.view``; rights are asked of its application."""

    permission = "papers.view"
    lookup = {"code": "project__code"}
    desk = "paper_desk"
    key = "code"
    acts = ACTS
    row: PaperEntry

    def rows(self) -> Any:
        return for_papers()

    @property
    def asked(self) -> Project:
        return self.row.project


class Desk(EntryDoor, DeskPage):
    """The page of one entry. 30 queries at most, however much was typed."""

    template_name = "admin/projects/paper.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        project, user = self.row.project, self.request.user
        found = checked(project)
        comparing = self.row.state == PaperState.CHECKING
        entering = self.row.state == PaperState.TYPING
        closed = late(project.round, clock.now())
        facts: dict[str, Any] = {
            "title": project.title or project.code,
            "project": project,
            "found": found,
            "blocking": len(found.blocking),
            "complete": sum(each.complete for each in found.progress),
            "total": len(found.progress),
            "late": closed,
            "last": standing_of(project),
            "scan": self.row.scan,
            "inline": self.row.scan is not None and self.row.scan.kind == Kind.PDF,
            "picture": self.row.scan is not None and self.row.scan.kind in PICTURES,
            "parts": list(parts_of(found)) if comparing else (),
            "sha256": read_content(project).sha256 if comparing else "",
            "mine": self.row.asked_by_id == user.pk or (comparing and user.pk in writers_by_hand(project)),
            "form_key": secrets.token_urlsafe(24),
            "hand_over": self.hand_over(closed) if entering else None,
            "opinions": list(self.opinions(found)) if entering else (),
            "entries": sorted([*entries_of(self.row)[:20], *entries_of(project)[:10]], key=_at, reverse=True),
        }
        return super().get_context_data(**{**facts, **given})

    def hand_over(self, closed: bool) -> HandOverForm:
        project = self.row.project
        initial = {"received_on": project.received_on, "reason": self.row.reason}
        return HandOverForm(initial=initial, has_scan=self.row.scan is not None, late=closed)

    def opinions(self, found: Checked) -> Any:
        """Yield (name, form) of each community whose opinion is needed and does not stand."""
        if not self.row.project.round.consent_needed:
            return
        wrong = {problem.path.split(".")[1] for problem in found.problems if problem.code.startswith("consent_")}
        for place in found.values.get("landing", {}).get("places", []):
            code = place["community"]
            if place["id"] in wrong and code in found.names:
                form = OpinionForm(auto_id=f"o-{place['id']}-%s", initial={"community": code})
                yield found.names[code], form


def _at(entry: Any) -> Any:
    return entry.at


class Act(EntryDoor, DeskAct):
    """A button of the desk."""

    def given(self, verb: str) -> dict[str, Any]:
        readers: Mapping[str, Callable[[], dict[str, Any]]] = {
            "ask": self._handed_over, "opinion": self._opinion, "confirm": self._confirmed,
            "send_back": lambda: {"note": self.request.POST.get("note", "")},
            "drop": lambda: {"reason": self.request.POST.get("reason", "")},
        }  # fmt: skip
        return {"project_id": self.row.project_id, **readers.get(verb, dict)()}

    def _confirmed(self) -> dict[str, Any]:
        data = self.request.POST
        return {"sha256": data.get("sha256", "")[:64], "key": data.get("key", "")[:64] or secrets.token_urlsafe(24)}

    def _handed_over(self) -> dict[str, Any]:
        form = HandOverForm(self.request.POST, self.request.FILES, has_scan=self.row.scan is not None)
        given = self._valid(form)
        scan = files.keep(given["scan"], actor=self.request.user).key if given["scan"] else ""
        return {"scan": scan, "received_on": given["received_on"], "reason": given["reason"]}

    def _opinion(self) -> dict[str, Any]:
        given = self._valid(OpinionForm(self.request.POST, self.request.FILES))
        return {
            "community_code": given["community"], "answer": given["answer"], "answerer": given["answerer"],
            "words": given["words"], "seal": files.keep(given["seal"], actor=self.request.user).key,
        }  # fmt: skip

    def _valid(self, form: Any) -> dict[str, Any]:
        """Return what a form says. Raise ``RuleRefusal("form_refused")`` with its sentences."""
        if not form.is_valid():
            said = [f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items()]
            raise RuleRefusal("form_refused", words=" ".join(said))
        cleaned: dict[str, Any] = form.cleaned_data
        return cleaned


# The browser's own viewer draws it; nothing in it may fetch, run or send, and only our pages may frame it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; form-action 'none'; frame-ancestors 'self'"


class Scan(EntryDoor, View):
    """Deliver the signed form for the frame beside what was typed; what is no PDF goes as a download."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        file = self.row.scan
        if file is None:
            raise Http404
        if file.kind != Kind.PDF or file.state != FileState.READY or not default_storage.exists(file.place):
            return HttpResponseRedirect(reverse("files:download", args=[file.key]))
        if request.method == "GET":
            note_reading(file, reader=request.user)
        answer = FileResponse(default_storage.open(file.place), filename=file.name, content_type=file.content_type)
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
