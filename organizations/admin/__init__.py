"""The staff's pages of organisations, their verification and the communities."""

from django.urls import path

from organizations.admin import communities, lists, organizations, verification
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/organizations/<int:pk>/", organizations.Desk.as_view(), name="organizations_desk"),
    path("desk/organizations/<int:pk>/<slug:verb>/", organizations.Act.as_view(), name="organizations_act"),
    path("desk/verification/<int:pk>/", verification.Desk.as_view(), name="verification_desk"),
    path("desk/verification/<int:pk>/<slug:verb>/", verification.Act.as_view(), name="verification_act"),
    path("desk/communities/new/", communities.Enter.as_view(), name="community_new"),
    path("desk/communities/<int:pk>/", communities.Desk.as_view(), name="community_desk"),
    path("desk/communities/<int:pk>/change/", communities.Change.as_view(), name="community_change"),
    path("desk/communities/<int:pk>/workers/", communities.AddWorker.as_view(), name="community_worker"),
    path("desk/workers/<int:pk>/end/", communities.EndWorker.as_view(), name="community_worker_end"),
)
