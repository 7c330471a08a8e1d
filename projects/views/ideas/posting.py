"""Posting an idea on a phone: four short steps, everything kept while it is typed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from projects.flows import ideas as flows
from projects.forms.ideas import ASKED, STEPS, IdeaForm
from projects.models import Idea
from projects.queries import ideas as queries
from projects.queries.ideas import season
from venture.doors.web import Door, RowDoor
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

NAMES = (
    gettext_lazy("The idea"), gettext_lazy("Problem and way"), gettext_lazy("Who you are"),
    gettext_lazy("Place and name"),
)  # fmt: skip


class StepPage(FormView):
    """One of the four steps, of a new idea or of one's own."""

    template_name = "ideas/step.html"
    form_class = IdeaForm
    idea: Idea | None = None

    @property
    def number(self) -> int:
        step = int(self.kwargs["step"])
        if not 1 <= step <= len(STEPS):
            raise Http404
        return step

    def address(self, step: int) -> str:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "step": self.number, "instance": self.idea}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        number = self.number
        return super().get_context_data(
            number=number, name=NAMES[number - 1], last=number == len(STEPS), steps=list(enumerate(NAMES, start=1)),
            before=self.address(number - 1) if number > 1 else "", idea=self.idea, **given,
        )  # fmt: skip


class NewIdea(Door, StepPage):
    """Post an idea. Whatever is typed is kept, valid or not. 6 queries."""

    permission = "ideas.post"

    def early(self, request: HttpRequest) -> HttpResponse | None:
        self.season = season(clock.now())
        if not self.season.used:
            raise Http404
        return None

    def address(self, step: int) -> str:
        return reverse("ideas:new") if step == 1 else reverse("ideas:new-step", args=[step])

    def get_initial(self) -> dict[str, Any]:
        draft = queries.idea_draft_of(self.request.user)
        return dict(draft.typed) if draft else {}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        draft = queries.idea_draft_of(self.request.user)
        return super().get_context_data(
            draft=draft, season=self.season, typed=draft.typed if draft and self.number == len(STEPS) else None, **given
        )

    def form_invalid(self, form: Any) -> HttpResponse:
        self._keep(form)
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        self._keep(form)
        number = self.number
        if number < len(STEPS):
            return HttpResponseRedirect(self.address(number + 1))
        return self._post(form)

    def _keep(self, form: Any) -> None:
        user: Any = self.request.user
        flows.keep_idea_draft(user=user, typed=form.typed())

    def _post(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        draft = queries.idea_draft_of(user)
        whole = IdeaForm({**(draft.typed if draft else {}), "agreed": "on"})
        if not whole.is_valid():
            first = min(step for step, names in enumerate(STEPS, start=1) if set(names) & set(whole.errors))
            messages.error(self.request, _("Something is missing here. What you typed is kept."))
            return HttpResponseRedirect(self.address(first))
        try:
            idea = flows.post_idea(actor=user, **whole.words())
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return super().form_invalid(form)
        messages.success(
            self.request, _("Your idea is on the page as %(code)s, without your name. Thank you.") % {"code": idea.code}
        )
        return HttpResponseRedirect(reverse("portal:idea", args=[idea.code]))


class EditIdea(RowDoor, StepPage):
    """Put one's own idea into better words, step by step, until somebody has made an offer for them."""

    permission = "ideas.edit"
    lookup = {"code": "code"}

    def rows(self) -> Any:
        return Idea.objects.select_related("street")

    def early(self, request: HttpRequest) -> HttpResponse | None:
        self.idea = self.row
        return None

    def address(self, step: int) -> str:
        return reverse("ideas:edit-step", args=[self.row.code, step])

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        kept = Idea.objects.values(*(name for name in ASKED if name not in {"agreed", "street"})).get(pk=self.row.pk)
        words = {**kept, "street": Idea.objects.get(pk=self.row.pk).street, **form.words()}
        try:
            flows.edit_idea(idea_id=self.row.pk, actor=user, **words)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return super().form_invalid(form)
        if self.number < len(STEPS):
            return HttpResponseRedirect(self.address(self.number + 1))
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("ideas:mine"))


class Draft(Door, View):
    """Keep what is typed while the person is typing; answered in a few bytes."""

    permission = "ideas.post"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        typed = {name: request.POST[name][:2000] for name in ASKED if name in request.POST and name != "agreed"}
        draft = flows.keep_idea_draft(user=user, typed=typed)
        return JsonResponse({"saved_at": draft.saved_at.isoformat()})
