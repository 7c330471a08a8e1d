"""Refusals of paying creative prizes, and the names of what the log tells of them."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "prize_illegal_move": _(
            "The payment of the prize is “%(state)s”: this step does not follow from there. Reload the page."
        ),
        "prizes_not_used": _("This round gives no prizes for ideas. Tick them among its means first."),
        "allotment_of_prizes": _("Money for prizes belongs to no field. Set it aside on the page of the prizes."),
        "prize_own": _("This is the prize for your own idea. Colleagues ask for it, approve it and pay it."),
        "prize_nothing": _("This prize carries no money: there is nothing to pay."),
        "prize_payment_stands": _("A payment of this prize is under way or done already."),
        "prize_money_short": _(
            "Of this source %(left)s yuan are set aside, %(needs)s are needed. Set more aside or choose another source."
        ),
        "prize_key_taken": _("This form was sent before for another prize. Reload the page and send it again."),
        "prize_source_missing": _("Choose the source of money that pays the prize."),
        "prize_form_wrong": _("This cannot be proposed: %(words)s"),
        "prize_by_two": _("Who asked for the payment of a prize does not decide it. Ask a second person."),
        "prize_not_yours": _("Only who asked for it takes it back. Refuse it instead, with a reason."),
        "prize_reason_missing": _("Say why, so that everybody can understand it later."),
        "prize_voucher_missing": _("Write the number of the slip or receipt."),
        "prize_day_wrong": _("The day lies ahead, or before the step that it follows. Write the day on the slip."),
        "prize_no_tax": _("Nothing was withheld from this prize."),
        "prize_tax_handed_in": _(
            "The tax of this prize was handed in. Ask the tax office for it back before anything else is recorded."
        ),
    }
)

name_acts(
    {
        "prize.ask": _("Payment of a prize asked for"),
        "prize.approve": _("Payment of a prize approved"),
        "prize.refuse": _("Payment of a prize refused"),
        "prize.withdraw": _("Payment of a prize taken back"),
        "prize.pay": _("Prize paid"),
        "prize.fail": _("Prize not paid by the bank"),
        "prize.return": _("Prize came back from the bank"),
        "prize.remit": _("Tax withheld from a prize handed in"),
    }
)
