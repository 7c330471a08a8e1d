from django.urls import path

from organizations import views

app_name = "organizations"
urlpatterns = [
    path("<int:pk>/", views.OwnPage.as_view(), name="own"),
    path("<int:pk>/edit/", views.EditEntry.as_view(), name="edit"),
    path("<int:pk>/verification/", views.AskVerification.as_view(), name="ask"),
    path("<int:pk>/invite/", views.Invite.as_view(), name="invite"),
    path("members/<int:pk>/", views.Member.as_view(), name="member"),
    path("invitations/<int:pk>/accept/", views.Accept.as_view(), name="accept"),
    path("invitations/<int:pk>/take-back/", views.TakeBack.as_view(), name="take-back"),
]
