"""The working-day calendar, by year and with its source. A year that is not loaded is never guessed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkYear(models.Model):
    """A year whose holidays and make-up days are known. ``demo`` marks an invented calendar (演示)."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("source"), max_length=200)
    demo = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class WorkDay(models.Model):
    """A day that differs from its weekday: a holiday on a weekday, or a make-up day on a weekend."""

    year = models.ForeignKey(WorkYear, on_delete=models.CASCADE, related_name="days", verbose_name=_("calendar year"))
    day = models.DateField(_("day"), unique=True)
    works = models.BooleanField(_("working day"))
    note = models.CharField(_("occasion"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}"
