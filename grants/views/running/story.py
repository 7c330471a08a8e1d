"""A project's story for the city: written by its organisation, handed to the bureau, published after a look."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from grants.flows import showing as flows
from grants.forms.showing import StoryForm
from grants.models import Story
from grants.views.running.frame import ProjectPage
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of


class OwnStory(ProjectPage):
    """9 queries at most."""

    template_name = "grants/running/story.html"
    tab = "story"

    def story(self) -> Story | None:
        return Story.objects.filter(grant=self.row).select_related("written_by").first()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        story = self.story()
        kept = {} if story is None else {
            "title": story.title, "text": story.text, "tells_of_persons": story.tells_of_persons,
            "consents": story.consents,
        }  # fmt: skip
        form = given.pop("form", None) or StoryForm(initial=kept)
        writes = policy.allows(self.person, "stories.write", self.row)
        return super().get_context_data(story=story, form=form, writes=writes and flows.may_be_written(story), **given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StoryForm(request.POST)
        if not policy.allows(self.person, "stories.write", self.row):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.go("story")
        if form.is_valid():
            try:
                flows.write_story(grant_id=self.row.pk, actor=self.person, **form.cleaned_data)
                if request.POST.get("act") == "offer":
                    flows.offer_story(grant_id=self.row.pk, actor=self.person)
                    messages.success(request, _("Handed in. You are shown here when it is published."))
                else:
                    messages.success(request, _("Saved."))
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return self.go("story")
