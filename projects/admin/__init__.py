"""The staff's pages of needs and of applications."""

from django.urls import path

from projects.admin import desk, extensions, lists, writing
from venture.doors.admin import mount

__all__ = ["extensions", "lists"]

mount(
    path("desk/extensions/new/", extensions.Ask.as_view(), name="extension_new"),
    path("desk/extensions/<int:pk>/", extensions.Desk.as_view(), name="extension_desk"),
    path("desk/extensions/<int:pk>/act/<slug:verb>/", extensions.Act.as_view(), name="extension_act"),
    path("desk/needs/new/", writing.Collect.as_view(), name="need_new"),
    path("desk/needs/merge/", writing.Merge.as_view(), name="need_merge"),
    path("desk/needs/<int:pk>/", desk.Desk.as_view(), name="need_desk"),
    path("desk/needs/<int:pk>/edit/", writing.Edit.as_view(), name="need_edit"),
    path("desk/needs/<int:pk>/act/<slug:verb>/", desk.Act.as_view(), name="need_act"),
)
