"""Traces of applicants in what blind experts read, and the copies of their papers: staff decide what is shown."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from projects.domain.comparing import Piece, marked
from projects.models import Project, Submission
from projects.queries.submissions import judged_content
from projects.words import labels
from projects.words.changes import place_names
from reviews.domain.traces import PAPER
from reviews.enums import Found
from reviews.flows import blinding
from reviews.models import RedactedCopy, Trace
from reviews.queries.blinding import for_staff
from reviews.words.scoring import KINDS
from venture.doors.admin import StaffAdmin, refusals_as_messages
from venture.doors.desk import RowDesk
from venture.kernel import policy

AROUND = 40


class BlindCase(RowDesk):
    permission = "blinding.view"
    lookup = {"code": "code"}
    desk = "blind_desk"
    key = "code"
    title = gettext_lazy("What blind experts read")
    row: Any

    def rows(self) -> QuerySet[Project]:
        traces = Prefetch("traces", Trace.objects.select_related("decided_by").order_by("pk"))
        copies = Prefetch("copies", RedactedCopy.objects.select_related("attachment__file", "file", "decided_by"))
        hand_ins = Submission.objects.order_by("-version").prefetch_related(traces, copies)
        return for_staff().prefetch_related(Prefetch("submissions", hand_ins, to_attr="hand_ins"))


class BlindDesk(BlindCase, TemplateView):
    """One project: each trace in its sentence with what is decided, each paper with its copy. 10 queries."""

    template_name = "admin/reviews/blind.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        submission = next(iter(self.row.hand_ins), None)
        if submission is None:
            raise Http404
        content = judged_content(submission)
        names, papers = place_names(content), content["names"]["papers"]
        traces = [
            {
                "row": trace, "kind": KINDS.get(trace.kind, trace.kind), "place": self._place(trace, names),
                "pieces": pieces_around(content, trace),
            }
            for trace in submission.traces.all()
        ]  # fmt: skip
        copies = [
            {"row": copy, "name": papers.get(copy.attachment.slug) or labels.paper_kind(copy.attachment.slug)}
            for copy in submission.copies.all()
        ]
        return super().get_context_data(
            project=self.row, submission=submission, traces=traces, copies=copies, found=Found,
            may=policy.allows(self.request.user, "blinding.decide", self.row), **given,
        )  # fmt: skip

    def _place(self, trace: Trace, names: Any) -> str:
        section, _slash, path = trace.place.partition("/")
        if section == PAPER:
            return _("Paper")
        return str(names.get((section, path)) or labels.name_of(section, path))


def pieces_around(content: Any, trace: Trace) -> list[Piece]:
    """Return the sentence around a trace, with the trace marked."""
    section, _slash, path = trace.place.partition("/")
    text = _text_at(content["sections"].get(section, {}), path)
    at = text.find(trace.found)
    if at < 0:
        return [Piece(trace.found, marked=True)]
    return marked(text[max(0, at - AROUND) : at + len(trace.found) + AROUND], trace.found)


def _text_at(values: Any, path: str) -> str:
    table, _dot, rest = path.partition(".")
    if not rest:
        return str(values.get(table) or "")
    row, _dot, name = rest.partition(".")
    return str(next((each.get(name) for each in values.get(table) or [] if each["id"] == row), "") or "")


class BlindAct(BlindCase, View):
    """A decision about the traces or the copies of one project."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in {"redacted", "harmless", "show", "hide"}:
            raise Http404
        if not policy.allows(request.user, "blinding.decide", self.row):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        actor: Any = request.user
        chosen = {int(each) for each in request.POST.getlist("row") if each.isdecimal()}
        with refusals_as_messages(request):
            if verb in {"show", "hide"}:
                own = RedactedCopy.objects.filter(submission__project=self.row, pk__in=chosen)
                n = blinding.release_copies(
                    copy_ids=own.values_list("pk", flat=True), released=verb == "show", actor=actor
                )
            else:
                mine = Trace.objects.filter(submission__project=self.row, pk__in=chosen)
                n = blinding.decide_traces(trace_ids=mine.values_list("pk", flat=True), state=verb, actor=actor)
            messages.success(request, ngettext("%(n)s is decided.", "%(n)s are decided.", n) % {"n": n})
        return self.back()


class _OfProject(StaffAdmin):
    list_display_links = None

    @admin.display(description=gettext_lazy("project"), ordering="submission__project__code")
    def project(self, row: Any) -> str:
        project = row.submission.project
        url = reverse("admin:blind_desk", args=[project.code])
        return format_html('<a href="{}">{} · {}</a>', url, project.code, project.blind_code)

    def has_deciding_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Trace)
class TraceAdmin(_OfProject):
    """Traces of every project, to be decided together."""

    view_permission = "blinding.view_traces"
    list_display = ("project", "found", "kind_in_words", "place", "state", "decided_by")
    list_filter = ("state", "kind", ("submission__project__round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("found", "submission__project__code", "submission__project__blind_code")
    ordering = ("-state", "submission__project__code", "pk")
    actions = ("redact", "let_stand")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("submission__project", "decided_by")

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_in_words(self, row: Trace) -> str:
        return str(KINDS.get(row.kind, row.kind))

    @admin.action(description=gettext_lazy("Black out"), permissions=["deciding"])
    def redact(self, request: HttpRequest, rows: QuerySet[Trace]) -> None:
        self._decide(request, rows, Found.REDACTED)

    @admin.action(description=gettext_lazy("Let stand: tells nothing"), permissions=["deciding"])
    def let_stand(self, request: HttpRequest, rows: QuerySet[Trace]) -> None:
        self._decide(request, rows, Found.HARMLESS)

    def _decide(self, request: HttpRequest, rows: QuerySet[Trace], state: str) -> None:
        actor: Any = request.user
        projects = policy.visible(actor, "blinding.decide", Project.objects.all())
        chosen = rows.filter(submission__project__in=projects).values_list("pk", flat=True)
        n = blinding.decide_traces(trace_ids=list(chosen), state=state, actor=actor)
        messages.success(request, ngettext("%(n)s is decided.", "%(n)s are decided.", n) % {"n": n})


@admin.register(RedactedCopy)
class RedactedCopyAdmin(_OfProject):
    """Copies of papers, to be shown to blind experts or not."""

    view_permission = "blinding.view_copies"
    list_display = ("project", "attachment", "made", "released", "decided_by")
    list_filter = ("released", "attachment__slug", ("submission__project__round", admin.RelatedOnlyFieldListFilter))
    search_fields = ("submission__project__code", "submission__project__blind_code")
    ordering = ("released", "submission__project__code", "pk")
    actions = ("show", "hide")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("submission__project", "attachment__file", "decided_by")

    @admin.display(description=gettext_lazy("copy made"), boolean=True)
    def made(self, row: RedactedCopy) -> bool:
        return row.file_id is not None

    @admin.action(description=gettext_lazy("Show to experts"), permissions=["deciding"])
    def show(self, request: HttpRequest, rows: QuerySet[RedactedCopy]) -> None:
        self._release(request, rows, released=True)

    @admin.action(description=gettext_lazy("Take out of experts' sight"), permissions=["deciding"])
    def hide(self, request: HttpRequest, rows: QuerySet[RedactedCopy]) -> None:
        self._release(request, rows, released=False)

    def _release(self, request: HttpRequest, rows: QuerySet[RedactedCopy], *, released: bool) -> None:
        actor: Any = request.user
        projects = policy.visible(actor, "blinding.decide", Project.objects.all())
        chosen = list(rows.filter(submission__project__in=projects).values_list("pk", flat=True))
        with refusals_as_messages(request):
            n = blinding.release_copies(copy_ids=chosen, released=released, actor=actor)
            messages.success(request, ngettext("%(n)s is decided.", "%(n)s are decided.", n) % {"n": n})
