"""The member units of the leading group, who speaks for them, and what each does in a round."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rounds.enums import StageKind, TaskState
from rounds.models.round import Round
from venture.files.models import StoredFile

# Pictures or papers that a unit hands in with a report.
TASK_PURPOSE = "rounds.task_report"


class MemberUnit(models.Model):
    """A unit of the leading group (成员单位) with its standing duty. Written by ``rounds.flows.units`` only."""

    name = models.CharField(_("name"), max_length=60)
    duty = models.CharField(_("standing duty"), max_length=300)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    ended_at = models.DateTimeField(_("left at"), null=True, blank=True)

    class Meta:
        verbose_name = _("member unit")
        verbose_name_plural = _("member units")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(ended_at__isnull=True), name="unit_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(duty=""), name="unit_has_name_and_duty"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitContact(models.Model):
    """A person who speaks for a unit, from a day until it ends."""

    unit = models.ForeignKey(MemberUnit, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("unit"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="unit_contacts", verbose_name=_("person")
    )
    position = models.CharField(_("position"), max_length=40, blank=True)
    since = models.DateTimeField(_("since"))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, verbose_name=_("named by"), on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "user"], condition=Q(ended_at__isnull=True), name="unit_contact_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")), name="unit_contact_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.user}"


class UnitDuty(models.Model):
    """A line of the division of work: what a unit does in each round, counted from a stage's first day."""

    unit = models.ForeignKey(MemberUnit, on_delete=models.PROTECT, related_name="duties", verbose_name=_("unit"))
    title = models.CharField(_("task"), max_length=60)
    words = models.CharField(_("what is expected"), max_length=300, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=StageKind)
    days = models.SmallIntegerField(
        _("due so many days after the stage begins"), default=0, help_text=_("A number below nought means before it.")
    )
    ended_at = models.DateTimeField(_("taken out at"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of the division of work")
        verbose_name_plural = _("division of work")
        ordering = ["unit__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title"], condition=Q(ended_at__isnull=True), name="unit_duty_title_once"
            ),
            models.CheckConstraint(condition=Q(stage__in=StageKind.values), name="unit_duty_stage_known"),
        ]

    def __str__(self) -> str:
        return self.title


class UnitTask(models.Model):
    """What one unit does in one round, until a day. ``state`` is moved by ``rounds.flows.unit_tasks`` only.

    ``reported_at`` is when the unit reported first: what is held against the day.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="unit_tasks", verbose_name=_("round"))
    unit = models.ForeignKey(MemberUnit, on_delete=models.PROTECT, related_name="tasks", verbose_name=_("unit"))
    duty = models.ForeignKey(
        UnitDuty, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks",
        verbose_name=_("line of the division of work"),
    )  # fmt: skip
    title = models.CharField(_("task"), max_length=60)
    words = models.CharField(_("what is expected"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=TaskState, default=TaskState.GIVEN)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, verbose_name=_("given by"), on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(_("given at"))
    taken_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    reported_at = models.DateTimeField(_("first reported at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("task of a member unit")
        verbose_name_plural = _("tasks of the member units")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "duty"], name="unit_task_of_duty_once"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="unit_task_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.REPORTED, TaskState.RETURNED, TaskState.DONE])
                | Q(reported_at__isnull=False),
                name="unit_task_reported_before_judged",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TaskState.RETURNED, TaskState.DROPPED]) | ~Q(reason=""),
                name="unit_task_sent_back_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TaskReport(models.Model):
    """What a unit reported on a task; a later report stands beside it. Written once."""

    task = models.ForeignKey(UnitTask, on_delete=models.PROTECT, related_name="reports", verbose_name=_("task"))
    words = models.TextField(_("what was done"), max_length=1000)
    figure = models.PositiveIntegerField(_("people or units reached"), null=True, blank=True)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("report of a unit", "file"),
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reported by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("reported at"))

    class Meta:
        verbose_name = _("report of a unit")
        verbose_name_plural = _("reports of units")
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="task_report_has_words")]

    def __str__(self) -> str:
        return f"{self.task} · {self.at:%Y-%m-%d}"
