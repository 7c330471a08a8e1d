"""The judges' pages: ideas one after the other, without a name."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from projects.flows import ideas as flows
from projects.forms.ideas import JudgeForm
from projects.models import IdeaEntry
from projects.queries import contests
from venture.doors.web import Door, RowDoor
from venture.kernel.errors import RuleRefusal, sentence_of


class Judging(Door, TemplateView):
    """What the person judges. 4 queries."""

    permission = "ideas.judge"
    template_name = "ideas/judging.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        entries: list[Any] = list(contests.to_judge(self.request.user))
        left = [each for each in entries if each.mine is None]
        return super().get_context_data(
            contests=list(contests.judged_by(self.request.user)), entries=entries, left=len(left),
            next=left[0] if left else None, **given,
        )  # fmt: skip


class Judge(RowDoor, FormView):
    """One idea: its words, a number for each criterion, one sentence. 7 queries."""

    permission = "idea_entries.judge"
    template_name = "ideas/judge.html"
    form_class = JudgeForm
    row: IdeaEntry

    def rows(self) -> Any:
        return contests.to_judge(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "criteria": self.row.contest.criteria}

    def get_initial(self) -> dict[str, Any]:
        own = contests.own_score(self.row, self.request.user)
        return {**{f"p{place}": n for place, n in own.points.items()}, "words": own.words} if own else {}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(entry=self.row, idea=self.row.idea, contest=self.row.contest, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        try:
            flows.score_entry(
                entry_id=self.row.pk, points=form.points(), words=form.cleaned_data["words"], actor=user
            )  # fmt: skip
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return super().form_invalid(form)
        following = contests.to_judge(user).filter(mine__isnull=True).first()
        if following is None:
            messages.success(self.request, _("All ideas are judged. Thank you."))
            return HttpResponseRedirect(reverse("ideas:judging"))
        return HttpResponseRedirect(reverse("ideas:judge", args=[following.pk]))
