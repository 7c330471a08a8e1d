"""Steps of a payment from the shell: by the same rights and the same rules as on the pages, superusers included."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model

from accounts.models import User
from grants.flows import paying
from grants.models import Payment, PaymentOrder
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

Step = tuple[str, type[Model], str, Callable[..., Any], tuple[str, ...]]
STEPS: dict[str, Step] = {
    "approve": ("payments.approve", Payment, "payment_id", paying.approve_request, ()),
    "refuse": ("payments.approve", Payment, "payment_id", paying.refuse_request, ("reason",)),
    "cancel": ("payments.cancel", Payment, "payment_id", paying.cancel_approval, ("reason",)),
    "lose": ("payments.lose", Payment, "payment_id", paying.lose_payment, ("reason",)),
    "check": ("payment_orders.check", PaymentOrder, "order_id", paying.check_order, ("document_number",)),
    "send": ("payment_orders.send", PaymentOrder, "order_id", paying.send_order, ()),
    "drop": ("payment_orders.drop", PaymentOrder, "order_id", paying.drop_order, ("reason",)),
}


class Command(BaseCommand):
    help = "Take a step of a payment or a payment order, by its number, as a person who may."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("step", choices=sorted(STEPS))
        parser.add_argument("number")
        parser.add_argument("--by", required=True, help="e-mail of the person who takes the step")
        parser.add_argument("--reason", default="")
        parser.add_argument("--document-number", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        permission, model, key, flow, asked = STEPS[options["step"]]
        person = User.objects.filter(email__iexact=options["by"], is_active=True).first()
        rows = policy.visible(person, permission, model._default_manager.all()) if person else None
        row = rows.filter(number=options["number"]).first() if rows is not None else None
        if row is None:
            raise CommandError("No such number for this person and this step.")
        try:
            done = flow(**{key: row.pk, "actor": person}, **{name: options[name] for name in asked})
        except RuleRefusal as refusal:
            raise CommandError(sentence_of(refusal)) from None
        self.stdout.write(f"{options['number']}: {done.state}")
