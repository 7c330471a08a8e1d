from django.urls import path

from projects.views import resources as views

app_name = "resources"
urlpatterns = [
    path("new/", views.NewResource.as_view(), name="new"),
    path("mine/", views.MyResources.as_view(), name="mine"),
    path("<str:code>/edit/", views.EditResource.as_view(), name="edit"),
    path("<str:code>/wish/", views.Wish.as_view(), name="wish"),
    path("<str:code>/act/<slug:verb>/", views.ResourceAct.as_view(), name="act"),
]
