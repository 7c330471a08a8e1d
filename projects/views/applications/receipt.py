"""The proof of a hand-in: number, time, hash, what comes next; and the papers behind it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from projects.flows.applications import printing
from projects.flows.applications.window import closes_at, over
from projects.models import Submission, SubmissionPaper
from projects.queries.submissions import for_receipt, printing_of
from projects.views.applications.steps import StepDoor
from rounds.enums import StageKind
from venture.files.printing import Printed
from venture.jobs.enums import JobState
from venture.kernel import clock

# What htmx takes as the end of its asking.
STOP_ASKING = 286


class ReceiptDoor(StepDoor):
    """A page of an application that was handed in once."""

    def last(self) -> Submission:
        found = for_receipt(self.row).first()
        if found is None:
            raise Http404
        return found

    def paper(self, submission: Submission) -> dict[str, Any]:
        """Return how far the printing is."""
        kept: SubmissionPaper | None = getattr(submission, "paper", None)
        job = printing_of(submission) if kept is None else None
        waits = kept is None and job is not None and job.state in {JobState.QUEUED, JobState.RUNNING}
        return {"paper": kept, "job": job, "waits": waits}


class Receipt(ReceiptDoor, TemplateView):
    template_name = "applications/receipt.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        project, last, now = self.row, self.last(), clock.now()
        open_still = not over(project, now)
        next_stages = project.round.stages.exclude(kind=StageKind.INTAKE).order_by("order", "pk")
        return super().get_context_data(
            project=project,
            last=last,
            earlier=list(for_receipt(project)[1:]),
            closes=closes_at(project),
            stages=next_stages,
            may_recall=open_still and last.corrects_id is None and self.allows("applications.recall"),
            may_withdraw=self.allows("applications.withdraw"),
            **self.paper(last),
            **given,
        )


class ReceiptPaper(ReceiptDoor, TemplateView):
    """How far the paper is, as a piece of the page; htmx asks every two seconds until it is there."""

    template_name = "applications/receipt_paper.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = self.paper(self.last())
        status = 200 if state["waits"] else STOP_ASKING
        return self.render_to_response(self.get_context_data(project=self.row, **state), status=status)


class Paper(ReceiptDoor, View):
    """Lead to the printed paper; until it is there, to the receipt, which says so."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept: SubmissionPaper | None = getattr(self.last(), "paper", None)
        if kept is None:
            messages.info(request, _("The paper is being printed. It stands on this page in a moment."))
            return self.to("receipt")
        return HttpResponseRedirect(reverse("files:download", kwargs={"key": kept.file.key}))


class ContentText(ReceiptDoor, View):
    """The text of which the hash was taken, byte by byte: whoever keeps it can prove it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        last = self.last()
        answer = HttpResponse(last.content.encode(), content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{last.receipt}.json"'
        return _kept_nowhere(answer)


class Preview(StepDoor, View):
    """The paper as it would be now, marked as a draft across every page."""

    permission = "applications.read"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _pdf(printing.print_draft(self.row), f"{self.row.code}-draft.pdf")


class ForSigning(StepDoor, View):
    """The paper to be signed by hand and sealed: complete, its hash in the footer."""

    permission = "applications.submit"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _pdf(printing.print_for_signing(self.row), f"{self.row.code}-to-sign.pdf")


def _pdf(printed: Printed, name: str) -> HttpResponse:
    answer = HttpResponse(printed.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return _kept_nowhere(answer)


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
