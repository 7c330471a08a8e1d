"""The staff's pages of needs and of applications."""

from django.urls import path

from projects.admin import (
    contests,
    desk,
    extensions,
    ideas,
    linkage,
    lists,
    observers,
    paper_desk,
    papers,
    resources,
    sheets,
    writing,
)
from venture.doors.admin import mount

__all__ = ["extensions", "lists", "papers", "resources"]

mount(
    path("desk/ideas/<int:pk>/", ideas.Desk.as_view(), name="idea_desk"),
    path("desk/ideas/<int:pk>/act/<slug:verb>/", ideas.Act.as_view(), name="idea_act"),
    path("desk/contests/new/", contests.Open.as_view(), name="contest_new"),
    path("desk/contests/<int:pk>/", contests.Desk.as_view(), name="contest_desk"),
    path("desk/contests/<int:pk>/act/<slug:verb>/", contests.Act.as_view(), name="contest_act"),
    path("desk/extensions/new/", extensions.Ask.as_view(), name="extension_new"),
    path("desk/extensions/<int:pk>/", extensions.Desk.as_view(), name="extension_desk"),
    path("desk/extensions/<int:pk>/act/<slug:verb>/", extensions.Act.as_view(), name="extension_act"),
    path("desk/applications/<str:code>/observers/", observers.Observers.as_view(), name="application_observers"),
    path(
        "desk/applications/<str:code>/observers/<int:pk>/end/",
        observers.EndObserver.as_view(),
        name="application_end_observer",
    ),
    path("desk/paper/new/", papers.Enter.as_view(), name="paper_new"),
    path("desk/paper/organization/", papers.EnterOrganization.as_view(), name="paper_organization"),
    path("desk/paper/<str:code>/", paper_desk.Desk.as_view(), name="paper_desk"),
    path("desk/paper/<str:code>/scan.pdf", paper_desk.Scan.as_view(), name="paper_scan"),
    path("desk/paper/<str:code>/act/<slug:verb>/", paper_desk.Act.as_view(), name="paper_act"),
    path("desk/sheets/new/", sheets.Bring.as_view(), name="sheet_new"),
    path("desk/sheets/template.xlsx", sheets.Template.as_view(), name="sheet_template"),
    path("desk/sheets/<int:pk>/", sheets.Desk.as_view(), name="sheet_desk"),
    path("desk/sheets/<int:pk>/act/<slug:verb>/", sheets.Act.as_view(), name="sheet_act"),
    path("desk/linkage/gaps/", linkage.Gaps.as_view(), name="linkage_gaps"),
    path("desk/linkage/<int:pk>/", linkage.Desk.as_view(), name="linkage_desk"),
    path("desk/resources/new/", resources.Enter.as_view(), name="resource_new"),
    path("desk/resources/<int:pk>/", resources.Desk.as_view(), name="resource_desk"),
    path("desk/resources/<int:pk>/act/<slug:verb>/", resources.Act.as_view(), name="resource_act"),
    path("desk/needs/new/", writing.Collect.as_view(), name="need_new"),
    path("desk/needs/merge/", writing.Merge.as_view(), name="need_merge"),
    path("desk/needs/<int:pk>/", desk.Desk.as_view(), name="need_desk"),
    path("desk/needs/<int:pk>/edit/", writing.Edit.as_view(), name="need_edit"),
    path("desk/needs/<int:pk>/act/<slug:verb>/", desk.Act.as_view(), name="need_act"),
)
