"""The staff's pages of organisations, their verification and the communities."""

from django.urls import path

from organizations.admin import (
    capacity,
    communities,
    lists,
    mentoring,
    operators,
    organizations,
    papers,
    taking_over,
    trainings,
    verification,
)
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/organizations/<int:pk>/", organizations.Desk.as_view(), name="organizations_desk"),
    path("desk/organizations/<int:pk>/inspections/", organizations.EnterInspection.as_view(), name="inspection_enter"),
    path("desk/organizations/<int:pk>/sanctions/", organizations.EnterSanction.as_view(), name="sanction_enter"),
    path("desk/organizations/<int:pk>/<slug:verb>/", organizations.Act.as_view(), name="organizations_act"),
    path("desk/inspections/<int:pk>/confirm/", organizations.ConfirmInspection.as_view(), name="inspection_confirm"),
    path("desk/sanctions/<int:pk>/lift/", organizations.LiftSanction.as_view(), name="sanction_lift"),
    path("desk/bank-accounts/<int:pk>/reveal/", organizations.RevealAccount.as_view(), name="bank_account_reveal"),
    path("desk/bank-accounts/<int:pk>/<slug:verb>/", organizations.DecideAccount.as_view(), name="bank_account_decide"),
    path("desk/papers/<int:pk>/", papers.Paper.as_view(), name="organization_paper"),
    path("desk/take-overs/<int:pk>/", taking_over.Desk.as_view(), name="take_over_desk"),
    path("desk/take-overs/<int:pk>/<slug:verb>/", taking_over.Act.as_view(), name="take_over_act"),
    path("desk/operators/<int:pk>/", operators.Desk.as_view(), name="operator_desk"),
    path("desk/operators/<int:pk>/affiliates/", operators.Enter.as_view(), name="affiliate_enter"),
    path("desk/affiliates/<int:pk>/<slug:verb>/", operators.Act.as_view(), name="affiliate_act"),
    path("desk/verification/<int:pk>/", verification.Desk.as_view(), name="verification_desk"),
    path("desk/verification/<int:pk>/<slug:verb>/", verification.Act.as_view(), name="verification_act"),
    path("desk/communities/new/", communities.Enter.as_view(), name="community_new"),
    path("desk/communities/<int:pk>/", communities.Desk.as_view(), name="community_desk"),
    path("desk/communities/<int:pk>/change/", communities.Change.as_view(), name="community_change"),
    path("desk/communities/<int:pk>/workers/", communities.AddWorker.as_view(), name="community_worker"),
    path("desk/workers/<int:pk>/end/", communities.EndWorker.as_view(), name="community_worker_end"),
    path("desk/capacity/", capacity.Report.as_view(), name="capacity_report"),
    path("desk/trainings/new/", trainings.Enter.as_view(), name="training_new"),
    path("desk/trainings/<int:pk>/", trainings.Desk.as_view(), name="training_desk"),
    path("desk/trainings/<int:pk>/change/", trainings.Change.as_view(), name="training_change"),
    path("desk/trainings/<int:pk>/material/", trainings.AddMaterial.as_view(), name="training_material"),
    path("desk/trainings/<int:pk>/door/", trainings.Door.as_view(), name="training_door"),
    path("desk/trainings/<int:pk>/act/<slug:verb>/", trainings.Act.as_view(), name="training_act"),
    path("desk/seats/<int:pk>/tick/", trainings.Tick.as_view(), name="seat_tick"),
    path("desk/mentors/new/", mentoring.Enter.as_view(), name="mentor_new"),
    path("desk/mentors/<int:pk>/", mentoring.MentorDesk.as_view(), name="mentor_desk"),
    path("desk/mentors/<int:pk>/act/", mentoring.MentorAct.as_view(), name="mentor_act"),
    path("desk/pairings/<int:pk>/", mentoring.PairingDesk.as_view(), name="pairing_desk"),
    path("desk/pairings/<int:pk>/<slug:verb>/", mentoring.PairingAct.as_view(), name="pairing_act"),
)
