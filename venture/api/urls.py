"""``/api/v1/``. A change that breaks a caller gets a new number; the old one stays for a year."""

from django.urls import path

from notices.api import NoticeList, NoticeOne
from rounds.api import RoundList, RoundOne
from venture.api.views import Document

app_name = "api"
urlpatterns = [
    path("rounds/", RoundList.as_view(), name="rounds"),
    path("rounds/<slug:code>/", RoundOne.as_view(), name="round"),
    path("notices/", NoticeList.as_view(), name="notices"),
    path("notices/<slug:series>/<int:number>/", NoticeOne.as_view(), name="notice"),
    path("schema/", Document.as_view(), name="schema"),
]
