from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word(
    {
        "awards_not_decided": _("Nothing is decided yet. The notice is drafted from the decision."),
        "awards_all_noticed": _("Every proposed award stands in a notice already."),
        "awards_notice_waits": _("A notice of this round is drafted or proposed. Publish it first, or change it."),
    }
)
