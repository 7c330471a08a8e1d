"""The live panel (路演答辩): its running order, what is on now, and who sits on it. Its scores are score sheets."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from reviews.enums import PanelState, SlotState
from reviews.models.assigning import ReviewGroup
from reviews.models.draws import Draw
from reviews.models.experts import Appointment
from rounds.models import Stage
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
PANEL_PURPOSE = "reviews.panel_paper"


class Panel(models.Model):
    """One session. ``turn`` counts every change of what is on: a tablet that knows its number asks no more."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="panels", verbose_name=_("stage"))
    group = models.ForeignKey(
        ReviewGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="panels",
        verbose_name=_("review group"),
    )
    name = models.CharField(_("name"), max_length=60)
    place = models.CharField(_("place"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    talk_minutes = models.PositiveSmallIntegerField(_("minutes to talk"), default=5)
    answer_minutes = models.PositiveSmallIntegerField(_("minutes to answer"), default=5)
    state = models.CharField(_("state"), max_length=10, choices=PanelState, default=PanelState.PLANNED)
    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("draw")
    )
    chair = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="chaired", verbose_name=_("chair")
    )
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("secretary"),
    )
    experts = models.ManyToManyField(
        Appointment, through="Seat", related_name="panels", blank=True, verbose_name=_("experts")
    )
    turn = models.PositiveIntegerField(_("changes"), default=0)
    paper = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed summary table"),
    )
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("locked by"),
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PanelState.values), name="panel_state_known"),
            models.CheckConstraint(
                condition=~Q(state="locked") | Q(locked_by__isnull=False, locked_at__isnull=False),
                name="panel_locked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """An expert at the table. ``seen_turn`` is the last change that the expert's tablet has fetched, ``paper`` the scan
    of the score sheet that the expert signed."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="seats", verbose_name=_("panel"))
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="seats", verbose_name=_("expert")
    )
    seen_turn = models.PositiveIntegerField(_("last change seen"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    absent_at = models.DateTimeField(_("absent since"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    paper = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed score sheet"),
    )

    class Meta:
        verbose_name = _("seat in a panel")
        verbose_name_plural = _("seats in panels")
        ordering = ["panel", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "appointment"], name="seat_once"),
            models.CheckConstraint(condition=Q(absent_at__isnull=True) | ~Q(reason=""), name="seat_absent_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.panel} · {self.appointment.expert}"


class PanelSlot(models.Model):
    """One project of a session, in its order. At most one is on. Once it is locked, nobody scores it any more."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="slots", verbose_name=_("panel"))
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="slots", verbose_name=_("project"))
    order = models.PositiveSmallIntegerField(_("order"))
    state = models.CharField(_("state"), max_length=10, choices=SlotState, default=SlotState.WAITING)
    opened_at = models.DateTimeField(_("began"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ended"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("locked by"),
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a panel")
        verbose_name_plural = _("places in panels")
        ordering = ["panel", "order"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "project"], name="slot_project_once"),
            models.UniqueConstraint(fields=["panel", "order"], name="slot_order_once"),
            models.UniqueConstraint(fields=["panel"], condition=Q(state="current"), name="slot_one_is_on"),
            models.CheckConstraint(condition=Q(state__in=SlotState.values), name="slot_state_known"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True) | Q(locked_by__isnull=False), name="slot_locked_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order} · {self.project}"
