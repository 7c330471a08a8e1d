"""The staff's pages of payments."""

from django.urls import path

from grants.admin.paying import desk, lists, orders, settings, slip, statements
from venture.doors.admin import mount

__all__ = ["lists"]

mount(
    path("desk/payments/", desk.Desk.as_view(), name="payments"),
    path("desk/payments/several/<slug:verb>/", desk.Bulk.as_view(), name="payments_act"),
    path("desk/payments/<int:pk>/", slip.Slip.as_view(), name="payment_desk"),
    path("desk/payments/<int:pk>/act/<slug:verb>/", slip.Act.as_view(), name="payment_act"),
    path("desk/payment-orders/<int:pk>/", orders.OrderDesk.as_view(), name="payment_order_desk"),
    path("desk/payment-orders/<int:pk>/act/<slug:verb>/", orders.OrderAct.as_view(), name="payment_order_act"),
    path("desk/payment-orders/<int:pk>/paper/<slug:what>/", orders.OrderPaper.as_view(), name="payment_order_paper"),
    path("desk/payment-orders/<int:pk>/file/<slug:what>/", orders.OrderFile.as_view(), name="payment_order_file"),
    path("desk/statements/<slug:code>/", statements.Statements.as_view(), name="statements"),
    path("desk/statements/<slug:code>/load/", statements.Load.as_view(), name="statement_load"),
    path("desk/statement/<int:pk>/", statements.StatementDesk.as_view(), name="statement_desk"),
    path("desk/payment-settings/<slug:code>/", settings.Settings.as_view(), name="payment_settings"),
    path("desk/stops/<int:pk>/place/", slip.StopOne.as_view(), name="stop_place"),
    path("desk/stops/<int:pk>/lift/", slip.LiftOne.as_view(), name="stop_lift"),
)
