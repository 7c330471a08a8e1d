"""What an organisation and a community see of an evaluation."""

from django.urls import path

from grants.views.evaluation.own import Own
from grants.views.evaluation.voice import Voice

urlpatterns = [
    path("voice/<str:token>/", Voice.as_view(), name="voice"),
    path("<str:code>/evaluation/", Own.as_view(), name="evaluation"),
]
