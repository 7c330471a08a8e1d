"""The staff's pages of what is shown to the city: stories with their desk, commendations, public events."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.admin.closing.lists import BELONGS, ROUND, SEARCH, Listed, OfGrant
from grants.flows import showing as flows
from grants.models import Commendation, Grant, PublicEvent, Story
from grants.queries import public
from venture.doors import desk
from venture.doors.admin import StaffAdmin, mount
from venture.doors.desk import DeskAct, DeskPage
from venture.doors.templatetags.when import beijing, beijing_day

STORIES: dict[str, desk.Act] = {
    "publish": ("stories.publish", flows.publish_story, gettext_lazy("Published. Everybody reads it now.")),
    "return": ("stories.return", flows.return_story, gettext_lazy("Sent back to the organisation.")),
}
COMMENDATIONS: dict[str, desk.Act] = {
    "withdraw": ("commendations.withdraw", flows.take_commendation_back, gettext_lazy("Taken back.")),
}


@admin.register(Story)
class StoryAdmin(OfGrant):
    view_permission = "stories.view"
    desk, key = "story_desk", "pk"
    sheet = "stories"
    list_display = ("project", "title", "state", "written_by", "written", "published_by")
    list_filter = ("state", ROUND)
    list_select_related = (*BELONGS, "written_by", "published_by")
    search_fields = ("title", *SEARCH)

    @admin.display(description=gettext_lazy("written at"), ordering="written_at")
    def written(self, row: Story) -> str:
        return beijing(row.written_at)

    def heads(self) -> Sequence[str]:
        return (_("Number"), _("Project"), _("Organisation"), _("Title"), _("State"), _("Written by"), _("Consents"))

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.grant.project.code, row.grant.project.title, row.grant.organization.name, row.title,
            row.get_state_display(), str(row.written_by), row.consents,
        )  # fmt: skip


@admin.register(Commendation)
class CommendationAdmin(Listed):
    """Commendations; one is added here and taken back on its own page, never deleted."""

    view_permission = "commendations.view"
    add_permission = "commendations.add"
    desk = "commendation_desk"
    sheet = "commendations"
    list_display = ("project", "name", "day", "document_number", "recorded_by", "withdrawn_at")
    list_filter = ("name", ROUND)
    list_select_related = (*BELONGS, "recorded_by")
    search_fields = ("name", "document_number", *SEARCH)
    fields = ("grant", "name", "on", "document_number", "words")

    @admin.display(description=gettext_lazy("project"), ordering="grant__project__code")
    def project(self, row: Commendation) -> str:
        return self.opens(row, row.grant.project.title)

    @admin.display(description=gettext_lazy("day"), ordering="on")
    def day(self, row: Commendation) -> str:
        return beijing_day(row.on)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "grant":
            kwargs["queryset"] = public.funded()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Commendation, form: Any, change: bool) -> None:
        flows.commend(obj, actor=request.user)  # type: ignore[arg-type]

    def heads(self) -> Sequence[str]:
        return (_("Number"), _("Project"), _("Organisation"), _("Commended as"), _("Day"), _("Document"), _("For what"))

    def line(self, row: Any) -> Sequence[Any]:
        return (
            row.grant.project.code, row.grant.project.title, row.grant.organization.name, row.name,
            row.on.isoformat(), row.document_number, row.words,
        )  # fmt: skip


@admin.register(PublicEvent)
class EventAdmin(StaffAdmin):
    view_permission = "events.view"
    change_permission = "events.change"
    add_permission = "events.add"
    list_display = ("title", "kind", "begins", "place", "shown", "called_off")
    list_filter = ("kind", "shown", "called_off")
    search_fields = ("title", "place")
    list_select_related: ClassVar[Any] = ("grant__project", "round")

    @admin.display(description=gettext_lazy("begins at"), ordering="starts_at")
    def begins(self, row: PublicEvent) -> str:
        return beijing(row.starts_at)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "grant":
            kwargs["queryset"] = public.funded()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: PublicEvent, form: Any, change: bool) -> None:
        flows.save_event(obj, actor=request.user)  # type: ignore[arg-type]


class StoryDesk(DeskPage):
    """One story with the pictures that would stand beside it. 8 queries at most."""

    permission = "stories.view"
    acts = STORIES
    desk = "story_desk"
    template_name = "admin/grants/showing/story.html"
    row: Story

    def rows(self) -> Any:
        return Story.objects.select_related("grant__project", "grant__organization", "written_by", "published_by")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant: Grant = self.row.grant
        return super().get_context_data(title=self.row.title, photos=public.photos_of(grant), **given)


class StoryAct(DeskAct):
    permission = "stories.view"
    acts = STORIES
    desk = "story_desk"
    row: Story

    def rows(self) -> Any:
        return Story.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        said = {"remarks": self.request.POST.get("words", "")} if verb == "return" else {}
        return {"story_id": self.row.pk, **said}


class CommendationDesk(DeskPage):
    permission = "commendations.view"
    acts = COMMENDATIONS
    desk = "commendation_desk"
    template_name = "admin/grants/showing/commendation.html"
    row: Commendation

    def rows(self) -> Any:
        return Commendation.objects.select_related("grant__project", "grant__organization", "recorded_by")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.row.name, **given)


class CommendationAct(DeskAct):
    permission = "commendations.view"
    acts = COMMENDATIONS
    row: Commendation

    def rows(self) -> Any:
        return Commendation.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        return {"commendation_id": self.row.pk, "reason": self.request.POST.get("words", "")}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:commendation_desk", args=[self.row.pk]))


mount(
    path("desk/stories/<int:pk>/", StoryDesk.as_view(), name="story_desk"),
    path("desk/stories/<int:pk>/<slug:verb>/", StoryAct.as_view(), name="story_act"),
    path("desk/commendations/<int:pk>/", CommendationDesk.as_view(), name="commendation_desk"),
    path("desk/commendations/<int:pk>/<slug:verb>/", CommendationAct.as_view(), name="commendation_act"),
)
