"""What is shown to the city beside money and results: stories, commendations, events and broadcasts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.enums import EventKind, StoryState
from grants.models.grants import Grant
from rounds.models import Round


class Story(models.Model):
    """A project's own story for everybody. ``consents`` says whose consent stands where persons are told of.

    ``state`` is moved by ``grants.flows`` only; the public reads a published one.
    """

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="story", verbose_name=_("grant"))
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"))
    tells_of_persons = models.BooleanField(_("tells of single persons"), default=False)
    consents = models.CharField(_("whose consent is kept where"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=StoryState, default=StoryState.DRAFT)
    remarks = models.CharField(_("remarks"), max_length=300, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("published by"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("story of a project")
        verbose_name_plural = _("stories of projects")
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=StoryState.values), name="story_state_known"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_by__isnull=False, published_at__isnull=False),
                name="story_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")), name="story_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["offered", "published"]) | Q(tells_of_persons=False) | ~Q(consents=""),
                name="story_persons_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Commendation(models.Model):
    """A project that was commended: what as, by which document. Taken back with a reason, never deleted."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="commendations", verbose_name=_("grant"))
    name = models.CharField(pgettext_lazy("commendation", "commended as"), max_length=40)
    on = models.DateField(_("day"))
    document_number = models.CharField(_("document number"), max_length=60)
    words = models.CharField(_("for what"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("commendation")
        verbose_name_plural = _("commendations")
        ordering = ["-on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "name", "on"], name="commendation_once"),
            models.CheckConstraint(condition=~Q(document_number=""), name="commendation_has_its_document"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.grant}"


class PublicEvent(models.Model):
    """A public event, a broadcast slot or an exhibition. The public sees it once ``shown``; called off it stays."""

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind)
    title = models.CharField(_("title"), max_length=80)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    place = models.CharField(_("place or channel"), max_length=120)
    words = models.CharField(_("what there is"), max_length=300, blank=True)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("round")
    )
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("project")
    )
    shown = models.BooleanField(_("shown in public"), default=False)
    called_off = models.BooleanField(_("called off"), default=False)

    class Meta:
        verbose_name = _("public event")
        verbose_name_plural = _("public events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="event_ends_after_start",
                violation_error_message=_("The event ends before it begins. Set its end after its beginning."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
