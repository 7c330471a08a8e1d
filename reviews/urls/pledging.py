from django.urls import path

from reviews.views import pledging as views

app_name = "pledging"
urlpatterns = [
    path("<slug:code>/", views.PledgePage.as_view(), name="page"),
    path("<slug:code>/sign/", views.Sign.as_view(), name="sign"),
    path("<slug:code>/declare/", views.Declare.as_view(), name="declare"),
    path("<slug:code>/finish/", views.Finish.as_view(), name="finish"),
    path("<slug:code>/decline/", views.Decline.as_view(), name="decline"),
]
