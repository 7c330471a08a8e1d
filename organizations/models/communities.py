"""The communities where projects land, and the people who answer for them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area


class Community(models.Model):
    """A residents' or villagers' committee by the statistics bureau's twelve digits, in its street."""

    code = models.CharField(
        _("division code"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{12}\Z", _("A community's division code has twelve digits."))],
    )
    name = models.CharField(_("name"), max_length=60)
    street = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="communities", verbose_name=_("street"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="community_code_twelve_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class CommunityWorker(models.Model):
    """A person who answers for a community: reports its needs and gives its opinion."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="workers", verbose_name=_("community")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="communities", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("community worker")
        verbose_name_plural = _("community workers")
        ordering = ["community", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(ended_at__isnull=True), name="community_worker_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.community}"
