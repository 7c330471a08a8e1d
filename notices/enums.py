from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    CALL = "call", _("Call for projects")
    NEEDS = "needs", _("List of needs")
    SHORTLIST = "shortlist", _("Shortlist")
    PROPOSED = "proposed", _("Proposed awards")
    AWARDS = "awards", _("Awards")
    PAYMENTS = "payments", _("Payments")
    MIDTERM = "midterm", _("Mid-term results")
    FINAL = "final", _("Final results")
    ANNUAL = "annual", _("Annual account")
    CORRECTION = "correction", _("Correction")
    OTHER = "other", pgettext_lazy("notice", "Other")


class NoticeState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("notice", "Draft")
    PROPOSED = "proposed", _("Waiting for the second person")
    PUBLISHED = "published", pgettext_lazy("notice", "Published")
    CORRECTED = "corrected", _("Corrected by a later notice")

    public = nonmember(("published", "corrected"))
