from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel import errors

errors.word(
    {
        "certificate_missing": _("Write the number of the certificate, or choose “No certificate yet”."),
        "certificate_known": _(
            "This certificate stands with an organisation already. Ask there to end the entry, or check the number."
        ),
        "social_worker_ended": _("This social worker left already. Reload the page."),
        "uscc_empty": _("Enter the unified social credit code printed on the certificate."),
        "uscc_length": _(
            "A unified social credit code has 18 characters; this one has %(length)s. Compare it with the certificate."
        ),
        "uscc_look_alike": _(
            "The code holds no letter O or I. Did you mean %(suggestion)s? Compare it with the certificate and "
            "enter it again."
        ),
        "uscc_alphabet": _(
            "Character %(place)s, “%(character)s”, never occurs in a code: only digits and capital letters "
            "without I, O, S, V and Z do."
        ),
        "uscc_division": _("Characters 3 to 8 are the division code and must be digits; here they are “%(division)s”."),
        "uscc_check": _(
            "The last character “%(last)s” does not fit the seventeen before it: at least one character is wrong."
            " Compare them one by one with the certificate."
        ),
        "uscc_not_applicant": _(
            "The code begins with %(prefix)s. Only social associations (51), social service organisations (52) "
            "and foundations (53) registered with civil affairs may apply."
        ),
        "resident_id_old": _(
            "Numbers of the old fifteen-digit card are not accepted. Enter the eighteen-digit number."
        ),
        "resident_id_shape": _("A resident identity number has 17 digits and a last digit or X."),
        "resident_id_birthday": _("Digits 7 to 14 are the day of birth and name no possible day."),
        "resident_id_check": _("The last character does not fit the seventeen before it: at least one digit is wrong."),
        "mobile_shape": _("A mobile number has eleven digits and begins with 1."),
        "organization_known": _(
            "An organisation with the code %(uscc)s is registered already. Ask its owner to invite you."
        ),
        "organization_illegal_move": _(
            "This is not possible now: the organisation is “%(state)s”. Reload the page to see where it stands."
        ),
        "own_organization": _("You belong to this organisation, so a colleague has to decide."),
        "member_never_applies": _("%(name)s works on the rounds and can belong to no organisation that applies."),
        "member_known": _("%(name)s is a member already."),
        "member_ended": _("This membership has ended already."),
        "last_owner": _("An organisation keeps at least one owner. Name another owner first."),
        "community_worker_known": _("%(name)s answers for this community already."),
        "organization_reason_missing": _("State the reason; it stays on record."),
        "operator_never_applies": _(
            "This unit runs the rounds for the bureau; while it does, it cannot apply as an organisation."
        ),
        "operator_is_applicant": _("This unit is entered as an organisation that applies; it cannot run rounds too."),
        "entry_verified": _(
            "What the certificate bears is verified or being verified and stays as it is. Ask the bureau to change it."
        ),
        "case_illegal_move": _("This is not possible now: the verification stands at “%(state)s”."),
        "case_open": _("The entry waits for verification already. You will be told when it is decided."),
        "papers_missing": _("Name the papers that you hand in: the registration certificate at least."),
        "comparison_missing": _("Compare every line with the certificate first: %(count)s are still open."),
        "comparison_differs": _("A line differs from the certificate. Return the request and say what to correct."),
        "address_unreadable": _("Write an e-mail address, or a mobile number of eleven digits."),
        "invitation_open": _("An invitation to this address waits already. Take it back to write another."),
        "invitation_gone": _("This invitation was answered, taken back or has lapsed. Ask for a new one."),
        "community_code": _(
            "The code of a community has twelve digits and begins with those of its street: %(street)s."
        ),
        "days_reversed": _("The last day cannot lie before the first. Compare the two dates."),
        "certificate_days": _("The certificate cannot end before it begins. Compare the two dates."),
        "grade_day_missing": _("Say on which day the grade was awarded; it holds five years from then."),
        "change_nothing": _("Nothing differs from what is verified. Enter what the new certificate bears."),
        "affiliate_never_applies": _(
            "This unit is tied to the unit that runs the rounds for the bureau; while it is, it cannot apply."
        ),
        "affiliate_is_operator": _("This is the operator's own code. It cannot apply in any case."),
        "affiliate_known": _("%(name)s is entered for these days already. Look at the list of tied units."),
        "affiliate_second_person": _("Who entered the unit cannot second it. A colleague has to."),
        "affiliate_illegal_move": _("This is not possible now: the entry stands at “%(state)s”. Reload the page."),
        "document_replaced": _("A newer paper has taken its place already. Reload the page and replace that one."),
        "inspection_year": _(
            "There is no result for %(year)s. Enter a year that is over and in which the organisation was registered."
        ),
        "inspection_confirmed": _("The result of %(year)s is confirmed. If it is wrong, call the bureau."),
        "sanction_lifted": _("This entry has been lifted already. Reload the page."),
        "sanction_second_person": _("Who entered it cannot lift it. A colleague has to."),
        "account_holder": _(
            "The account has to be in the organisation's own name, “%(name)s”. Ask the bank how the holder is written."
        ),
        "account_number": _("An account number has 8 to 30 digits. Copy it from the bank's certificate of opening."),
        "bank_code_shape": _("A bank code (联行号) has twelve digits. Ask the bank, or leave it empty."),
        "account_same": _("This account is in use already; nothing would change."),
        "account_waiting": _("An account waits for confirmation already. Have it confirmed, or take it back first."),
        "account_second_person": _("Who proposed the account cannot confirm it; another owner or finance officer can."),
        "account_members_decide": _("Another owner or finance officer of the organisation decides this."),
        "account_illegal_move": _("This is not possible now: the account stands at “%(state)s”. Reload the page."),
        "hand_over_open": _("An ownership is offered already. Take that offer back to make another."),
        "hand_over_owner": _("%(name)s is an owner already."),
        "hand_over_gone": _("This offer was answered, taken back or has lapsed. Ask the owner to offer it again."),
        "take_over_unknown": _(
            "No organisation with the code %(uscc)s is entered here. Register it; then the entry is yours."
        ),
        "take_over_open": _("Your request waits already. You are told when it is decided."),
        "take_over_note_missing": _(
            "Write down how you made sure: whom you called at which number, or who came with which paper."
        ),
        "take_over_illegal_move": _("This is not possible now: the request stands at “%(state)s”. Reload the page."),
        "community_known": _("A community with the code %(code_taken)s is entered already."),
        "capacity_step_not_yours": _("This step is not yours, or the matter has moved on. Read it again."),
        "capacity_not_member": _("Only who belongs to the organisation can do this. Ask its owner to invite you."),
        "assessment_incomplete": _("Answer every statement from 1 to 5: %(count)s are still open."),
        "assessment_too_soon": _(
            "Your organisation answered not long ago. It can be answered again from %(day)s, so that a change shows."
        ),
        "training_illegal_move": _("The training is “%(state)s” now; this step no longer applies. Reload the page."),
        "training_days": _("It ends after it starts, and the sign-up ends before that. Compare the three times."),
        "training_seats_taken": _("%(taken)s people have a place already; there cannot be fewer places."),
        "training_over": _("The sign-up is over. Ask the operator whether a place is left."),
        "training_not_over": _("Close the list after the training has ended."),
        "training_not_open": _("The training takes no sign-ups now."),
        "training_not_begun": _("Tick who is there once the training has begun."),
        "training_begun": _("The training has begun; a place can no longer be given back."),
        "seat_illegal_move": _("The place is “%(state)s” now; this step no longer applies. Reload the page."),
        "seat_known": _("You have a place, or wait for one, already."),
        "seat_share": _("Your organisation has its share of places already: %(count)s. A colleague can give one back."),
        "seat_not_yours": _("This place belongs to somebody else."),
        "seat_own": _("Nobody ticks the own name. A colleague has to."),
        "seat_missing": _("You have not signed up for this training. Speak to who stands at the door."),
        "seat_waits": _("You are on the waiting list. Speak to who stands at the door."),
        "door_code_old": _("This code is old. Scan the one that the wall shows now."),
        "door_closed": _("The door is open from an hour before the training until half an hour after it."),
        "feedback_not_there": _("Only who was there can say how it was."),
        "feedback_rating": _("Choose from 1 to 5."),
        "mentor_account_missing": _("There is no account with this number or address."),
        "mentor_known": _("%(name)s is entered as a mentor already."),
        "mentor_fields": _("Choose at least one field."),
        "mentor_ended": _("%(name)s is a mentor no more."),
        "mentor_field": _("The mentor does not work in this field. Choose another one."),
        "mentor_own": _("The mentor belongs to this organisation. Choose another one."),
        "mentor_full": _("The mentor has %(left)s hours left this year. Agree on fewer, or choose another one."),
        "pairing_open": _("A mentor is asked for or paired in this field already."),
        "pairing_illegal_move": _("The pairing is “%(state)s” now; this step no longer applies. Reload the page."),
        "visit_not_mentor": _("Only the mentor of this pairing writes visits down."),
        "visit_day": _("Choose a day between the pairing and today."),
        "visit_length": _("A visit lasts from %(least)s to %(most)s minutes."),
        "visit_confirmed": _("This visit is confirmed already."),
    }
)
name_acts(
    {
        "organization.register": _("Entered"),
        "organization.change_entry": _("Entry changed"),
        "organization.verify": _("Verified"),
        "organization.suspend": _("Verification suspended"),
        "organization.restore": _("Verification restored"),
        "organization.add_member": _("Member added"),
        "organization.end_membership": _("Membership ended"),
        "organization.invite": _("Member invited"),
        "organization.take_back_invitation": _("Invitation taken back"),
        "organization.keep_document": _("Paper kept"),
        "organization.state_inspection": _("Result of an inspection stated"),
        "organization.enter_inspection": _("Result of an inspection entered"),
        "organization.confirm_inspection": _("Result of an inspection confirmed"),
        "organization.enter_sanction": _("Sanction entered"),
        "organization.lift_sanction": _("Sanction lifted"),
        "organization.offer_ownership": _("Ownership offered"),
        "organization.accept_ownership": _("Ownership taken over"),
        "organization.decline_ownership": _("Ownership declined"),
        "organization.take_back_ownership": _("Offer of the ownership taken back"),
        "take_over.ask": _("Take-over asked for"),
        "take_over.check": _("Proof of a take-over looked at"),
        "take_over.grant": _("Take-over granted"),
        "take_over.refuse": _("Take-over refused"),
        "take_over.withdraw": _("Take-over taken back"),
        "account.propose": _("Bank account proposed"),
        "account.confirm": _("Bank account confirmed"),
        "account.refuse": _("Bank account refused"),
        "account.withdraw": _("Bank account taken back"),
        "account.replace": _("Bank account replaced"),
        "account.reveal": _("Bank account number looked at"),
        "affiliate.enter": _("Affiliate of an operator entered"),
        "affiliate.second": _("Affiliate of an operator seconded"),
        "affiliate.refuse": _("Affiliate of an operator refused"),
        "affiliate.end": _("Affiliate of an operator ended"),
        "verification.submit": _("Verification asked for"),
        "verification.resubmit": _("Verification asked for again"),
        "verification.verify": _("Compared with the certificate and verified"),
        "verification.return": _("Verification returned"),
        "verification.refuse": _("Verification refused"),
        "operator.name": _("Operator named"),
        "community.enter": _("Community entered"),
        "community.change": _("Community changed"),
        "community.add_worker": _("Community worker named"),
        "community.end_worker": _("Community worker ended"),
        "social_worker.enter": _("Social worker entered"),
        "social_worker.renew": _("Registration of a social worker renewed"),
        "social_worker.end": _("Social worker left"),
        "assessment.give": _("Needs assessment answered"),
        "training.make": _("Training entered"),
        "training.change": _("Training changed"),
        "training.announce": _("Training announced"),
        "training.close": _("List of a training closed"),
        "training.cancel": _("Training cancelled"),
        "training.add_material": _("Material of a training kept"),
        "seat.sign_up": _("Signed up for a training"),
        "seat.move_up": _("Moved up from the waiting list"),
        "seat.arrive": _("Arrived by the code at the door"),
        "seat.tick": _("Ticked as present"),
        "seat.untick": _("Tick taken back"),
        "seat.miss": _("Did not come"),
        "seat.leave": _("Gave the place back"),
        "seat.rate": _("Said how the training was"),
        "mentor.enter": _("Mentor entered"),
        "mentor.change": _("Mentor changed"),
        "mentor.end": _("Mentor ended"),
        "pairing.ask": _("Asked for a mentor"),
        "pairing.pair": _("Paired with a mentor"),
        "pairing.refuse": _("No mentor found"),
        "pairing.withdraw": _("Wish for a mentor taken back"),
        "pairing.end": _("Pairing ended"),
        "mentor_visit.note": _("Visit of a mentor written down"),
        "mentor_visit.confirm": _("Visit of a mentor confirmed"),
    }
)
