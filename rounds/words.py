from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word(
    {
        "round_not_open": _("The round does not take applications yet."),
        "round_closed": _("The round is closed. What you typed is kept; you can still read and download it."),
        "round_illegal_move": _("The round is “%(state)s” now; this step no longer applies. Reload the page."),
        "round_not_draft": _("The round is “%(state)s” now: its rules change only by an amendment."),
        "round_contradicts": _("The report names %(count)s contradictions. Mend them first."),
        "amendment_not_needed": _("The round is still a draft: change it directly."),
        "amendment_field": _(
            "“%(name)s” stays as it was published; only dates, telephones and the purpose can change."
        ),
        "amendment_decided": _("This amendment was decided already."),
        "calendar_year_missing": _("The working-day calendar of %(year)s is not loaded. Load it before publishing."),
        "calendar_source_missing": _("Name the notice that announced these days."),
        "calendar_line_unreadable": _(
            "Line %(number)s cannot be read: “%(line)s”. Write a day, 休 or 班, and the occasion: 2027-02-08 休 春节."
        ),
        "calendar_line_other_year": _("Line %(number)s is not in %(year)s."),
        "calendar_line_twice": _("Line %(number)s names %(day)s a second time."),
        "calendar_line_needless": _(
            "Line %(number)s: %(day)s is so by its weekday already. Check the date, or leave the line out."
        ),
        "observer_is_lender": _("You cannot lend a round to yourself."),
        "observer_too_long": _("A round is lent for %(days)s days at most."),
        "observer_applies": _("The person belongs to an organisation that may apply and cannot look into the round."),
        "observer_ended": _("This access was taken back or has lapsed already."),
    }
)
