"""The pages of the overview."""

from django.urls import path

from cockpit import views
from venture.doors.admin import mount

mount(
    path("desk/current/<slug:desk>/", views.CurrentDesk.as_view(), name="current_desk"),
    path("desk/overview/<slug:code>/summary.xlsx", views.Summary.as_view(), name="overview_summary"),
)
