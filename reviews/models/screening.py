"""The screening of eligibility and form (资格与形式审查): twenty items, judged from data or by a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from projects.models import Project, Submission
from reviews.enums import Advice, Judge, ScreeningState, Verdict
from rounds.enums import Section


class Screening(models.Model):
    """How one application stands in the screening. ``state`` is moved by ``reviews.flows`` only.

    ``submission`` is what is judged; a corrected hand-in is judged anew, item by item. ``reason`` is that of a refusal.
    """

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="screening", verbose_name=_("application")
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+", verbose_name=_("what was judged")
    )
    state = models.CharField(_("state"), max_length=12, choices=ScreeningState, default=ScreeningState.UNSEEN)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("screened by"),
    )  # fmt: skip
    begun_at = models.DateTimeField(_("begun at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("refusal proposed by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["project"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ScreeningState.values), name="screening_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["refusal", "refused"]) | (Q(proposed_by__isnull=False) & ~Q(reason="")),
                name="screening_refusal_has_grounds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)


class ScreeningVoice(models.Model):
    """One person's confirmation of a proposed refusal: how many are needed is the round's own rule."""

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="voices", verbose_name=_("screening")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("confirmation of a refusal")
        verbose_name_plural = _("confirmations of refusals")
        ordering = ["screening", "pk"]
        constraints = [models.UniqueConstraint(fields=["screening", "person"], name="screening_voice_once")]

    def __str__(self) -> str:
        return f"{self.screening} · {self.person}"


class ScreeningItem(models.Model):
    """One item of the checklist. ``evidence`` is the fact that decided or that a person looks at (``fact``, its code,
    and ``details``, its plain values); ``request`` what the applicant is to mend, where ``section`` and ``path`` say.
    """

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="items", verbose_name=_("screening")
    )
    key = models.CharField(_("item"), max_length=24)
    judge = models.CharField(_("judged"), max_length=8, choices=Judge)
    verdict = models.CharField(_("finding"), max_length=8, choices=Verdict, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    request = models.CharField(_("what is to be mended"), max_length=300, blank=True)
    section = models.CharField(_("part of the form"), max_length=16, choices=Section, blank=True)
    path = models.CharField(_("place"), max_length=80, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("judged by"),
    )  # fmt: skip
    judged_at = models.DateTimeField(_("judged at"), null=True, blank=True)

    class Meta:
        verbose_name = _("item of a screening")
        verbose_name_plural = _("items of screenings")
        ordering = ["screening", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "key"], name="screening_item_once"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="screening_verdict_known"),
        ]

    def __str__(self) -> str:
        return self.key


class Recommendation(models.Model):
    """What a district says of an application before the city screens it."""

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="recommendation", verbose_name=_("application")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("district"))
    advice = models.CharField(_("advice"), max_length=16, choices=Advice)
    words = models.CharField(_("grounds"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("recommendation of a district")
        verbose_name_plural = _("recommendations of districts")
        ordering = ["project"]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_advice_display()}"
