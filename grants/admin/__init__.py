"""The staff's pages of grants, one file per area."""

from django.urls import path

from grants.admin import agreement_round, agreements, closing, giving, ledger, paying, prizes, running, showing
from venture.doors.admin import mount

__all__ = ["agreements", "closing", "giving", "ledger", "paying", "prizes", "running", "showing"]

mount(
    path("desk/agreements/<slug:code>/", agreement_round.AgreementsDesk.as_view(), name="agreements_desk"),
    path("desk/agreements/<slug:code>/list.xlsx", agreement_round.AgreementsSheet.as_view(), name="agreements_sheet"),
    path("desk/agreements/<slug:code>/act/<slug:verb>/", agreement_round.RoundAct.as_view(), name="agreements_act"),
    path("desk/agreement/<str:code>/", agreements.Desk.as_view(), name="agreement_desk"),
    path("desk/agreement/<str:code>/agreement.<slug:kind>", agreements.Paper.as_view(), name="agreement_paper"),
    path("desk/agreement/<str:code>/act/<slug:verb>/", agreements.Act.as_view(), name="agreement_act"),
)
