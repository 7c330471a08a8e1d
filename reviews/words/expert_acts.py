"""What the log's verbs about experts, draws and conflicts are called."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts

name_acts(
    {
        "expert.add": _("Expert entered"),
        "expert.change": _("Expert's entry changed"),
        "expert.tie": _("Tie of an expert entered"),
        "expert.untie": _("Tie of an expert taken out"),
        "expert.declare": _("Ties declared by the expert"),
        "expert.invite": _("Expert invited to an account"),
        "expert.join": _("Expert joined with an account"),
        "appointment.invite": _("Expert invited into the round"),
        "appointment.invite_again": _("Expert invited again"),
        "appointment.sign": _("Pledge signed"),
        "appointment.pledge": _("Declaration completed"),
        "appointment.decline": _("Invitation declined"),
        "appointment.end": _("Expert released"),
        "appointment.load": _("Load of an expert set"),
        "appointment.remind": _("Experts reminded of the pledge"),
        "draw.commit": _("Draw announced with its commitment"),
        "draw.reveal": _("Draw held"),
        "conflict.search": _("Conflicts of interest searched"),
        "conflict.find": _("Conflict of interest found"),
        "conflict.change": _("Facts of a conflict changed"),
        "conflict.waive": _("Conflict waived"),
        "conflict.restore": _("Conflict stands again"),
        "conflict.return": _("Conflict found again"),
        "conflict.vanish": _("Conflict no longer there"),
        "conflict.uphold": _("Conflict confirmed"),
    }
)
