"""The staff's pages of people: who holds what, what waits for a second person, invitations, recovery, areas."""

from django.urls import path

from accounts.admin import closings, invitations, lists, people, proposals, recoveries
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/people/<int:pk>/", people.Desk.as_view(), name="accounts_person"),
    path("desk/people/<int:pk>/propose/", people.Propose.as_view(), name="accounts_propose"),
    path("desk/people/<int:pk>/recover/", people.Recover.as_view(), name="accounts_recover"),
    path("desk/roles/<int:pk>/end/", people.EndRole.as_view(), name="accounts_end_role"),
    path("desk/roles/<int:pk>/lend/", people.Lend.as_view(), name="accounts_lend_role"),
    path("desk/roles/<int:pk>/take-back/", people.TakeBack.as_view(), name="accounts_take_back_role"),
    path("desk/proposals/<int:pk>/", proposals.Desk.as_view(), name="accounts_proposal"),
    path("desk/proposals/<int:pk>/<slug:verb>/", proposals.Act.as_view(), name="accounts_proposal_act"),
    path("desk/invitations/new/", invitations.Invite.as_view(), name="accounts_invite"),
    path("desk/invitations/<int:pk>/", invitations.Desk.as_view(), name="accounts_invitation"),
    path("desk/invitations/<int:pk>/<slug:verb>/", invitations.Act.as_view(), name="accounts_invitation_act"),
    path("desk/recoveries/<int:pk>/", recoveries.Desk.as_view(), name="accounts_recovery"),
    path("desk/recoveries/<int:pk>/<slug:verb>/", recoveries.Act.as_view(), name="accounts_recovery_act"),
    path("desk/closings/<int:pk>/", closings.Desk.as_view(), name="accounts_closing"),
    path("desk/closings/<int:pk>/<slug:verb>/", closings.Act.as_view(), name="accounts_closing_act"),
)
