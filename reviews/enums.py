from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ScreeningState(models.TextChoices):
    """Where the screening of one application stands. “Looked at, not finished” is not “nobody has looked”."""

    UNSEEN = "unseen", pgettext_lazy("screening", "Nobody has looked")
    BEGUN = "begun", pgettext_lazy("screening", "Looked at, not finished")
    PASSED = "passed", pgettext_lazy("screening", "Passed")
    CORRECTING = "correcting", pgettext_lazy("screening", "Given back for correction")
    REFUSAL = "refusal", pgettext_lazy("screening", "Refusal waits for a second person")
    REFUSED = "refused", pgettext_lazy("screening", "Not passed")
    LAPSED = "lapsed", pgettext_lazy("screening", "Given up: not corrected in time")

    waiting = nonmember(("unseen", "begun"))


class Verdict(models.TextChoices):
    """What was found for one item of the checklist."""

    FITS = "fits", pgettext_lazy("verdict", "Fits")
    FAILS = "fails", pgettext_lazy("verdict", "Does not fit")
    DOES_NOT_APPLY = "na", pgettext_lazy("verdict", "Does not apply")


class Advice(models.TextChoices):
    """What a district says of an application that it looked at first (区县初审推荐)."""

    RECOMMENDED = "recommended", pgettext_lazy("advice", "Recommended")
    NOT_RECOMMENDED = "not_recommended", pgettext_lazy("advice", "Not recommended")


class Judge(models.TextChoices):
    DATA = "data", _("From data")
    PERSON = "person", _("By a person")
