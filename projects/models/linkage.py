"""Three-society linkage (三社联动) of a project: communities, social workers, volunteers, charitable resources."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.models import Community, SocialWorker
from projects.enums import CharityKind, ConsentState, LinkageModel, PlaceRole
from projects.models.projects import Project
from projects.models.resources import Resource

MOST_STARS = 5


class Linkage(models.Model):
    """How community, organisation and social workers act together in one project, and how many volunteers help."""

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="linkage", verbose_name=_("application")
    )
    model = models.CharField(_("model of linkage"), max_length=12, choices=LinkageModel, blank=True)
    words = models.CharField(_("how they act together"), max_length=300, blank=True)
    volunteers = models.PositiveIntegerField(_("volunteers"), default=0)
    volunteer_hours = models.PositiveIntegerField(_("hours of volunteers"), default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("saved by"),
    )  # fmt: skip
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("three-society linkage")
        verbose_name_plural = _("three-society linkage")
        ordering = ["project"]
        constraints = [
            models.CheckConstraint(
                condition=Q(model="") | Q(model__in=LinkageModel.values), name="linkage_model_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)


class BoundCommunity(models.Model):
    """A community that a project works in: laid down from what was handed in, with the community's own opinion.

    ``people`` are those served there; ``share`` is the community's part of the grant in basis points, where the
    organisation states it. The community itself gives ``satisfaction`` (1 to 5) when the project ends.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="bound", verbose_name=_("application"))
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="bound", verbose_name=_("community")
    )
    role = models.CharField(_("role"), max_length=10, choices=PlaceRole)
    people = models.PositiveIntegerField(_("people served"), default=0)
    share = models.PositiveIntegerField(_("share of the money (basis points)"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=12, choices=ConsentState, blank=True)
    opinion_words = models.CharField(_("conditions or reason"), max_length=300, blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), null=True, blank=True)
    satisfaction_words = models.CharField(_("words on the satisfaction"), max_length=300, blank=True)
    satisfied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("judged by"),
    )  # fmt: skip
    satisfied_at = models.DateTimeField(_("judged at"), null=True, blank=True)

    class Meta:
        verbose_name = _("bound community")
        verbose_name_plural = _("bound communities")
        ordering = ["project", "community__code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "community"], name="bound_once_per_project"),
            models.CheckConstraint(condition=Q(role__in=PlaceRole.values), name="bound_role_known"),
            models.CheckConstraint(
                condition=Q(opinion="") | Q(opinion__in=ConsentState.values), name="bound_opinion_known"
            ),
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__lte=10_000), name="bound_share_whole"),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True, satisfied_at__isnull=True)
                | Q(satisfaction__gte=1, satisfaction__lte=MOST_STARS, satisfied_at__isnull=False),
                name="bound_satisfaction_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.community}"


class LinkedWorker(models.Model):
    """A social worker who works in a project, and for how many hours."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="workers", verbose_name=_("application")
    )
    worker = models.ForeignKey(
        SocialWorker, on_delete=models.PROTECT, related_name="projects", verbose_name=_("social worker")
    )
    duty = models.CharField(_("duty"), max_length=40)
    hours = models.PositiveIntegerField(_("hours"), default=0)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("social worker of a project")
        verbose_name_plural = _("social workers of projects")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "worker"], condition=Q(ended_at__isnull=True), name="linked_worker_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker} · {self.project}"


class LinkedResource(models.Model):
    """A charitable resource that a project was given: money, goods, a room, a service, at its value in fen.

    ``resource`` is the line of the public list where it came from there.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="charity", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CharityKind)
    giver = models.CharField(_("giver"), max_length=60)
    what = models.CharField(_("what was given"), max_length=120)
    value_fen = models.BigIntegerField(_("value (fen)"), default=0)
    resource = models.ForeignKey(
        Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="given", verbose_name=_("resource")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    at = models.DateTimeField(_("entered at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("charitable resource of a project")
        verbose_name_plural = _("charitable resources of projects")
        ordering = ["project", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CharityKind.values), name="charity_kind_known"),
            models.CheckConstraint(condition=Q(value_fen__gte=0), name="charity_value_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} · {self.what}"
