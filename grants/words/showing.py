"""Refusals of what is shown to the city, and the names of what the log tells of it."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "story_illegal_move": _("The story is “%(state)s”: this step does not follow from there. Reload the page."),
        "story_not_now": _("A story can be told once the agreement is signed."),
        "story_missing": _("Write and save the story first."),
        "story_long": _("The story is longer than %(most)s characters. Shorten it."),
        "story_short": _("The story needs a title and at least %(least)s characters."),
        "story_private": _("The story names a telephone, identity or card number. Take it out."),
        "story_consent_missing": _("It tells of single persons: say whose consent is kept where."),
        "story_not_yours": _("This step is not yours, or the story has moved on. Read it again."),
        "event_not_yours": _("This event is not yours to change."),
        "story_by_two": _("Who wrote a story does not publish it. Ask a second person."),
        "story_remarks_missing": _("Say why, so that it can be mended."),
        "commendation_not_now": _("Only a project with a signed agreement can be commended."),
        "commendation_gone": _("This commendation was taken back already."),
        "event_private": _("The event names a telephone, identity or card number of a person. Take it out."),
        "event_was_shown": _("The public has seen this event. Call it off instead of hiding it."),
    }
)

name_acts(
    {
        "story.write": _("Story of a project written"),
        "story.offer": _("Story of a project handed in"),
        "story.return": _("Story of a project sent back"),
        "story.publish": _("Story of a project published"),
        "commendation.record": _("Commendation recorded"),
        "commendation.withdraw": _("Commendation taken back"),
        "event.save": _("Public event saved"),
    }
)
