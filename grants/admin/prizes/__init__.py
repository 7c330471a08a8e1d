"""The staff's pages of creative prizes: what a round gives, how far each is paid, the list of payments."""

from django.urls import path

from grants.admin.prizes import desk, lists
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/prizes/", desk.Home.as_view(), name="prizes"),
    path("desk/prizes/<slug:code>/", desk.Desk.as_view(), name="prizes_desk"),
    path("desk/prizes/<slug:code>/act/<slug:verb>/", desk.RoundAct.as_view(), name="prizes_act"),
    path("desk/prize/<int:pk>/act/<slug:verb>/", desk.PrizeAct.as_view(), name="prize_act"),
    path("desk/prize-payments/<int:pk>/act/<slug:verb>/", desk.PaymentAct.as_view(), name="prize_payment_act"),
)
