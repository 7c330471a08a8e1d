"""Refusals and acts of the three-society linkage, and what each of its five models means in plain words."""

from django.utils.translation import gettext_lazy as _

from projects.enums import LinkageModel
from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "linkage_missing": _("This project has no linkage on record. It begins when the agreement is in force."),
        "shares_too_large": _("The shares of the communities are more than the whole. Lower one of them."),
        "shares_strange": _("The project works in no such communities: %(names)s."),
        "worker_of_another": _("Choose a social worker of your organisation. Enter new ones on its page first."),
        "duty_missing": _("Say in a few words what the social worker does in the project."),
        "charity_unnamed": _("Say who gave it and what it is."),
        "stars_unknown": _("Choose one to five."),
        "satisfaction_words_missing": _("Say in one sentence what was lacking; it helps to mend it."),
        "satisfaction_not_yours": _("Your community did not agree to this project, so it is not asked."),
    }
)
name_acts(
    {
        "linkage.lay": _("Linkage laid down"),
        "linkage.tell": _("Linkage told"),
        "linkage.share": _("Shares of the communities stated"),
        "linkage.worker": _("Social worker named in a project"),
        "linkage.end_worker": _("Social worker no longer in a project"),
        "linkage.charity": _("Charitable resource noted"),
        "linkage.remove_charity": _("Charitable resource taken out"),
        "linkage.satisfaction": _("Satisfaction of a community"),
    }
)
MODELS = {
    LinkageModel.DEMAND: _(
        "It grows out of what the community itself needs: organisation and social workers join in where residents"
        " already act, and residents' voices decide what is done."
    ),
    LinkageModel.GOVERNMENT: _(
        "The government sets the task and leads; it gives a young organisation a sure footing, and everyday needs of"
        " residents must not be forgotten over it."
    ),
    LinkageModel.PROJECT: _(
        "A project is bought or funded and carried out by professionals: organisation and social workers come with it,"
        " for its time and within its aims."
    ),
    LinkageModel.IDEA: _(
        "A shared idea brings all together: residents, volunteers and professionals put it into practice in one place"
        " and grow close over it."
    ),
    LinkageModel.SYSTEM: _(
        "The way the community is run is itself renewed, so that its committee, organisations and social workers each"
        " have their place and act as one."
    ),
}


def meaning_of(model: str) -> str:
    """Return the plain explanation of a model; nothing where none is chosen."""
    return str(MODELS[LinkageModel(model)]) if model else ""
