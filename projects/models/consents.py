"""Whether the community where a project lands agrees (实施地社区意见)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Community
from projects.enums import ConsentState
from projects.models.projects import Project
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
SEAL_PURPOSE = "projects.seal"


class CommunityConsent(models.Model):
    """One request to one community, answered by a link and a code on a phone, or at the community worker's desk.

    ``token`` stands in the link; ``asked`` is what the community was told (canonical JSON) and ``asked_hash`` its
    SHA-256: the answer holds for that and for nothing else. A community asked again gets a new row.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="consents", verbose_name=_("application")
    )
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="consents", verbose_name=_("community")
    )
    state = models.CharField(_("state"), max_length=12, choices=ConsentState, default=ConsentState.ASKED)
    token = models.CharField(_("token"), max_length=64, unique=True)
    contact_name = models.CharField(_("person asked"), max_length=20)
    mobile = models.CharField(_("mobile number"), max_length=20)
    asked = models.JSONField(_("what was asked"), default=dict)
    asked_hash = models.CharField(_("hash of what was asked"), max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    nudged_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("answered by (account)"),
    )  # fmt: skip
    answerer = models.CharField(_("answered by (name)"), max_length=20, blank=True)
    words = models.CharField(_("conditions or reason"), max_length=300, blank=True)
    seal = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sealed opinion")
    )

    class Meta:
        verbose_name = _("opinion of a community")
        verbose_name_plural = _("opinions of communities")
        ordering = ["project", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ConsentState.values), name="consent_state_known"),
            models.UniqueConstraint(
                fields=["project", "community"], condition=Q(state__in=["asked", "agreed", "conditional"]),
                name="consent_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "taken_back"]) | Q(answered_at__isnull=False),
                name="consent_answered_has_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.project} · {self.community}"
