"""One case: the frozen hand-in on the left, the checklist on the right, the next case by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations.queries import is_member, related_to
from projects.domain.differences import differences, outside
from projects.flows.applications.deciding import due_of
from projects.models import Project
from projects.queries.submissions import judged_content
from projects.words.changes import Change, changes_of
from reviews import flows
from reviews.admin.document import Reader
from reviews.domain.checklist import NUMBERS
from reviews.enums import Advice, ScreeningState, Verdict
from reviews.flows import Judgement, mark_of
from reviews.models import ScreeningItem
from reviews.queries import screenings
from reviews.words import items as words
from venture.doors import desk
from venture.doors.desk import RowDesk
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

SCREEN, CONFIRM = "screening.screen", "screening.confirm_refusal"
ACTS: dict[str, desk.Act] = {
    "begin": (SCREEN, flows.open_screening, ""),
    "save": (SCREEN, flows.judge_items, gettext_lazy("Saved.")),
    "pass": (SCREEN, flows.pass_screening, gettext_lazy("Accepted; the applicant is told.")),
    "preview": (SCREEN, flows.judge_items, ""),
    "correct": (SCREEN, flows.ask_correction, gettext_lazy("Given back; the applicant is told what and until when.")),
    "refuse": (SCREEN, flows.propose_refusal, gettext_lazy("Proposed. A second person confirms.")),
    "confirm": (CONFIRM, flows.confirm_refusal, gettext_lazy("Confirmed.")),
    "decline": (CONFIRM, flows.decline_refusal, gettext_lazy("Sent back to the checklist.")),
    "recommend": ("screening.recommend", flows.recommend, gettext_lazy("Noted; the city reads it.")),
}
JUDGING = frozenset({"save", "preview", "pass", "refuse"})
SETTLING = frozenset({"pass", "correct", "refuse", "confirm"})


def waiting(user: Any) -> QuerySet[Project]:
    """Return the cases that wait for this person: corrections that came in, and what is not finished."""
    now = clock.now()
    rows = policy.visible(user, SCREEN, Project.objects.all()).exclude(
        is_member(user, organization_ref="organization_id")
    )
    return rows.filter(Q(pk__in=screenings.to_screen(now)) | Q(pk__in=screenings.handed_back()))


class Case(RowDesk, TemplateView):
    """A page of one case. 40 queries at most, however long the checklist and the hand-in are."""

    permission = "applications.view_staff"
    template_name = "admin/reviews/case.html"
    lookup = {"code": "code"}
    desk = "screening_desk"
    key = "code"
    acts = ACTS
    row: Any

    def rows(self) -> Any:
        return screenings.for_desk()

    def may(self) -> dict[str, bool]:
        """Three questions, whatever the number of buttons: verbs share their rights."""
        rights = {permission: self.allows(permission) for permission, _flow, _words in self.acts.values()}
        return {verb: rights[permission] for verb, (permission, _flow, _words) in self.acts.items()}

    @property
    def screening(self) -> Any:
        return getattr(self.row, "screening", None)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        project, screening, user = self.row, self.screening, self.request.user
        submissions = list(project.submissions.all())
        submission = screening.submission if screening is not None else next(iter(submissions), None)
        content = judged_content(submission) if submission is not None else None
        reader = Reader(content, project.papers_shown) if content is not None else None
        may, items = self.may(), list(self.items(reader))
        resumable = screening is not None and screening.state == ScreeningState.CORRECTING
        open_now = screening is not None and screening.state == ScreeningState.BEGUN and may["save"]
        rows, failing = waiting(user), sum(item["verdict"] == Verdict.FAILS for item in items)
        facts = {
            "project": project,
            "screening": screening,
            "submission": submission,
            "document": reader.document() if reader is not None else None,
            "places": list(reader.places.values()) if reader is not None else (),
            "items": items,
            "by_person": [item for item in items if item["person"]],
            "by_data": [item for item in items if not item["person"]],
            "judged": sum(bool(item["verdict"]) for item in items),
            "left": sum(not item["verdict"] for item in items),
            "failing": failing,
            "may": may,
            "open": open_now,
            "may_begin": may["begin"] and (screening is None or screening.state == "unseen" or resumable),
            "may_recommend": may["recommend"],
            "mine": screening is not None and screening.proposed_by_id == user.pk,
            "needed": flows.still_needed(screening) if screening is not None else 0,
            "changes": self.changes(content, submission),
            "correction": next(iter(project.corrections.all()), None),
            "corrections_left": project.round.corrections - len(project.corrections.all()),
            "related": related_to(project.organization),
            "refusals": words.REFUSALS,
            "advice": Advice,
            "waiting": rows.count(),
            "decided": screenings.decided_by(user),
            "following": screenings.next_after(rows, project),
            "title": project.title or project.code,
            "stay": self.request.POST.get("stay", ""),
            "reason": self.request.POST.get("reason", ""),
        }
        return super().get_context_data(**{**facts, **given})

    def items(self, reader: Reader | None) -> Iterator[dict[str, Any]]:
        if self.screening is None or reader is None:
            return
        for row in self.screening.items.all():
            yield self.item(row, reader)

    def item(self, row: ScreeningItem, reader: Reader) -> dict[str, Any]:
        """Return an item as it stands, or as somebody has just filled it in."""
        said, data = words.evidence_of(row.evidence), self.request.POST
        key = row.key
        fails = row.verdict == Verdict.FAILS
        canned = words.canned_for(key, row.evidence)
        places = row.evidence.get("details", {}).get("places") or []
        return {
            "key": key,
            "number": NUMBERS[key],
            "name": words.NAMES[key],
            "evidence": said,
            "person": row.judge == "person",
            "verdict": data.get(f"verdict-{key}", row.verdict),
            "note": data.get(f"note-{key}", row.note),
            "request": data.get(f"request-{key}", row.request or (said if fails and not row.judged_by_id else "")),
            "place": data.get(f"place-{key}", reader.places.get((row.section, row.path), "")),
            "section": row.section,
            "path": row.path,
            "seen": mark_of(row),
            "by": row.judged_by,
            "canned": canned,
            "leaks": [(each[0], each[1], reader.places.get((each[0], each[1]), "")) for each in places],
        }

    def changes(self, content: Mapping[str, Any] | None, submission: Any) -> list[Change]:
        """Return what a correction changed, 原 and 现, with what it should not have touched marked."""
        correction = next(iter(self.row.corrections.all()), None)
        if content is None or correction is None or submission is None or correction.submission_id == submission.pk:
            return []
        old = next((each for each in self.row.submissions.all() if each.pk == correction.submission_id), None)
        if old is None:
            return []
        before = judged_content(old)
        found = differences(before, content)
        named = [(item.section, item.path) for item in correction.items.all()]
        return changes_of(found, before, content, strange=outside(found, named))


class Desk(Case):
    http_method_names = ["get", "head", "options"]


class Act(Case):
    """A button of the case. A refusal shows the same page again with everything that was filled in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in ACTS:
            raise Http404
        if not self.allowed(verb):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        try:
            return self._do(verb)
        except RuleRefusal as refusal:
            if request.headers.get("X-Requested-With") == "fetch":
                return HttpResponse(sentence_of(refusal), status=409, content_type="text/plain; charset=utf-8")
            messages.error(request, sentence_of(refusal))
            return self.render_to_response(self.get_context_data())

    def allowed(self, verb: str) -> bool:
        if self.allows(ACTS[verb][0]):
            return True
        # The proposer takes a proposal back, also where somebody else would have to confirm it.
        mine = self.screening is not None and self.screening.proposed_by_id == self.request.user.pk
        return verb == "decline" and mine and self.allows(SCREEN)

    def _do(self, verb: str) -> HttpResponse:
        given: dict[str, Any] = {"project_id": self.row.pk, "actor": self.request.user}
        data = self.request.POST
        if verb in JUDGING:
            judged = self._judged()
            screening = flows.judge_items(**given, judged=judged)
            if self.request.headers.get("X-Requested-With") == "fetch":
                return self._kept(screening, judged)
        if verb == "preview":
            return self._preview()
        if verb not in {"save"}:
            more = {
                "correct": {"words": data.get("words", "")},
                "refuse": {"reason": data.get("reason", "")},
                "decline": {"reason": data.get("reason", "")},
                "recommend": {"advice": data.get("advice", ""), "words": data.get("words", "")},
            }.get(verb, {})
            ACTS[verb][1](**given, **more)
        said = str(ACTS[verb][2])
        if said:
            messages.success(self.request, f"{self.row.code}：{said}")
        return self._to_next() if verb in SETTLING and not data.get("stay") else self.back()

    def _kept(self, screening: Any, judged: Mapping[str, Judgement]) -> HttpResponse:
        """Tell the page the mark of the one item that it saved, so that its next judgement follows this one."""
        row = screening.items.filter(key__in=judged).first()
        at = clock.now().astimezone(clock.BEIJING)
        return JsonResponse({"seen": mark_of(row) if row is not None else "", "at": f"{at:%H:%M}"})

    def _judged(self) -> dict[str, Judgement]:
        """Return what the form says, item by item; an item that the form does not name is left alone."""
        data, screening = self.request.POST, self.screening
        if screening is None:
            raise RuleRefusal("screening_not_begun")
        names = {name: place for place, name in Reader(judged_content(screening.submission), ()).places.items()}
        found = {}
        for row in screening.items.all():
            key = row.key
            if f"seen-{key}" not in data:
                continue
            verdict, label = data.get(f"verdict-{key}", ""), data.get(f"place-{key}", "").strip()
            if label and label not in names:
                raise RuleRefusal("place_unknown", number=NUMBERS[key])
            section, path = names[label] if label else ("", "")
            request = data.get(f"request-{key}", "").strip() if verdict == Verdict.FAILS else ""
            found[key] = Judgement(
                verdict, data.get(f"note-{key}", "").strip(), request, section, path, data[f"seen-{key}"]
            )
        return found

    def _preview(self) -> HttpResponse:
        fresh = self.rows().get(pk=self.row.pk)
        self.row = fresh
        if fresh.screening.items.filter(verdict="").exists():
            raise RuleRefusal("screening_unfinished", count=fresh.screening.items.filter(verdict="").count())
        asks = flows.asks_of(list(fresh.screening.items.all()))
        if fresh.round.corrections <= fresh.corrections.count():
            raise RuleRefusal("corrections_used", most=fresh.round.corrections)
        names = Reader(judged_content(fresh.screening.submission), ()).places
        self.template_name = "admin/reviews/letter.html"
        return self.render_to_response(
            {
                **super().get_context_data(),
                "asks": [(names.get((ask.section, ask.path), ""), ask.request) for ask in asks],
                "due": due_of(fresh.round, clock.now()),
                "days": fresh.round.correction_days,
            }
        )

    def _to_next(self) -> HttpResponse:
        """Open the next case for the one who has just settled this one."""
        actor: Any = self.request.user
        following = screenings.next_after(waiting(actor), self.row)
        if following is None:
            messages.success(self.request, _("That was the last case that waited."))
            return HttpResponseRedirect(reverse("admin:projects_project_changelist"))
        try:
            flows.open_screening(project_id=following.pk, actor=actor)
        except RuleRefusal as refusal:
            messages.warning(self.request, sentence_of(refusal))
        return HttpResponseRedirect(reverse("admin:screening_desk", args=[following.code]))
