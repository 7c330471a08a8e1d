"""The leaders' desk: what waits for their word, one list, one project, the vote."""

from django.urls import path

from reviews.views import deciding as views

app_name = "decide"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("<slug:code>/", views.List.as_view(), name="list"),
    path("<slug:code>/code/", views.SendCode.as_view(), name="code"),
    path("<slug:code>/sign/", views.Sign.as_view(), name="sign"),
    path("<slug:code>/projects/<str:project>/", views.OnePage.as_view(), name="project"),
]
