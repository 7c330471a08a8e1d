"""The staff's pages of the ledger (台账): entries, accounts, where the money stands, allotments, the end of a year."""

from django.urls import path

from grants.admin.ledger import lists, money, pages, years
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/ledger/<int:pk>/", pages.EntryPage.as_view(), name="ledger_entry"),
    path("desk/accounts/<int:pk>/", pages.AccountPage.as_view(), name="ledger_account"),
    path("desk/money/", money.Sources.as_view(), name="money"),
    path("desk/money/sources.xlsx", money.SourcesSheet.as_view(), name="money_sheet"),
    path("desk/money/<slug:code>/", money.RoundMoney.as_view(), name="round_money"),
    path("desk/money/<slug:code>/money.xlsx", money.RoundSheet.as_view(), name="round_money_sheet"),
    path("desk/money/<slug:code>/act/<slug:verb>/", money.Propose.as_view(), name="round_money_act"),
    path("desk/allotments/<int:pk>/act/<slug:verb>/", money.Decide.as_view(), name="allotment_act"),
    path("desk/years/act/<slug:verb>/", years.Propose.as_view(), name="years_act"),
    path("desk/years/<int:pk>/act/<slug:verb>/", years.Decide.as_view(), name="year_act"),
)
