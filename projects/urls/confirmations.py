from django.urls import path

from projects.views import confirming

app_name = "confirmations"
urlpatterns = [path("<str:token>/", confirming.Confirm.as_view(), name="answer")]
