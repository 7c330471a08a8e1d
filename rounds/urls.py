from django.urls import path

from rounds import views

app_name = "tasks"
urlpatterns = [
    path("", views.MyTasks.as_view(), name="mine"),
    path("rounds/", views.ToRound.as_view(), name="to-round"),
    path("rounds/<slug:code>/", views.Follow.as_view(), name="follow"),
    path("rounds/<slug:code>/list.xlsx", views.FollowSheet.as_view(), name="sheet"),
    path("<int:pk>/", views.TaskPage.as_view(), name="task"),
    path("<int:pk>/take/", views.Take.as_view(), name="take"),
]
