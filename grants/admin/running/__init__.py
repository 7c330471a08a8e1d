"""The staff's pages of running projects."""

from django.urls import path

from grants.admin.running import expenses, lists, papers, project, visits
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/projects/<str:code>/", project.Desk.as_view(), name="project_desk"),
    path("desk/projects/<str:code>/sheets/<slug:what>.xlsx", project.Sheet.as_view(), name="project_sheet"),
    path("desk/projects/<str:code>/start/", project.Start.as_view(), name="project_start"),
    path("desk/projects/<str:code>/visits/new/", visits.Plan.as_view(), name="visit_new"),
    path("desk/expenses/<int:pk>/act/<slug:verb>/", expenses.Act.as_view(), name="expense_act"),
    path("desk/reports/<int:pk>/", papers.ReportDesk.as_view(), name="report_desk"),
    path("desk/reports/<int:pk>/act/<slug:verb>/", papers.ReportAct.as_view(), name="report_act"),
    path("desk/changes/<int:pk>/", papers.ChangeDesk.as_view(), name="change_desk"),
    path("desk/changes/<int:pk>/act/<slug:verb>/", papers.ChangeAct.as_view(), name="change_act"),
    path("desk/visits/<int:pk>/", visits.Desk.as_view(), name="visit_desk"),
    path("desk/visits/<int:pk>/act/<slug:verb>/", visits.Act.as_view(), name="visit_act"),
)
