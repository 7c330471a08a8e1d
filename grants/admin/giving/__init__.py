"""The staff's pages of donations: the list, one donation, a round's overview, funds, the rules of a round."""

from django.urls import path

from grants.admin.giving import desk, funds, lists, overview
from venture.doors.admin import mount

__all__ = ["funds", "lists"]

mount(
    path("desk/donations/new/<slug:code>/", desk.Register.as_view(), name="donation_new"),
    path("desk/donations/round/<slug:code>/", overview.Overview.as_view(), name="donations_round"),
    path("desk/donations/round/<slug:code>/list.xlsx", overview.Sheet.as_view(), name="donations_sheet"),
    path("desk/donations/round/<slug:code>/act/<slug:verb>/", overview.RoundAct.as_view(), name="donations_act"),
    path("desk/donations/<slug:receipt>/", desk.Desk.as_view(), name="donation_desk"),
    path("desk/donations/<slug:receipt>/act/<slug:verb>/", desk.Act.as_view(), name="donation_act"),
    path("desk/gifts/<int:pk>/act/<slug:verb>/", desk.GiftAct.as_view(), name="gift_act"),
    path("desk/refunds/<int:pk>/act/<slug:verb>/", desk.RefundAct.as_view(), name="refund_act"),
    path("desk/supports/<int:pk>/act/<slug:verb>/", overview.SupportAct.as_view(), name="support_act"),
    path("desk/funds/<int:pk>/act/<slug:verb>/", funds.FundAct.as_view(), name="fund_act"),
)
