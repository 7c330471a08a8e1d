"""Addresses of an expert's scoring."""

from django.urls import path

from reviews.views import blind, reviewing, scoring

app_name = "review"
ONE = "<str:round>/<int:stage>/<str:code>/"

urlpatterns = [
    path("", reviewing.Home.as_view(), name="home"),
    path("next/", reviewing.Next.as_view(), name="next"),
    path("summary/", reviewing.Summary.as_view(), name="summary"),
    path(ONE, scoring.Desk.as_view(), name="desk"),
    path(f"{ONE}save/", scoring.Save.as_view(), name="save"),
    path(f"{ONE}keep/", scoring.Keep.as_view(), name="keep"),
    path(f"{ONE}follow/", scoring.Follow.as_view(), name="follow"),
    path(f"{ONE}aside/", scoring.Aside.as_view(), name="aside"),
    path(f"{ONE}papers/<int:number>/", blind.Paper.as_view(), name="paper"),
]
