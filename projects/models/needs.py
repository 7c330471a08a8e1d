"""What communities need, and which organisations would answer it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Community, Organization
from projects.enums import NeedState, Urgency
from projects.models.projects import Project
from rounds.enums import Field


class NeedSeries(models.Model):
    """The row that numbers needs. Locked while a number is taken."""

    ONLY = "N"

    code = models.CharField(pgettext_lazy("need", "code"), max_length=4, unique=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of needs")
        verbose_name_plural = _("series of needs")

    def __str__(self) -> str:
        return self.code


class NeedDraft(models.Model):
    """What a community worker has typed so far, valid or not. One per person; gone when it becomes a need."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    typed = models.JSONField(_("typed"), default=dict)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft of a need")
        verbose_name_plural = _("drafts of needs")

    def __str__(self) -> str:
        return str(self.user)


class Need(models.Model):
    """A need of one community. ``state`` is moved by flows only; ``code`` (N-0086) is its name in public.

    ``project`` is the application by which the need is answered; ``indicators`` name the rows of its indicators that
    measure whether the need is met, and ``met_words`` say how it was met.
    """

    code = models.CharField(pgettext_lazy("need", "code"), max_length=12, unique=True)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="needs", verbose_name=_("community")
    )
    field = models.CharField(_("field of service"), max_length=12, choices=Field)
    title = models.CharField(_("title"), max_length=60)
    population = models.CharField(_("who needs it"), max_length=120)
    problem = models.TextField(_("what the problem is"), max_length=1000)
    scale = models.CharField(_("how many"), max_length=120)
    evidence = models.TextField(_("how this is known"), max_length=500, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.ORDINARY)
    state = models.CharField(_("state"), max_length=12, choices=NeedState, default=NeedState.COLLECTED)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    answered_by = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered",
        verbose_name=_("answered by"),
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="needs", verbose_name=_("application")
    )
    indicators = models.JSONField(_("indicators that measure it"), default=list, blank=True)
    met_words = models.CharField(_("how it was met"), max_length=300, blank=True)
    collected_at = models.DateTimeField(_("collected at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-urgency", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NeedState.values), name="need_state_known"),
            models.CheckConstraint(condition=Q(field__in=Field.values), name="need_field_known"),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="need_urgency_known"),
            models.CheckConstraint(
                condition=Q(state=NeedState.MERGED, merged_into__isnull=False)
                | (~Q(state=NeedState.MERGED) & Q(merged_into__isnull=True)),
                name="need_merged_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["collected", "merged"]) | Q(published_at__isnull=False),
                name="need_public_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["matched", "met"], answered_by__isnull=False)
                | (~Q(state__in=["matched", "met"]) & Q(answered_by__isnull=True)),
                name="need_matched_names_who",
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=True) | Q(answered_by__isnull=False), name="need_project_has_organization"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class NeedInterest(models.Model):
    """An organisation says that it would answer a need. Withdrawn, never deleted."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="interests", verbose_name=_("need"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="interests", verbose_name=_("organisation")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("said by")
    )
    said_at = models.DateTimeField(_("said at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("interest in a need")
        verbose_name_plural = _("interest in needs")
        ordering = ["need", "said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "organization"], condition=Q(withdrawn_at__isnull=True), name="interest_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.need}"


class NeedSupport(models.Model):
    """A resident says "I need this too": once per person. Taken back, never deleted; nobody's name is shown."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="supports", verbose_name=_("need"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    said_at = models.DateTimeField(_("said at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("support of a need")
        verbose_name_plural = _("support of needs")
        ordering = ["need", "said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["need", "user"], condition=Q(withdrawn_at__isnull=True), name="support_said_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.need)


class NeedCitation(models.Model):
    """An application that was handed in names a need. It follows the hand-in that stands; dropped, never deleted."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="citations", verbose_name=_("need"))
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="citations", verbose_name=_("application")
    )
    cited_at = models.DateTimeField(_("cited at"))
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)

    class Meta:
        verbose_name = _("citation of a need")
        verbose_name_plural = _("citations of needs")
        ordering = ["need", "cited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(dropped_at__isnull=True), name="citation_one_per_application"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.need}"
