from django.urls import path

from projects.views import linkage
from projects.views import needs as views

app_name = "needs"
urlpatterns = [
    path("new/", views.NewNeed.as_view(), name="new"),
    path("mine/", views.MyNeeds.as_view(), name="mine"),
    path("projects/", linkage.CommunityProjects.as_view(), name="projects"),
    path("projects/<int:pk>/satisfaction/", linkage.Satisfaction.as_view(), name="satisfaction"),
    path("draft/", views.Draft.as_view(), name="draft"),
    path("<str:code>/edit/", views.EditNeed.as_view(), name="edit"),
    path("<str:code>/interest/", views.Interest.as_view(), name="interest"),
    path("<str:code>/support/", views.Support.as_view(), name="support"),
]
