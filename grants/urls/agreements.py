"""Where an organisation finds its grants and signs its agreements."""

from django.urls import path

from grants.views.agreements import AgreementPage, GrantList
from grants.views.improving import ImprovePage

urlpatterns = [
    path("", GrantList.as_view(), name="list"),
    path("<str:code>/agreement/", AgreementPage.as_view(), name="agreement"),
    path("<str:code>/agreement/improve/<slug:section>/", ImprovePage.as_view(), name="improve"),
]
