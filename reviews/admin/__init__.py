"""The staff's pages of the screening."""

from django.urls import path

from reviews.admin import desk, lists, reminding
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/drafts/", reminding.Drafts.as_view(), name="drafts"),
    path("desk/screening/<str:code>/", desk.Desk.as_view(), name="screening_desk"),
    path("desk/screening/<str:code>/act/<slug:verb>/", desk.Act.as_view(), name="screening_act"),
)
