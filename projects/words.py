from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word(
    {
        "need_illegal_move": _("This is not possible now: the need is “%(state)s”. Reload the page."),
        "need_merges_nothing": _("Choose at least one other need that says the same."),
        "need_reason_missing": _("State the reason; it stays on record."),
        "need_not_waiting": _("This need is not waiting for an answer any more."),
        "organization_not_verified": _(
            "Your organisation is not verified yet. Hand its certificate in first, on the page “My organisation”."
        ),
    }
)
