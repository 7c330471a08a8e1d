"""What somebody offers to whoever does good: rooms, hours, people, goods (资源清单)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Community, Organization
from projects.enums import ResourceKind, ResourceState
from projects.models.needs import Need
from rounds.enums import Field


class ResourceSeries(models.Model):
    """The row that numbers resources. Locked while a number is taken."""

    ONLY = "R"

    code = models.CharField(pgettext_lazy("resource", "code"), max_length=4, unique=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of resources")
        verbose_name_plural = _("series of resources")

    def __str__(self) -> str:
        return self.code


class Resource(models.Model):
    """Something that is offered. ``state`` is moved by flows only; ``code`` (R-0012) is its name in public.

    ``giver`` is who the public reads; ``offered_by`` is the account that answers for it and is never shown. Without
    a ``community`` it serves the whole city, without a ``field`` every field of service.
    """

    code = models.CharField(pgettext_lazy("resource", "code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind)
    title = models.CharField(_("what is offered"), max_length=60)
    capacity = models.CharField(_("how much, and when"), max_length=120)
    conditions = models.CharField(_("conditions"), max_length=300, blank=True)
    giver = models.CharField(_("offered by"), max_length=60)
    field = models.CharField(_("field of service"), max_length=12, choices=Field, blank=True)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="resources",
        verbose_name=_("community"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=12, choices=ResourceState, default=ResourceState.OFFERED)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    offered_at = models.DateTimeField(_("offered at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    used_by = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="resources",
        verbose_name=_("used by"),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ResourceState.values), name="resource_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ResourceKind.values), name="resource_kind_known"),
            models.CheckConstraint(condition=Q(field="") | Q(field__in=Field.values), name="resource_field_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "engaged"]) | Q(published_at__isnull=False),
                name="resource_public_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="engaged", used_by__isnull=False) | (~Q(state="engaged") & Q(used_by__isnull=True)),
                name="resource_engaged_names_who",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(reason=""), name="resource_returned_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ResourceWish(models.Model):
    """An organisation asks to use a resource, for a need where it names one. Withdrawn, never deleted."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="wishes", verbose_name=_("resource"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="wishes", verbose_name=_("organisation")
    )
    need = models.ForeignKey(
        Need, on_delete=models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name=_("need")
    )
    words = models.CharField(_("what for"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("wish to use a resource")
        verbose_name_plural = _("wishes to use resources")
        ordering = ["resource", "said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "organization"], condition=Q(withdrawn_at__isnull=True), name="wish_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.resource}"
