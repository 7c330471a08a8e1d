"""Refusals of donations, and the names of what the log tells of them."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "donation_illegal_move": _(
            "The donation is “%(state)s”: this step does not follow from there. Reload the page."
        ),
        "gift_illegal_move": _("The gift is “%(state)s”: it was decided meanwhile. Reload the page."),
        "refund_illegal_move": _("The refund is “%(state)s”: this step does not follow from there. Reload the page."),
        "fund_illegal_move": _("The fund is “%(state)s”: this step does not follow from there. Reload the page."),
        "donations_not_used": _("This round takes no donations. Tick donations among its means first."),
        "donations_not_taken": _("This round takes no donations now. Look whether another round does."),
        "donation_source_public": _(
            "An envelope pays public money from this source. Choose a source that holds nothing but donations."
        ),
        "donation_days_crossed": _("Money must count at least as long as intentions are taken. Correct the days."),
        "donation_rules_ranked": _(
            "The round's ranking is locked and rests on these rules: source, last day, points and goods stay."
        ),
        "donation_points_too_many": _("At most %(most)s points: the experts' marks must decide about something."),
        "donation_rules_used": _(
            "Gifts rest on these rules already: source, last day, points and goods stay. Change the other fields only."
        ),
        "donation_too_late": _("Intentions for this round are not taken any more. Ring us up if money is under way."),
        "donation_target_unknown": _("Choose a project of the shortlist, a field of service or a fund that is open."),
        "donation_name_missing": _("Write who gives: the name of the unit, or your own."),
        "donation_nothing": _("Write how much you want to give, or which goods."),
        "donation_goods_not_taken": _("This round takes money only. Leave the goods out."),
        "donation_below_least": _("This round takes donations from %(least)s yuan on. Raise the amount."),
        "donation_document_missing": _("Name the number of the signed agreement."),
        "donation_reason_missing": _("Say why, so that everybody can understand it later."),
        "donation_too_often": _("Too many attempts from here. Wait ten minutes, then try again."),
        "donation_unknown": _("No donation has this receipt number together with this mobile number. Check both."),
        "gift_waits": _("A gift waits for the second person. Let it be confirmed or refused first."),
        "gift_in_future": _("The day lies ahead. Write the day on the bank's slip."),
        "gift_nothing": _("Write an amount above nothing."),
        "gift_receipt_missing": _("Write the number of the receipt that the donor gets."),
        "gift_voucher_missing": _("Write the number of the bank's slip; for goods that of the signed receipt."),
        "gift_voucher_taken": _(
            "Slip %(number)s stands with another gift already. Look at it before you record again."
        ),
        "gift_value_unexplained": _("Say what was handed over and by what its value was set."),
        "gift_form_wrong": _("This cannot be recorded: %(words)s"),
        "gift_by_two": _("Who recorded or valued a gift does not confirm or refuse it. Ask a second person."),
        "refund_not_yours": _("This refund is not yours to move, or it has moved on already. Read it again."),
        "donation_not_yours": _("This step is not yours, or the donation has moved on. Read it again."),
        "support_step_not_yours": _("This step is not yours, or the support has moved on. Read it again."),
        "fund_not_yours": _("This step is not yours, or the fund has moved on. Read it again."),
        "gift_not_yours": _("This gift is not yours to decide, or it was decided already. Ask for it again."),
        "gift_not_standing": _("Only a confirmed gift can go back. Refuse it instead."),
        "gift_bound": _("A grant holds this gift. It is paid to the project and cannot go back to the donor."),
        "gift_project_running": _("The project can still be selected. The gift goes back when it is not."),
        "gift_used": _("Of this field's or fund's donations only %(left)s yuan are left. The gift has been used."),
        "refund_stands": _("A refund of this gift is under way already."),
        "refund_by_two": _("Who asked for a refund does not decide it. Ask a second person."),
        "refund_owed": _("The project was not selected: the donor is owed this gift. Approve the refund."),
        "refunds_nothing_left": _("Nothing has to go back: every gift is bound, under way, or for a running project."),
        "support_too_late": _(
            "A fund supports a project between its award and the offer of its grant. This is not that time."
        ),
        "support_source_foreign": _(
            "“%(source)s” holds no donations for this project's field. Choose a fund of the field."
        ),
        "support_stands": _("This source supports the project already. Take the proposal back to change it."),
        "support_above_award": _("Donations may pay at most %(left)s yuan more of this award. Lower the amount."),
        "support_short": _("Only %(left)s yuan are left of this source in the project's field. Lower the amount."),
        "support_by_two": _("Who proposed a support does not approve or refuse it. Ask a second person."),
        "support_not_yours": _("Only who proposed a support takes it back. Refuse it instead, with a reason."),
        "fund_consent_missing": _(
            "Name the paper in which the donor agreed to be named. Without it the fund stays inside."
        ),
        "fund_code_taken": _("Another fund's code begins like this one. Choose a shorter or another code."),
        "fund_fixed": _("The fund is public: its code, source and field stay, and its consent stays named."),
        "allotment_of_donations": _("This source holds donations. Only confirmed gifts and refunds move its money."),
    }
)

name_acts(
    {
        "donation_rules.save": _("Rules for donations saved"),
        "donation.register": _("Intention to donate registered"),
        "donation.agree": _("Donation agreement signed"),
        "donation.decline": _("Donation not taken up"),
        "donation.withdraw": _("Donation taken back by the donor"),
        "donation.receive": _("Donation received"),
        "gift.record": _("Gift recorded"),
        "gift.confirm": _("Gift confirmed and booked"),
        "gift.refuse": _("Record of a gift refused"),
        "refund.ask": _("Refund of a gift asked for"),
        "refund.approve": _("Refund of a gift approved"),
        "refund.refuse": _("Refund of a gift refused"),
        "refund.pay": _("Gift sent back to its donor"),
        "support.ask": _("Support by a fund proposed"),
        "support.approve": _("Support by a fund approved"),
        "support.refuse": _("Support by a fund refused"),
        "support.withdraw": _("Proposal of a support taken back"),
        "fund.save": _("Named fund saved"),
        "fund.open": _("Named fund opened"),
        "fund.close": _("Named fund closed"),
    }
)
