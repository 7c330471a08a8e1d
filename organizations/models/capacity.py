"""Capacity building: what an organisation says of itself, trainings with places, mentors, pairings and visits."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.enums import Ability, PairingState, SeatState, TrainingKind, TrainingState
from organizations.models.organizations import Organization
from venture.files.models import StoredFile

# Slides and hand-outs of a training.
MATERIAL = "organizations.training_material"
MOST_MINUTES = 3 * 24 * 60


class Assessment(models.Model):
    """What an organisation said of its needs on a day. Written once; ``result`` is reckoned from the answers."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("organisation")
    )
    on = models.DateField(_("day"))
    answers = models.JSONField(_("answers"))
    result = models.JSONField(_("result (tenths)"))
    words = models.CharField(_("what would help most"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("answered by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("needs assessment")
        verbose_name_plural = _("needs assessments")
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organization", "on"], name="assessment_once_a_day")]

    def __str__(self) -> str:
        return f"{self.organization} · {self.on}"


class Training(models.Model):
    """A training or workshop. ``state`` is moved by ``organizations.flows.capacity`` only.

    ``minutes`` is what it counts in an organisation's record, once, however many of its people came.
    """

    title = models.CharField(_("title"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=TrainingKind, default=TrainingKind.TRAINING)
    ability = models.CharField(_("field"), max_length=10, choices=Ability)
    lead = models.CharField(_("what one takes home"), max_length=300)
    teacher = models.CharField(pgettext_lazy("training", "led by"), max_length=60)
    place = models.CharField(pgettext_lazy("training", "place"), max_length=80)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes that count"), validators=[MinValueValidator(15), MaxValueValidator(MOST_MINUTES)]
    )
    seats = models.PositiveSmallIntegerField(pgettext_lazy("training", "places"), validators=[MinValueValidator(1)])
    seats_each = models.PositiveSmallIntegerField(
        _("places for one organisation"), default=2, validators=[MinValueValidator(1)]
    )
    signs_until = models.DateTimeField(_("sign-up until"))
    state = models.CharField(_("state"), max_length=10, choices=TrainingState, default=TrainingState.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings and workshops")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TrainingState.values), name="training_state_known"),
            models.CheckConstraint(condition=Q(ability__in=Ability.values), name="training_field_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="training_ends_after_start"),
            models.CheckConstraint(condition=Q(signs_until__lte=F("ends_at")), name="training_signs_before_end"),
            models.CheckConstraint(
                condition=Q(seats__gt=0, seats_each__gt=0, minutes__gt=0), name="training_has_places_and_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingMaterial(models.Model):
    """A file of a training, for those who had a place in it."""

    training = models.ForeignKey(
        Training, on_delete=models.PROTECT, related_name="materials", verbose_name=_("training")
    )
    title = models.CharField(_("title"), max_length=60)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("brought by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("brought at"))

    class Meta:
        verbose_name = _("material of a training")
        verbose_name_plural = _("materials of trainings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A person's place in a training, for one organisation; who waits is in the order of ``pk``.

    ``state`` is moved by ``organizations.flows.capacity`` only.
    """

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="places", verbose_name=_("training"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="training_places", verbose_name=_("organisation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_places", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=SeatState)
    at = models.DateTimeField(_("signed up at"))
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        verbose_name=_("ticked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    rating = models.PositiveSmallIntegerField(_("rating"), null=True, blank=True)
    feedback = models.CharField(_("feedback"), max_length=300, blank=True)
    rated_at = models.DateTimeField(_("rated at"), null=True, blank=True)

    class Meta:
        verbose_name = _("place in a training")
        verbose_name_plural = _("places in trainings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "user"], condition=~Q(state=SeatState.LEFT), name="seat_once_per_person"
            ),
            models.CheckConstraint(condition=Q(state__in=SeatState.values), name="seat_state_known"),
            models.CheckConstraint(
                condition=~Q(state=SeatState.ATTENDED) | Q(arrived_at__isnull=False), name="seat_attended_has_time"
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5), name="seat_rating_fits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training} · {self.user}"


class Mentor(models.Model):
    """A person who guides organisations, with fields and the hours of a year that can be asked for."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentor", verbose_name=_("person")
    )
    unit = models.CharField(_("from"), max_length=60)
    abilities = models.JSONField(_("fields"), default=list)
    words = models.CharField(_("in two sentences"), max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours a year"), validators=[MinValueValidator(1)])
    since = models.DateField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="mentor_has_hours")]

    def __str__(self) -> str:
        return str(self.user)


class Pairing(models.Model):
    """An organisation's wish for a mentor, and what became of it. ``state`` is moved by its flow only."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="pairings", verbose_name=_("organisation")
    )
    ability = models.CharField(_("field"), max_length=10, choices=Ability)
    wish = models.CharField(_("what it is about"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=PairingState, default=PairingState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    mentor = models.ForeignKey(
        Mentor, on_delete=models.PROTECT, null=True, blank=True, related_name="pairings", verbose_name=_("mentor")
    )
    hours = models.PositiveSmallIntegerField(_("hours agreed"), default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pairing with a mentor")
        verbose_name_plural = _("pairings with mentors")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "ability"], condition=Q(state__in=PairingState.open), name="pairing_once_open"
            ),
            models.CheckConstraint(condition=Q(state__in=PairingState.values), name="pairing_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[PairingState.ACTIVE, PairingState.ENDED])
                | Q(mentor__isnull=False, hours__gt=0),
                name="pairing_has_mentor_and_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_ability_display()}"


class MentorVisit(models.Model):
    """What a mentor did with an organisation. It counts once the organisation has confirmed it."""

    pairing = models.ForeignKey(Pairing, on_delete=models.PROTECT, related_name="visits", verbose_name=_("pairing"))
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    words = models.CharField(_("what was worked on"), max_length=600)
    next_step = models.CharField(_("what comes next"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("written at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("visit of a mentor")
        verbose_name_plural = _("visits of mentors")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=600), name="mentor_visit_length_fits"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("by")), name="mentor_visit_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pairing} · {self.on}"
