"""Keys with which a person's own programs read the API. Revoked, never deleted."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Scope


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, now: Any) -> "ApiTokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=now)


class ApiToken(models.Model):
    """A key of one person. Only its SHA-256 is kept; ``prefix`` tells the person which one it is.

    It carries the person's own rights, narrowed to ``scopes``, until ``expires_at`` by the database's clock.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens", verbose_name=_("person")
    )
    name = models.CharField(_("what it is for"), max_length=60)
    prefix = models.CharField(_("begins with"), max_length=12, unique=True)
    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    scopes = models.JSONField(_("may read"), default=list)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="api_token_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def scope_words(self) -> list[str]:
        """Return the scopes in the reader's language."""
        return [str(Scope(scope).label) for scope in self.scopes if scope in Scope.values]
