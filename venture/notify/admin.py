from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from venture.doors.admin import StaffAdmin, mount, refusals_as_messages
from venture.doors.desk import DeskAct
from venture.kernel import policy
from venture.notify import flows
from venture.notify.domain.masking import masked
from venture.notify.enums import DeliveryState
from venture.notify.models import Delivery
from venture.notify.registry import words_for_reader
from venture.notify.words import fault_in_words

SEND_AGAIN, TAKE_OFF = _("Send again"), _("Take off the list")


class DeliveryAct(DeskAct):
    """A button at the end of a line of the list."""

    permission = "notify.view_deliveries"
    acts = {
        "resend": ("notify.resend", flows.resend, _("The message is on its way again.")),
        "take_off": ("notify.resend", flows.take_off, _("The message was taken off the list; it stays in the inbox.")),
    }

    def rows(self) -> QuerySet[Delivery]:
        return Delivery.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        return {"delivery_id": self.row.pk}

    def back(self) -> HttpResponseRedirect:
        parked = f"?state__exact={DeliveryState.PARKED}"
        return HttpResponseRedirect(reverse("admin:notify_delivery_changelist") + parked)


mount(path("desk/messages/<int:pk>/act/<slug:verb>/", DeliveryAct.as_view(), name="delivery_act"))


@admin.register(Delivery)
class DeliveryAdmin(StaffAdmin):
    """How messages left the house. Who it was for is shown masked; what it said is not shown at all."""

    view_permission = "notify.view_deliveries"
    list_display = ("number", "about", "channel", "to", "state", "why", "settled_at", "steps")
    list_filter = ("state", "channel")
    fields = ("about", "channel", "to", "state", "tries", "attempts", "why", "settled_at")
    actions = ("send_again", "take_off")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        rows = super().get_queryset(request).select_related("message")
        return policy.with_right(request.user, "notify.resend", rows, name="may_resend")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields

    def has_send_permission(self, request: HttpRequest) -> bool:
        return policy.condition(request.user, "notify.resend") != policy.NOBODY

    @admin.display(description=_("number"), ordering="pk")
    def number(self, delivery: Delivery) -> int:
        return delivery.pk

    @admin.display(description=_("event"), ordering="message__event")
    def about(self, delivery: Delivery) -> str:
        return words_for_reader(delivery.message.event, delivery.message.context).title

    @admin.display(description=_("address"))
    def to(self, delivery: Delivery) -> str:
        return masked(delivery.address)

    @admin.display(description=_("reason"))
    def why(self, delivery: Delivery) -> str:
        return fault_in_words(delivery.error)

    @admin.display(description=_("Next step"))
    def steps(self, delivery: Delivery) -> SafeString | str:
        if not delivery.may_resend:  # type: ignore[attr-defined]
            return ""
        buttons = [(_act(delivery, "resend"), SEND_AGAIN), (_act(delivery, "take_off"), TAKE_OFF)]
        drawn = format_html_join("", '<button type="submit" class="btn sm" formaction="{}">{}</button>', buttons)
        return format_html('<span class="row">{}</span>', drawn)

    @admin.action(description=SEND_AGAIN, permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        for delivery_id in queryset.values_list("pk", flat=True):
            with refusals_as_messages(request):
                flows.resend(delivery_id=delivery_id, actor=request.user)

    @admin.action(description=TAKE_OFF, permissions=["send"])
    def take_off(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        for delivery_id in queryset.values_list("pk", flat=True):
            with refusals_as_messages(request):
                flows.take_off(delivery_id=delivery_id, actor=request.user)


def _act(delivery: Delivery, verb: str) -> str:
    return reverse("admin:delivery_act", args=[delivery.pk, verb])
