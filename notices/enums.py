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


class Objector(models.TextChoices):
    """Who objects. A lead may stay without a name: it is looked into, not answered one by one."""

    UNIT = "unit", _("A unit, with its seal")
    PERSON = "person", _("A person, by real name")
    LEAD = "lead", _("Only a lead")


class ObjectionState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("objection", "Received")
    ACCEPTED = "accepted", pgettext_lazy("objection", "Accepted")
    INVESTIGATING = "investigating", pgettext_lazy("objection", "Being examined")
    ANSWERED = "answered", pgettext_lazy("objection", "Answer waits for the second person")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
    PARTLY = "partly", pgettext_lazy("objection", "Upheld in part")
    NOT_UPHELD = "not_upheld", pgettext_lazy("objection", "Not upheld")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "Taken back")
    REFUSED = "refused", pgettext_lazy("objection", "Not accepted")

    open = nonmember(("received", "accepted", "investigating", "answered"))
