"""Reminding experts: who is told what is shown first, and sent only when that was seen."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from reviews.admin.scoring import OfRound
from reviews.flows import prompting
from reviews.queries.scoring import Progress, progress_of, review_stages
from rounds.models import Stage
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.notify.models import Message
from venture.notify.registry import words_of

IDLE = "idle"


class Remind(OfRound, TemplateView):
    """Everybody with projects left, or only those who have not begun; the chosen ones with the words for each.

    12 queries, however many experts.
    """

    template_name = "admin/reviews/remind.html"
    title = gettext_lazy("Remind experts")

    def stage(self) -> Stage:
        """Return the stage that is named, else the last one that has begun."""
        stages, today = list(review_stages(self.row)), clock.today()
        order = self.request.POST.get("stage") or self.request.GET.get("stage", "")
        named = [each for each in stages if str(each.order) == order]
        begun = [each for each in stages if each.starts_on is not None and each.starts_on <= today]
        found = named or ([] if order else begun[-1:] or stages[:1])
        if not found:
            raise Http404
        return found[0]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        stage, idle = self.stage(), self.request.GET.get("who") == IDLE
        left = [each for each in progress_of(stage) if each.left and (each.left == each.given or not idle)]
        left = [each for each in left if not idle or not each.begun]
        chosen = {int(each) for each in self.request.GET.getlist("expert") if each.isdecimal()}
        people = [each.appointment.expert.user_id for each in left]
        told = Message.objects.filter(
            event="review_reminder", key=f"{stage.pk}:{clock.today().isoformat()}", person__in=people
        )
        already = set(told.values_list("person_id", flat=True))
        return super().get_context_data(
            round=self.row, stage=stage, idle=idle, may_run=self.may_run(),
            lines=[self.line(each, stage, chosen, already) for each in left], **given,
        )  # fmt: skip

    def line(self, each: Progress, stage: Stage, chosen: set[int], already: set[int]) -> dict[str, Any]:
        """Return one expert with the very words of the message."""
        facts = {"count": each.left, "day": stage.ends_on.isoformat() if stage.ends_on else ""}
        person = each.appointment.expert.user
        return {
            "row": each,
            "words": words_of("review_reminder", facts),
            "reachable": person is not None,
            "told": person is not None and person.pk in already,
            "checked": each.appointment.pk in chosen if chosen else True,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        chosen = {int(each) for each in request.POST.getlist("expert") if each.isdecimal()}
        if not self.may_run():
            messages.error(request, _("This step is not yours, or the round has moved on. Reload the page."))
            return self.here()
        stage = self.stage()
        try:
            n = prompting.remind_experts(stage_id=stage.pk, appointment_ids=chosen, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(f"{reverse('admin:review_remind', args=[self.row.code])}?stage={stage.order}")
        said = ngettext("%(n)s expert is reminded.", "%(n)s experts are reminded.", n) % {"n": n}
        messages.success(request, said)
        return self.here()
