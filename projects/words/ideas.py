from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "ideas_not_taken": _("No call takes ideas at present. Look at the notices for the next one."),
        "ideas_too_many": _("%(most)s of your ideas look for an organisation. Take one back before you post more."),
        "idea_names_a_person": _(
            "The text names “%(found)s”. Everybody reads it: take numbers and addresses of persons out."
        ),
        "unit_is_social": _(
            "A code that begins with %(prefix)s belongs to a social organisation. It applies by itself: begin an"
            " application instead."
        ),
        "idea_illegal_move": _("This is not possible now: the idea is “%(state)s”. Reload the page."),
        "idea_has_offers": _("Organisations made offers for these words. Answer the offers first, then change it."),
        "idea_is_judged": _("The idea is being judged for the creative prize. Wait until the prizes are decided."),
        "idea_no_call": _("No other call that takes ideas is open now. The idea waits; nothing is lost."),
        "idea_not_open": _("This idea does not look for an organisation any more."),
        "idea_not_paired": _("Only a paired idea becomes an application. Accept an offer first."),
        "idea_has_draft": _("The application has begun already. Open it under “My applications”."),
        "idea_reason_missing": _("State the reason; it stays on record."),
        "idea_handed_in": _("The application was handed in. The organisation would have to withdraw it first."),
        "offer_illegal_move": _("This offer is “%(state)s” by now. Reload the page."),
        "offer_own_idea": _("The owner of the idea belongs to your organisation. Begin an application instead."),
        "offer_made_already": _("Your organisation has made its offer. Take it back before you make another."),
        "offer_draft_unfit": _("Choose a draft of this organisation in the open call that has no idea yet."),
        "offer_not_suggested": _("Choose one of the organisations that the page names."),
        "offer_cannot_apply": _(
            "%(name)s cannot begin an application in this call: it has reached the number it may hand in, or is not"
            " verified any more. Choose another offer, or ask it to offer one of its drafts."
        ),
        "contest_illegal_move": _("This is not possible now: the review is “%(state)s”. Reload the page."),
        "contest_not_used": _("This call has no awards for ideas. They are set in the step “Money” of its set-up."),
        "contest_too_early": _("Ideas may still find an organisation until the call closes. Open the review then."),
        "contest_twice": _("The ideas of this call have their review already. Open it from the list."),
        "contest_empty": _("No idea of this call is without an organisation. There is nothing to judge."),
        "contest_over": _("The prizes are proposed or decided; points cannot change any more."),
        "contest_unscored": _(
            "%(missing)s scores are missing. Every judge judges every idea before prizes are proposed."
        ),
        "criteria_not_hundred": _("The points of the criteria must make 100 together."),
        "judges_too_few": _("Choose at least %(least)s judges."),
        "judge_owns_idea": _("One of the judges posted an idea that is judged here. Choose somebody else."),
        "not_a_judge": _("You are no judge of this review."),
        "points_outside": _("“%(name)s” takes 0 to %(most)s points."),
        "score_words_missing": _("Write one sentence on why; the owner may ask for it."),
        "prize_unknown": _("Choose awards of this call for ideas of this review only. Reload the page."),
        "prize_places": _("More ideas were chosen for an award than it has places."),
        "prize_order": _("An idea with more points may not get less than one with fewer. An award may stay vacant."),
        "contest_not_yours": _("This step is not yours, or the review has moved on. Read it again."),
        "decided_by_proposer": _("You proposed these prizes, so a colleague decides."),
    }
)
name_acts(
    {
        "idea.post": _("Idea posted"),
        "idea.edit": _("Idea put into better words"),
        "idea.mend": _("Idea mended while off the page"),
        "idea.carry": _("Idea carried to another call"),
        "idea.withdraw": _("Idea taken back"),
        "idea.pair": _("Idea paired with an organisation"),
        "idea.part": _("Pair parted"),
        "idea.open_draft": _("Application begun from an idea"),
        "idea.award": _("Prize given to an idea"),
        "idea.hide": _("Idea taken off the page"),
        "idea.show": _("Idea put back on the page"),
        "idea.point_out": _("Idea pointed out to an organisation"),
        "offer.make": _("Offer made for an idea"),
        "offer.accept": _("Offer accepted"),
        "offer.decline": _("Offer declined"),
        "offer.pass": _("Offer passed over"),
        "offer.take_back": _("Offer taken back"),
        "offer.end": _("Offer ended with the pair"),
        "contest.open": _("Review of ideas opened"),
        "contest.score": _("Idea judged"),
        "contest.propose": _("Prizes proposed"),
        "contest.send_back": pgettext_lazy("prizes", "Proposal sent back"),
        "contest.decide": _("Prizes decided"),
    }
)
