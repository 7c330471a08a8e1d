"""How far a long piece of work is, for whoever asked for it: a bar, a button to stop it, a link to what it made."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from venture.doors.web import RowDoor
from venture.jobs import flows, registry
from venture.jobs.domain import lifecycle
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import policy

# What htmx takes as the end of its asking.
STOP_ASKING = 286


@method_decorator(never_cache, name="dispatch")
class Progress(RowDoor, TemplateView):
    """The page, and the same state as a piece of page for htmx, which asks every two seconds until the end."""

    permission = "jobs.view"
    template_name = "jobs/progress.html"

    def rows(self) -> QuerySet[Job]:
        return Job.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data(**kwargs)
        if not getattr(request, "htmx", False):
            return self.render_to_response(context)
        answer = self.response_class(request, "jobs/state.html", {**context, "piece": True}, using=self.template_engine)
        answer.status_code = STOP_ASKING if context["ended"] else 200
        return answer

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        job: Job = self.row
        known = job.name in registry.registered()
        handler = registry.handler_of(job.name) if known else None
        ended = job.state not in {JobState.QUEUED, JobState.RUNNING}
        stoppable = not job.cancel_requested and (
            job.state == JobState.RUNNING or "cancel" in lifecycle.verbs_from(job.state)
        )
        return super().get_context_data(
            job=job,
            title=job.label or (handler.label if handler else "") or _("Background work"),
            ended=ended,
            percent=100 * job.progress_done // job.progress_total if job.progress_total else None,
            result=handler.result(job.payload) if handler and handler.result and job.state == JobState.DONE else "",
            may_cancel=stoppable and policy.allows(self.request.user, "jobs.cancel", job),
            **given,
        )


class Cancel(RowDoor, View):
    permission = "jobs.cancel"
    http_method_names = ["post"]

    def rows(self) -> QuerySet[Job]:
        return Job.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = flows.cancel(job_id=self.row.pk, actor=request.user)
        if job.state == JobState.CANCELLED:
            messages.success(request, _("Cancelled."))
        else:
            messages.success(request, _("It was asked to stop and does so at its next step."))
        return redirect("jobs:progress", pk=job.pk)
