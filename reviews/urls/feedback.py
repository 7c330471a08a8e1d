"""Where an applicant reads what the experts wrote."""

from django.urls import path

from reviews.views.feedback import FeedbackPage

app_name = "feedback"

urlpatterns = [path("<str:code>/", FeedbackPage.as_view(), name="read")]
