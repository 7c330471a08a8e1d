from django.urls import path

from venture.notify import views

app_name = "notify"
urlpatterns = [
    path("inbox/", views.Inbox.as_view(), name="inbox"),
    path("inbox/unread/", views.Unread.as_view(), name="unread"),
    path("inbox/read/", views.ReadAll.as_view(), name="read-all"),
    path("inbox/<int:pk>/", views.Open.as_view(), name="open"),
    path("tray/", views.Tray.as_view(), name="tray"),
]
