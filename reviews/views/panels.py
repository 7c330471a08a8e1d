"""An expert at the table of a live panel: the page follows what is on, scores are kept as they are given."""

from collections.abc import Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from reviews.enums import AssignmentState, Opinion, PanelState, TieKind
from reviews.flows import panels as flows
from reviews.flows import recusing, scoring
from reviews.models import Assignment, Panel
from reviews.queries.panels import COMMENT_LEAST
from reviews.queries.scoring import Item, criteria_of, for_desk, items_of, rubric_from
from reviews.queries.tables import Place, for_table, least_told, places_for, seat_of, slots_of, turn_among, turn_of
from reviews.views.blind import drawn_of, papers_of
from reviews.views.sheet import sheet_from, strip_of, typed_marks
from reviews.words.scoring import problem_of
from rounds.models import Criterion
from venture.doors.web import RowDoor
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

GONE = "assignment_closed"
LONGEST_NUMBER = 6


class AtTable(RowDoor):
    """A door to a session for those who sit at it. Forbidden looks like missing."""

    permission = "panels.sit"
    row: Panel

    def rows(self) -> Any:
        return for_table()

    def here(self, order: int | None = None) -> str:
        return address(self.row, order)

    def assignment(self, order: int) -> Any:
        """Return the own assignment of a called place. Raise ``Http404``, also where a conflict bars it."""
        shape = for_desk().select_related("project__organization")
        rows = policy.visible(self.request.user, "reviews.sit", shape)  # type: ignore[attr-defined]
        place = {"project__slots__panel": self.row.pk, "project__slots__order": order}
        return get_object_or_404(rows, stage=self.row.stage_id, **place)

    def items(self) -> list[Item]:
        rows = policy.visible(self.request.user, "reviews.at_table", Assignment.objects.all())  # type: ignore[attr-defined]
        return items_of(rows.filter(project__slots__panel=self.row.pk), self.row.stage)


def address(panel: Panel, order: int | None = None) -> str:
    return reverse("review:panel", args=[panel.pk]) if order is None else reverse(
        "review:panel_project", args=[panel.pk, order]
    )  # fmt: skip


@method_decorator(never_cache, name="dispatch")
class Table(AtTable, TemplateView):
    """What is on, or with a number one of the projects that were called. 15 queries at most, however many there are."""

    template_name = "reviews/panel/table.html"
    http_method_names = ["get", "head", "post", "options"]
    typed: Any = None

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        panel, items = self.row, self.items()
        seat = seat_of(panel, self.request.user)
        if seat is None:
            raise Http404
        slots, criteria = slots_of(panel), criteria_of(panel.stage.round)
        rubric = rubric_from(criteria)
        places = places_for(panel, slots, items, rubric, absent=seat.absent_at is not None)
        on = next((place for place in places if place.state == "current"), None)
        wanted = self.kwargs.get("order")
        place = next((each for each in places if each.order == wanted), None) if wanted is not None else on
        if wanted is not None and (place is None or not place.called):
            raise Http404
        turn = turn_among(panel, slots)
        chairs = panel.chair_id == seat.appointment_id
        facts = {
            "panel": panel, "places": places, "on": on, "place": place, "follows": wanted is None, "turn": turn,
            "now": clock.now(), "seat": seat, "chairs": chairs and panel.state in ("running", "closed"),
            "locked": panel.state == PanelState.LOCKED, "told": least_told(panel, slots, rubric) if chairs else None,
            "done": sum(each.done for each in places), "count": sum(each.mine for each in places),
        }  # fmt: skip
        if place is not None and place.item is not None:
            facts |= self._project(place, items, criteria)
        return super().get_context_data(**{**facts, **given})

    def _project(self, place: Place, items: Sequence[Item], criteria: Sequence[Criterion]) -> dict[str, Any]:
        """Return what stands on the two halves of the page for one project."""
        row, item, typed = self.assignment(place.order), place.item, self.typed
        assert item is not None
        kept = item.sheet
        sheet = sheet_from(criteria, kept, typed)
        drawn = drawn_of(row.submission, blind=row.stage.blind)
        return {
            "row": row, "sheet": sheet, "kept": kept, "drawn": drawn,
            "item": SimpleNamespace(category=item.category, newer=False, sealed=item.sealed),
            "papers": papers_of(row.submission, drawn.content), "open": not item.sealed and not place.locked,
            "comment": typed.get("comment", "") if typed is not None else kept.comment if kept else "",
            "opinion": typed.get("opinion", "") if typed is not None else kept.opinion if kept else "",
            "opinions": Opinion, "least": COMMENT_LEAST, "most": scoring.LONGEST_COMMENT,
            "longest_reason": scoring.LONGEST_REASON, "key": uuid4().hex, "version": kept.turn if kept else 0,
            "saved_at": at(kept.saved_at) if kept else "", "strip": strip_of(items, sheet.rubric, row.pk),
        }  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the form as it stands; with ``next`` say what is still missing."""
        try:
            saved = self.save(request)
        except RuleRefusal as refusal:
            if refusal.code == GONE:
                raise Http404 from None
            messages.error(request, sentence_of(refusal))
            self.typed = request.POST
            return self.render_to_response(self.get_context_data(), status=409)
        if request.POST.get("go") == "next" and saved.problems:
            said = [problem_of(each) for each in saved.problems]
            return self.render_to_response(self.get_context_data(problems=said), status=422)
        messages.success(request, _("Saved. It counts once the chair locks the scores; until then you can change it."))
        return HttpResponseRedirect(request.path)

    def save(self, request: HttpRequest) -> scoring.Saved:
        user: Any = request.user
        row = self.assignment(self.order(request))
        turn, data = request.POST.get("turn", ""), request.POST
        return flows.save_live(
            assignment_id=row.pk, marks=typed_marks(data),
            opinion=data.get("opinion", ""), comment=data.get("comment", ""),
            turn=int(turn) if turn.isdecimal() else None, key=data.get("key", ""), actor=user,
        )  # fmt: skip

    def order(self, request: HttpRequest) -> int:
        """Return the place that the form was drawn for: meanwhile another project may be on."""
        text = str(self.kwargs.get("order") or request.POST.get("order", ""))
        if not (text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER):
            raise RuleRefusal("panel_slot_unknown")
        return int(text)


class Save(Table):
    """The same save for the page's script, answered in JSON; the script keeps what did not arrive. Nine queries."""

    http_method_names = ["post"]

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
        return JsonResponse(
            {"turn": saved.sheet.turn, "at": at(saved.sheet.saved_at), "left": len(saved.problems)}
        )  # fmt: skip


class Turn(AtTable, View):
    """What is on, asked every two seconds: 304 as long as nothing changed. Three queries then, six otherwise."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        panel, actor = self.row, request.user
        etag = quote_etag(f"{panel.pk}.{panel.turn}")
        same = get_conditional_response(request, etag=etag)
        if same is not None:
            same["Cache-Control"] = "private, no-cache"
            return same
        told = turn_of(panel)
        flows.note_seen(panel_id=panel.pk, turn=panel.turn, actor=actor)  # type: ignore[arg-type]
        locked = panel.slots.filter(locked_at__isnull=False).values_list("order", flat=True)
        answer = JsonResponse(
            {
                "turn": told.turn, "state": told.state, "order": told.order, "locked": list(locked),
                "opened": told.opened_at.isoformat() if told.opened_at else "", "now": clock.now().isoformat(),
            }
        )  # fmt: skip
        answer["ETag"], answer["Cache-Control"] = etag, "private, no-cache"
        return answer


@method_decorator(never_cache, name="dispatch")
class Aside(AtTable, TemplateView):
    """Step aside from a project that is on or was called: from then on it shows nothing but that."""

    template_name = "reviews/aside.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        data, row = self.request.POST, self.assignment(self.kwargs["order"])
        return super().get_context_data(
            row=row, kinds=TieKind, kind=data.get("kind", ""), words=data.get("words", ""),
            desk=self.here(self.kwargs["order"]), done=row.state == AssignmentState.DONE, **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        row = self.assignment(kwargs["order"])
        try:
            recusing.step_aside(
                assignment_id=row.pk, code=request.POST.get("kind", ""), words=request.POST.get("words", ""), actor=user
            )
        except RuleRefusal as refusal:
            return self.render_to_response(self.get_context_data(refused=sentence_of(refusal)), status=422)
        messages.success(request, _("You have stepped aside from this project; your marks for it do not count."))
        return HttpResponseRedirect(self.here())


class Lock(AtTable, View):
    """The chair locks the scores of one project, or of the whole session."""

    permission = "panels.chair"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        order, reason = request.POST.get("order", ""), request.POST.get("reason", "")
        try:
            if order.isascii() and order.isdecimal():
                flows.lock_project(panel_id=self.row.pk, order=int(order), reason=reason, actor=user)
                messages.success(request, _("Locked: the scores of this project are sealed."))
            else:
                flows.lock_panel(panel_id=self.row.pk, reason=reason, actor=user)
                messages.success(request, _("Locked: all scores are sealed. Thank you."))
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        return HttpResponseRedirect(self.here())


def at(instant: datetime) -> str:
    return f"{instant.astimezone(clock.BEIJING):%H:%M}"
