from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganizationKind(models.TextChoices):
    """The kinds a civil-affairs department registers; the value is the first two characters of the credit code."""

    ASSOCIATION = "51", _("Social association")
    SERVICE = "52", _("Private non-enterprise unit (social service organisation)")
    FOUNDATION = "53", _("Foundation")


class OrganizationState(models.TextChoices):
    REGISTERED = "registered", _("Not verified yet")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Verification suspended")


class CaseState(models.TextChoices):
    """Where a request for verification stands."""

    SUBMITTED = "submitted", pgettext_lazy("verification", "Waiting for verification")
    RETURNED = "returned", pgettext_lazy("verification", "Returned for correction")
    VERIFIED = "verified", pgettext_lazy("verification", "Verified")
    REFUSED = "refused", pgettext_lazy("verification", "Refused")

    undecided = nonmember(("submitted", "returned"))


class MemberRole(models.TextChoices):
    """What a member does for the organisation. Rights of the city's own staff live in ``accounts``."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    FINANCE = "finance", _("Finance officer")
    SIGNATORY = "signatory", _("Signatory")
    VIEWER = "viewer", _("Viewer")

    writers = nonmember(("owner", "editor"))
