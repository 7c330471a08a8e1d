"""What the log's verbs about the screening are called."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts

name_acts(
    {
        "screening.take_on": _("Case taken on"),
        "screening.begin": _("Screening begun"),
        "screening.resume": _("Correction taken up in the screening"),
        "screening.judge": _("Items of the screening judged"),
        "screening.pass": _("Screening passed"),
        "screening.correct": _("Correction asked for in the screening"),
        "screening.lapse": _("Screening ended: not corrected in time"),
        "screening.propose_refusal": _("Refusal proposed"),
        "screening.support_refusal": _("Refusal confirmed by one more person"),
        "screening.confirm_refusal": _("Refusal confirmed"),
        "screening.decline_refusal": _("Refusal sent back"),
        "screening.recommend": _("District recommended"),
        "application.remind": _("Applicants reminded by staff"),
        "sheet.export": _("Sheet taken along"),
    }
)
