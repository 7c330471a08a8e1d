"""The evaluation template: what is looked at in mid-term and at the end, and which grade how many points earn."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.enums import Phase, Scoring
from rounds.models.round import Round


class EvaluationItem(models.Model):
    """One item with its points.

    ``bands`` of an item by ratio say how many points which percentage of the target earns, downwards:
    ``[{"from": 100, "points": 3}, {"from": 80, "points": 2}]``.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="evaluation_items", verbose_name=_("round"))
    phase = models.CharField(_("evaluation"), max_length=10, choices=Phase)
    dimension = models.CharField(_("dimension"), max_length=30)
    name = models.CharField(_("item"), max_length=60)
    points = models.PositiveSmallIntegerField(_("points"))
    scoring = models.CharField(_("how it is scored"), max_length=10, choices=Scoring, default=Scoring.JUDGED)
    bands = models.JSONField(_("bands"), default=list, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("item of the evaluation")
        verbose_name_plural = _("items of the evaluation")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="evaluation_item_phase_known"),
            models.CheckConstraint(condition=Q(scoring__in=Scoring.values), name="evaluation_item_scoring_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ResultGrade(models.Model):
    """A grade of an evaluation: from how many points on, whether it passes, and what follows from it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="result_grades", verbose_name=_("round"))
    phase = models.CharField(_("evaluation"), max_length=10, choices=Phase)
    name = models.CharField(_("grade"), max_length=20)
    floor = models.PositiveSmallIntegerField(_("from points"))
    passes = models.BooleanField(_("passed"), default=True)
    consequence = models.CharField(_("what follows"), max_length=200, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("grade of the evaluation")
        verbose_name_plural = _("grades of the evaluation")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "phase", "floor"], name="result_grade_once"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="result_grade_phase_known"),
        ]

    def __str__(self) -> str:
        return self.name
