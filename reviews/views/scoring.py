"""One project on an expert's desk: the hand-in beside its rubric, saving, putting aside, stepping aside."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from projects.domain.differences import differences
from projects.queries.submissions import judged_content, standing_of
from projects.words.changes import Change, changes_of
from reviews.enums import AssignmentState, Opinion, TieKind
from reviews.flows import recusing, scoring
from reviews.queries.scoring import Item, comment_least, criteria_of, items_to_score, to_score
from reviews.views.blind import LOOKUP, blinded_of, drawn_of, papers_of
from reviews.views.reviewing import address, following, lines_of, ref_of
from reviews.views.sheet import sheet_from, strip_of, typed_marks
from reviews.words.scoring import problem_of
from venture.doors.web import RowDoor
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

GONE = "assignment_closed"


def _days_left(last: date | None, now: datetime) -> int:
    return (last - now.astimezone(clock.BEIJING).date()).days if last is not None else 0


class Own(RowDoor):
    """A door to one project of an expert by its blind code. Forbidden looks like missing, also when it became so."""

    permission = "reviews.score"
    lookup = LOOKUP
    row: Any

    # The page's script saves without what the page shows.
    key_only = False

    def find(self, request: HttpRequest, **wanted: Any) -> Any:
        row = to_score(request.user, *(wanted[field] for field in LOOKUP.values()), key_only=self.key_only)
        if row is None:
            raise Http404
        return row

    def here(self, name: str = "desk") -> str:
        return reverse(f"review:{name}", kwargs={key: self.kwargs[key] for key in LOOKUP})  # type: ignore[attr-defined]


@method_decorator(never_cache, name="dispatch")
class Desk(Own, TemplateView):
    """The hand-in on the left, the rubric on the right. Ten queries."""

    template_name = "reviews/desk.html"
    http_method_names = ["get", "head", "post", "options"]
    typed: Any = None

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, now = self.row, clock.now()
        items = items_to_score(self.request.user, row.stage)
        item = next((each for each in items if each.assignment_id == row.pk), None)
        if item is None:
            raise Http404
        criteria = criteria_of(row.stage.round)
        sheet = sheet_from(criteria, item.sheet, self.typed)
        kept, typed = item.sheet, self.typed
        drawn = drawn_of(row.submission, blind=row.stage.blind)
        end = scoring.ends_at(row.stage)
        again = kept is not None and kept.version > 1
        over = end is not None and now >= end and not again
        early = row.stage.starts_on is not None and now.astimezone(clock.BEIJING).date() < row.stage.starts_on
        return super().get_context_data(
            row=row, item=item, sheet=sheet, kept=kept, drawn=drawn, papers=papers_of(row.submission, drawn.content),
            days_left=_days_left(row.stage.ends_on, now), over=over, early=early, again=again,
            open=not over and not early and not item.sealed,
            comment=typed.get("comment", "") if typed is not None else kept.comment if kept else "",
            opinion=typed.get("opinion", "") if typed is not None else kept.opinion if kept else "",
            ref=ref_of(row), opinions=Opinion, least=comment_least(row.stage.round), most=scoring.LONGEST_COMMENT,
            longest_reason=scoring.LONGEST_REASON, key=uuid4().hex, turn=kept.turn if kept else 0,
            saved_at=f"{kept.saved_at.astimezone(clock.BEIJING):%H:%M}" if kept else "",
            strip=strip_of(items, sheet.rubric, row.pk), around=self._around(items, item),
            changes=self._changes(drawn.content) if item.newer else (), **given,
        )  # fmt: skip

    def _around(self, items: Sequence[Item], item: Item) -> dict[str, Any]:
        """Return how far the expert is, and the neighbours in the seeded order."""
        ordered = sorted(
            items, key=lambda each: (each.stage.round.code, each.stage.order, each.place, each.assignment_id)
        )
        at = ordered.index(item)
        return {
            "count": len(items),
            "done": sum(each.sheet is not None for each in items),
            "before": address(ordered[at - 1]) if at else "",
            "after": address(ordered[at + 1]) if at + 1 < len(ordered) else "",
        }

    def _changes(self, content: Any) -> list[Change]:
        """Return what a newer hand-in says otherwise, without what would tell who applies. Three queries, rarely."""
        newest = standing_of(self.row.project)
        if newest is None:
            return []
        after = judged_content(newest)
        if self.row.stage.blind:
            content, after = blinded_of(self.row.submission, content), blinded_of(newest, after)
        return changes_of(differences(content, after), content, after)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        try:
            saved = self.save(request)
        except RuleRefusal as refusal:
            if refusal.code == GONE:
                raise Http404 from None
            messages.error(request, sentence_of(refusal))
            self.typed = request.POST
            return self.render_to_response(self.get_context_data(), status=409)
        if request.POST.get("go") != "next":
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(self.here())
        if saved.problems:
            said = [problem_of(each) for each in saved.problems]
            return self.render_to_response(self.get_context_data(problems=said), status=422)
        line = following(lines_of(items_to_score(user)))
        if line is None:
            messages.success(request, _("That was the last one. Compare your scores here and hand them in."))
        return HttpResponseRedirect(line.url if line else reverse("review:summary"))

    def save(self, request: HttpRequest) -> scoring.Saved:
        user: Any = request.user
        turn, data = request.POST.get("turn", ""), request.POST
        return scoring.save_sheet(
            assignment_id=self.row.pk, marks=typed_marks(data),
            opinion=data.get("opinion", ""), comment=data.get("comment", ""),
            turn=int(turn) if turn.isdecimal() else None, key=data.get("key", ""), actor=user,
        )  # fmt: skip


class Save(Desk):
    """The same save for the page's script, answered in JSON; the script keeps what did not arrive. Ten queries."""

    http_method_names = ["post"]
    key_only = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            words = _("Your sign-in has expired. What you typed is kept on this device.")
            return JsonResponse({"code": "signed_out", "words": words}, status=401)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            saved = self.save(request)
        except RuleRefusal as refusal:
            if refusal.code == GONE:
                raise Http404 from None
            return JsonResponse({"code": refusal.code, "words": sentence_of(refusal)}, status=409)
        at = saved.sheet.saved_at.astimezone(clock.BEIJING)
        return JsonResponse({"turn": saved.sheet.turn, "at": f"{at:%H:%M}", "left": len(saved.problems)})


class Keep(Own, View):
    """Put a project aside for later, or take it back into the turn."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        kept = request.POST.get("kept") == "1"
        scoring.keep_for_later(assignment_id=self.row.pk, kept=kept, actor=user)
        if not kept:
            return HttpResponseRedirect(self.here())
        messages.success(request, _("Put aside; it comes last."))
        return HttpResponseRedirect(f"{reverse('review:next')}?after={ref_of(self.row)}")


class Follow(Own, View):
    """Go over to the newer hand-in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        scoring.follow_submission(assignment_id=self.row.pk, actor=user)
        messages.success(request, _("You read the newer version now. Look at your scores again."))
        return HttpResponseRedirect(self.here())


@method_decorator(never_cache, name="dispatch")
class Aside(Own, TemplateView):
    """Step aside from a project: why, and what happens then."""

    template_name = "reviews/aside.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        data = self.request.POST
        return super().get_context_data(
            row=self.row, kinds=TieKind, kind=data.get("kind", ""), words=data.get("words", ""), desk=self.here(),
            done=self.row.state == AssignmentState.DONE, **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        try:
            recusing.step_aside(
                assignment_id=self.row.pk, code=request.POST.get("kind", ""), words=request.POST.get("words", ""),
                actor=user,
            )  # fmt: skip
        except RuleRefusal as refusal:
            return self.render_to_response(self.get_context_data(refused=sentence_of(refusal)), status=422)
        messages.success(request, _("You have stepped aside; the project is taken off your list."))
        return HttpResponseRedirect(reverse("review:home"))
