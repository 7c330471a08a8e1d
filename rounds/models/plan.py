"""What a round's plan says in words, which parts of the form it asks for, and its awards for ideas."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rounds.enums import Chapter, Section
from rounds.models.round import Round


class Provision(models.Model):
    """One article of the plan that is text: what a project must be, where it works, how it is paid for and watched."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="provisions", verbose_name=_("round"))
    chapter = models.CharField(_("chapter"), max_length=12, choices=Chapter)
    title = models.CharField(_("heading"), max_length=30)
    text = models.CharField(_("text"), max_length=500)
    citation = models.CharField(_("source"), max_length=120, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("article of the plan")
        verbose_name_plural = _("articles of the plan")
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(chapter__in=Chapter.values), name="provision_chapter_known")]

    def __str__(self) -> str:
        return self.title


class FormSection(models.Model):
    """One part of the application form that this round asks for; ``short`` ones stand in the short form too (简表)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sections", verbose_name=_("round"))
    section = models.CharField(_("part of the form"), max_length=16, choices=Section)
    short = models.BooleanField(_("also in the short form"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("part of the form")
        verbose_name_plural = _("parts of the form")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "section"], name="form_section_once"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="form_section_known"),
        ]

    def __str__(self) -> str:
        return self.get_section_display()


class IdeaAward(models.Model):
    """An award for good ideas that are not selected (创意奖励): how many places, how much for each."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="idea_awards", verbose_name=_("round"))
    name = models.CharField(_("name"), max_length=30)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    amount_fen = models.BigIntegerField(_("amount for each (fen)"), default=0)
    citation = models.CharField(_("source"), max_length=120, blank=True)
    inferred = models.BooleanField(_("inferred"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("award for ideas")
        verbose_name_plural = _("awards for ideas")
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount_fen__gte=0), name="idea_award_not_negative")]

    def __str__(self) -> str:
        return self.name
