from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NeedState(models.TextChoices):
    COLLECTED = "collected", _("Collected")
    MERGED = "merged", _("Merged into another")
    PUBLISHED = "published", pgettext_lazy("need", "Published")
    MATCHED = "matched", _("Matched with a project")
    MET = "met", _("Met")

    public = nonmember(("published", "matched", "met"))


class Urgency(models.IntegerChoices):
    ORDINARY = 1, _("Ordinary")
    PRESSING = 2, _("Pressing")
    URGENT = 3, _("Urgent")
