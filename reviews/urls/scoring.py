"""Addresses of an expert's scoring."""

from django.urls import path

from reviews.views import blind, panels, reviewing, scoring

app_name = "review"
ONE = "<str:round>/<int:stage>/<str:code>/"

urlpatterns = [
    path("", reviewing.Home.as_view(), name="home"),
    path("next/", reviewing.Next.as_view(), name="next"),
    path("summary/", reviewing.Summary.as_view(), name="summary"),
    path("panel/<int:pk>/", panels.Table.as_view(), name="panel"),
    path("panel/<int:pk>/turn/", panels.Turn.as_view(), name="panel_turn"),
    path("panel/<int:pk>/lock/", panels.Lock.as_view(), name="panel_lock"),
    path("panel/<int:pk>/<int:order>/", panels.Table.as_view(), name="panel_project"),
    path("panel/<int:pk>/<int:order>/save/", panels.Save.as_view(), name="panel_save"),
    path("panel/<int:pk>/<int:order>/aside/", panels.Aside.as_view(), name="panel_aside"),
    path(ONE, scoring.Desk.as_view(), name="desk"),
    path(f"{ONE}save/", scoring.Save.as_view(), name="save"),
    path(f"{ONE}keep/", scoring.Keep.as_view(), name="keep"),
    path(f"{ONE}follow/", scoring.Follow.as_view(), name="follow"),
    path(f"{ONE}aside/", scoring.Aside.as_view(), name="aside"),
    path(f"{ONE}papers/<int:number>/", blind.Paper.as_view(), name="paper"),
]
