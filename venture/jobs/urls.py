from django.urls import path

from venture.jobs.views import Cancel, Progress

app_name = "jobs"
urlpatterns = [
    path("<int:pk>/", Progress.as_view(), name="progress"),
    path("<int:pk>/cancel/", Cancel.as_view(), name="cancel"),
]
