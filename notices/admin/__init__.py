"""The staff's pages of notices."""

from django.urls import path

from notices.admin import desk, lists, writing
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/notices/new/", writing.New.as_view(), name="notice_new"),
    path("desk/notices/<int:pk>/", desk.Desk.as_view(), name="notice_desk"),
    path("desk/notices/<int:pk>/notice.docx", desk.Word.as_view(), name="notice_word"),
    path("desk/notices/<int:pk>/edit/", writing.Edit.as_view(), name="notice_edit"),
    path("desk/notices/<int:pk>/needs/", writing.DrawList.as_view(), name="notice_needs"),
    path("desk/notices/<int:pk>/correct/", writing.Correct.as_view(), name="notice_correct"),
    path("desk/notices/<int:pk>/act/<slug:verb>/", desk.Act.as_view(), name="notice_act"),
)
