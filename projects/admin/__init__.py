"""The staff's pages of needs."""

from django.urls import path

from projects.admin import desk, lists, writing
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/needs/new/", writing.Collect.as_view(), name="need_new"),
    path("desk/needs/merge/", writing.Merge.as_view(), name="need_merge"),
    path("desk/needs/<int:pk>/", desk.Desk.as_view(), name="need_desk"),
    path("desk/needs/<int:pk>/edit/", writing.Edit.as_view(), name="need_edit"),
    path("desk/needs/<int:pk>/act/<slug:verb>/", desk.Act.as_view(), name="need_act"),
)
