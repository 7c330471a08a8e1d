"""How a round judges: its stages with their dates, the rubric as a tree, the order in which ties are broken."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rounds.enums import StageKind, Tie
from rounds.models.round import Round


class Stage(models.Model):
    """One step of the round with its days; the public sees them as the timetable."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="stages", verbose_name=_("round"))
    kind = models.CharField(_("kind"), max_length=12, choices=StageKind)
    name = models.CharField(_("name"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    blind = models.BooleanField(_("blind"), default=False)
    reviewers = models.PositiveSmallIntegerField(_("experts per project"), default=0)
    drop_extremes = models.BooleanField(_("drop the highest and the lowest"), default=False)
    scale = models.PositiveSmallIntegerField(_("full marks"), default=100)
    threshold = models.PositiveSmallIntegerField(_("pass mark"), null=True, blank=True)
    quota = models.PositiveSmallIntegerField(_("projects that go on"), null=True, blank=True)
    weight = models.PositiveIntegerField(_("weight in the result (basis points)"), default=0)
    inferred = models.BooleanField(_("inferred"), default=False)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="stage_order_once"),
            models.CheckConstraint(condition=Q(kind__in=StageKind.values), name="stage_kind_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="stage_ends_after_start",
                violation_error_message=_("The stage ends before it starts. Set the last day on or after the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """A node of the rubric. Leaves are scored; the weight of a parent is the sum of its children's (points of 100)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("round"))
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    name = models.CharField(_("name"), max_length=40)
    hint = models.CharField(_("what is judged"), max_length=200, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight (points)"), default=0)
    anchors = models.JSONField(_("anchored levels"), default=list, blank=True)
    may_not_apply = models.BooleanField(_("may not apply"), default=False)
    needs_reason = models.BooleanField(_("needs a reason"), default=False)
    inferred = models.BooleanField(_("inferred"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class TieRule(models.Model):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tie_rules", verbose_name=_("round"))
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("rule"), max_length=20, choices=Tie)

    class Meta:
        verbose_name = _("tie rule")
        verbose_name_plural = _("tie rules")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="tie_rule_order_once"),
            models.UniqueConstraint(fields=["round", "kind"], name="tie_rule_kind_once"),
            models.CheckConstraint(condition=Q(kind__in=Tie.values), name="tie_rule_kind_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
