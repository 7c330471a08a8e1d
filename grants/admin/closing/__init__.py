"""The staff's pages of what ends a project: measures, claims, evaluations, close-outs, annual accounts, targets."""

from django.urls import path

from grants.admin.closing import accounts, desk, lists, targets
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/grants/<str:code>/end/", desk.Desk.as_view(), name="grant_end"),
    path("desk/grants/<str:code>/end/<slug:verb>/", desk.Begin.as_view(), name="grant_end_act"),
    path("desk/measures/<int:pk>/<slug:verb>/", desk.MeasureAct.as_view(), name="measure_act"),
    path("desk/claims/<int:pk>/<slug:verb>/", desk.RecoveryAct.as_view(), name="claim_act"),
    path("desk/closures/<int:pk>/<slug:verb>/", desk.ClosureAct.as_view(), name="closure_act"),
    path("desk/annual-accounts/new/", accounts.Make.as_view(), name="annual_account_new"),
    path("desk/annual-accounts/<int:pk>/", accounts.Desk.as_view(), name="annual_account_desk"),
    path("desk/annual-accounts/<int:pk>/account.xlsx", accounts.Sheet.as_view(), name="annual_account_sheet"),
    path("desk/annual-accounts/<int:pk>/<slug:verb>/", accounts.Act.as_view(), name="annual_account_act"),
    path("desk/rounds/<slug:code>/targets/", targets.Targets.as_view(), name="round_targets"),
    path("desk/rounds/<slug:code>/targets.xlsx", targets.Sheet.as_view(), name="round_targets_sheet"),
    path("desk/rounds/<slug:code>/steps/<slug:verb>/", targets.Step.as_view(), name="round_step"),
    path("desk/rounds/<slug:code>/results/<slug:phase>/", targets.Results.as_view(), name="results_notice"),
)
