"""The evaluator's pages."""

from django.urls import path

from grants.views.evaluation.home import Begin, Home
from grants.views.evaluation.sheet import Act, Sheet

app_name = "evaluation"

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("begin/<str:code>/<slug:phase>/", Begin.as_view(), name="begin"),
    path("<int:pk>/", Sheet.as_view(), name="sheet"),
    path("<int:pk>/<slug:verb>/", Act.as_view(), name="act"),
]
