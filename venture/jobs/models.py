"""Jobs are rows: what is written here is done; what only the broker knows is a hint."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from venture.jobs.enums import JobState


class Job(models.Model):
    """A piece of work that outlives the request. ``name`` and ``key`` together are done once.

    While it runs, ``claim`` is the token of the one worker that may finish it and ``lease_until`` the instant after
    which another may take it over. Every time is the database's clock.
    """

    name = models.CharField(_("work"), max_length=80)
    key = models.CharField(_("key"), max_length=200)
    payload = models.JSONField(_("arguments"), default=dict)
    label = models.CharField(_("in words"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    state = models.CharField(_("state"), max_length=20, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("attempts at most"), default=8)
    claim = models.CharField(_("claim"), max_length=32, blank=True)
    run_at = models.DateTimeField(_("due"))
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    cancel_requested = models.BooleanField(_("asked to stop"), default=False)
    progress_done = models.PositiveIntegerField(_("steps done"), default=0)
    progress_total = models.PositiveIntegerField(_("steps in all"), default=0)
    progress_note = models.CharField(_("progress"), max_length=200, blank=True)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["name", "key"], name="job_once_per_key"),
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING)
                | Q(lease_until__isnull=False, started_at__isnull=False) & ~Q(claim=""),
                name="job_running_is_claimed",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=F("max_attempts")), name="job_attempts_within_limit"),
        ]
        indexes = [
            models.Index(
                fields=["run_at"],
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING]),
                name="job_to_do",
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.name
