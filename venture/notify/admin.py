from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from venture.doors.admin import StaffAdmin, refusals_as_messages
from venture.kernel import policy
from venture.notify import flows
from venture.notify.domain.masking import masked
from venture.notify.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(StaffAdmin):
    """How messages left the house. Who it was for is shown masked; what it said is not shown at all."""

    view_permission = "notify.view_deliveries"
    list_display = ("pk", "event", "channel", "to", "state", "error", "settled_at")
    list_filter = ("state", "channel")
    fields = ("event", "channel", "to", "state", "tries", "error", "settled_at")
    actions = ("send_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).select_related("message")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields

    def has_send_permission(self, request: HttpRequest) -> bool:
        return policy.condition(request.user, "notify.resend") != policy.NOBODY

    @admin.display(description=_("event"), ordering="message__event")
    def event(self, delivery: Delivery) -> str:
        return delivery.message.event

    @admin.display(description=_("address"))
    def to(self, delivery: Delivery) -> str:
        return masked(delivery.address)

    @admin.action(description=_("Send again"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        for delivery_id in queryset.values_list("pk", flat=True):
            with refusals_as_messages(request):
                flows.resend(delivery_id=delivery_id, actor=request.user)
