"""What the page's script asks while somebody types: save this, what stands there now, who else is here.

Both sides speak JSON, refusals included: the script keeps the text and says what happened in words. Many short fields
are read so in a fraction of the time that their parts would take.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import View

from projects.domain.form import FORMS, Problem
from projects.flows import applications
from projects.flows.applications.presence import be_present
from projects.forms.answers import LONGEST_ANSWER, said_of
from projects.models import Presence, Project, SectionDraft, SetAside
from projects.queries import editing
from projects.views.applications.doors import OwnFirst
from projects.words import labels
from rounds.enums import Section
from venture.kernel.clock import BEIJING
from venture.kernel.errors import RuleRefusal, sentence_of

# A section with its base, as JSON. The longest section of the form, every answer at its limit, is a third of it.
LARGEST: Final = 2_000_000


class ScriptDoor(OwnFirst, View):
    """A door for the script of a section's page: who is signed out, or signed in as another, is told so in place."""

    permission = "applications.write"
    lookup = {"code": "code"}

    def rows(self) -> Any:
        return Project.objects.only("pk", "code")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return refusal(401, "signed_out", _("Your sign-in has expired. What you typed is kept here."))
        if request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk):
            return refusal(401, "another_person", _("Another person is signed in now. What you typed is kept here."))
        if kwargs["section"] not in FORMS:
            raise Http404
        answer = super().dispatch(request, *args, **kwargs)
        patch_cache_control(answer, no_store=True)
        return answer


class Save(ScriptDoor):
    """Save a section as it stands in the form; told as JSON what is kept now. At most ten queries."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, code: str, section: str) -> HttpResponse:
        """Tell what stands there now, with a fresh token for a page whose own has expired."""
        draft, asides = editing.of_section(self.row.pk, section, request.user)
        return JsonResponse({**kept(draft, asides, user=request.user), "token": get_token(request)})

    def post(self, request: HttpRequest, code: str, section: str) -> HttpResponse:
        user: Any = request.user
        if int(request.headers.get("Content-Length") or 0) > LARGEST:
            return _too_long()
        said = _said_in(request)
        if said is None:
            return refusal(400, "unreadable", _("The page could not be read. Copy your text and reload the page."))
        typed = _texts(said.get("typed"))
        if any(len(text) > LONGEST_ANSWER for text in typed.values()):
            return _too_long()
        try:
            saved = applications.save_section(
                project_id=self.row.pk, section=section, typed=said_of(FORMS[section], typed),
                base=_texts(said.get("base")), key=_whole(str(said.get("key", ""))), actor=user,
            )  # fmt: skip
        except RuleRefusal as refused:
            return refusal(409, refused.code, sentence_of(refused))
        told = kept(saved.draft, saved.asides, user=user)
        return JsonResponse({**told, "problems": [problem_told(each) for each in saved.problems]})


class Settle(ScriptDoor):
    """Choose between two texts of one place beside its field; told as JSON what is kept now."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, section: str) -> HttpResponse:
        user: Any = request.user
        said = _said_in(request) or {}
        given, seen, own = (str(said.get(name, "")) for name in ("id", "seen", "own"))
        try:
            applications.settle_aside(
                aside_id=int(given) if given.isdecimal() else 0, take_mine=said.get("take") == "mine", actor=user,
                seen=seen, own=own,
            )  # fmt: skip
        except RuleRefusal as refused:
            return refusal(409, refused.code, sentence_of(refused))
        draft, asides = editing.of_section(self.row.pk, section, user)
        return JsonResponse(kept(draft, asides, user=user))


class Here(ScriptDoor):
    """A sign of life, answered with who else is here and how far the section is. At most seven queries."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, section: str) -> HttpResponse:
        user: Any = request.user
        others = be_present(project_id=self.row.pk, section=section, actor=user)
        version = SectionDraft.objects.values_list("version", flat=True).get(project=self.row, section=section)
        return JsonResponse({"version": version, "present": [present_told(each, section) for each in others]})


def refusal(status: int, code: str, words: str) -> JsonResponse:
    answer = JsonResponse({"code": code, "words": words}, status=status)
    patch_cache_control(answer, no_store=True)
    return answer


def kept(draft: SectionDraft, asides: Iterable[SetAside], *, user: Any) -> dict[str, Any]:
    """Return a section as the script takes it: what is kept, and what waits beside it."""
    saved_at = draft.saved_at.astimezone(BEIJING) if draft.saved_at else None
    return {
        "version": draft.version,
        "typed": draft.typed,
        "saved_at": saved_at.isoformat() if saved_at else None,
        "clock": f"{saved_at:%H:%M}" if saved_at else "",
        "saved_by": str(draft.saved_by or ""),
        "asides": [aside_told(draft, each, user) for each in editing.beside(draft, list(asides))],
        "state": {"done": draft.done, "total": draft.total, "mistakes": draft.mistakes, "gaps": draft.gaps},
    }


def aside_told(draft: SectionDraft, each: editing.Beside, user: Any) -> dict[str, Any]:
    aside: SetAside = each.aside
    return {
        "id": aside.pk,
        "editor": aside.editor,
        "path": aside.path,
        "place": labels.place_of(draft.section, aside.path, draft.typed),
        "mine": aside.text,
        "theirs": each.theirs,
        "by": _("you, in another window") if each.by == user else str(each.by or _("a colleague")),
        "when": f"{each.at:%H:%M}" if each.at else "",
    }


def problem_told(problem: Problem) -> dict[str, Any]:
    return {"path": problem.path, "words": labels.sentence(problem), "missing": problem.missing}


def present_told(present: Presence, section: str) -> dict[str, Any]:
    here = present.section == section
    words = (
        _("%(name)s is filling in this part too.") if here else _("%(name)s is filling in “%(section)s”.")
    ) % {"name": present.user, "section": Section(present.section).label}  # fmt: skip
    return {"name": str(present.user), "here": here, "words": words}


def _said_in(request: HttpRequest) -> dict[str, Any] | None:
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _texts(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    return {_whole(path): _whole(text) for path, text in given.items() if isinstance(text, str)}


def _whole(text: str) -> str:
    """Return the text as a database takes it: JSON can carry half of an emoji that a limit cut in two."""
    return text.encode("utf-8", "replace").decode()


def _too_long() -> JsonResponse:
    return refusal(413, "too_long", _("This text is too long to be saved. Shorten it; it stays on this page."))
