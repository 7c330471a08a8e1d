"""What the organisation and the finance are told of a payment."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "payment_requested",
    title=_("Payment asked for: %(code)s"),
    text=_("Tranche %(order)s of “%(title)s”, %(yuan)s yuan, was asked for (%(number)s). The bureau checks it now."),
)
event(
    "payment_to_approve",
    title=_("A payment to approve: %(code)s"),
    text=_("Tranche %(order)s of “%(title)s” (%(code)s), %(yuan)s yuan, was asked for and waits for your check."),
)
event(
    "payment_approved",
    title=_("Payment approved: %(code)s"),
    text=_("Tranche %(order)s of “%(title)s”, %(yuan)s yuan (%(number)s), was approved. The finance pays it next."),
)
event(
    "payment_to_order",
    title=_("A payment to be ordered: %(code)s"),
    text=_("Tranche %(order)s of “%(title)s” (%(code)s), %(yuan)s yuan, was approved. Put it into a payment order."),
)
event(
    "payment_refused",
    title=_("Payment refused: %(code)s"),
    text=_("Tranche %(order)s of “%(title)s” (%(number)s) was refused. Reason: %(reason)s Mend it and ask again."),
    sms=True,
)
event(
    "payment_cancelled",
    title=_("Approval taken back: %(code)s"),
    text=_("The approval of tranche %(order)s of “%(title)s” (%(number)s) was taken back. Reason: %(reason)s"),
    sms=True,
)
event(
    "payment_paid",
    title=_("Paid: %(code)s"),
    text=_("Tranche %(order)s of “%(title)s”, %(yuan)s yuan (%(number)s), was paid on %(day)s. Compare your account."),
    sms=True,
)
event(
    "payment_failed",
    title=_("Payment failed: %(code)s"),
    text=_("Tranche %(order)s of “%(title)s” (%(number)s) failed: %(reason)s Look at your account and ask again."),
    sms=True,
)
event(
    "payment_returned",
    title=_("Payment came back: %(code)s"),
    text=_("The bank returned tranche %(order)s of “%(title)s” (%(number)s): %(reason)s Mend it and ask again."),
    sms=True,
)
event(
    "payment_failed_staff",
    title=_("Payment failed: %(code)s"),
    text=_("%(number)s (“%(title)s”, %(yuan)s yuan) failed: %(reason)s The money is committed again."),
)
event(
    "payment_returned_staff",
    title=_("Payment came back: %(code)s"),
    text=_("%(number)s (“%(title)s”, %(yuan)s yuan) came back: %(reason)s The money is committed again."),
)
event(
    "payment_order_to_check",
    title=_("A payment order to check: %(number)s"),
    text=_("Payment order %(number)s was made and waits for your check."),
)
event(
    "payment_order_to_send",
    title=_("A payment order to send: %(number)s"),
    text=_("Payment order %(number)s was checked. Send it to the bank."),
)
event(
    "payments_stopped",
    title=_("Payments stopped: %(organization)s"),
    text=_("All payments to %(organization)s are stopped. Reason: %(reason)s"),
)
event(
    "payments_freed",
    title=_("Payments free again: %(organization)s"),
    text=_("Payments to %(organization)s are no longer stopped. Reason: %(reason)s"),
)
