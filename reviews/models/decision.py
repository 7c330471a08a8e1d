"""What was decided, by whom, and what each project holds after it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from reviews.enums import AwardState, Ballot, DecisionState, DecisionWay, FeedbackState, Outcome
from reviews.models.selection import Selection
from rounds.models import Envelope, Round
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
MINUTES_PURPOSE = "reviews.decision_minutes"


class Decision(models.Model):
    """The decision on a sent selection: a meeting (局党组会 / 局长办公会), recorded by one person and checked by
    another; or leaders who vote and sign. Once decided it never changes: the database refuses it. ``changes`` is what
    the meeting did to the sent list: money of envelopes, removed projects, amounts, each with its reason.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("round"))
    selection = models.OneToOneField(
        Selection, on_delete=models.PROTECT, related_name="decision", verbose_name=_("selection")
    )
    way = models.CharField(_("way"), max_length=10, choices=DecisionWay, default=DecisionWay.MEETING)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    body = models.CharField(_("meeting"), max_length=80, blank=True)
    met_on = models.DateField(_("held on"), null=True, blank=True)
    number = models.CharField(_("number of the minutes"), max_length=60, blank=True)
    minutes = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("scan of the minutes"),
    )
    changes = models.JSONField(_("what the meeting changed"), null=True, blank=True)
    content_hash = models.CharField(_("SHA-256 of the list"), max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="decision_state_known"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("recorded_by")), name="decision_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | (Q(decided_at__isnull=False) & ~Q(content_hash="")),
                name="decision_decided_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.body or self.get_way_display()}"


class DecisionItem(models.Model):
    """What was decided for one project: outcome and approved amount (核定金额), with a reason where they differ."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="items", verbose_name=_("decision"))
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="decision_items", verbose_name=_("project")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reserve_no = models.PositiveIntegerField(_("place in the reserve"), null=True, blank=True)
    envelope = models.ForeignKey(
        Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("envelope")
    )
    recommended_fen = models.BigIntegerField(_("recommended (fen)"), default=0)
    approved_fen = models.BigIntegerField(_("approved (fen)"), default=0)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("decided project")
        verbose_name_plural = _("decided projects")
        ordering = ["decision", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "project"], name="decision_item_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.CheckConstraint(condition=Q(approved_fen__gte=0), name="decision_amount_not_negative"),
            models.CheckConstraint(
                condition=~Q(outcome="selected") | Q(approved_fen__gt=0), name="decision_selected_has_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_outcome_display()}"


class Vote(models.Model):
    """A leader's word on one project, or on the whole list (``project`` empty), bound to the hash of what was shown."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="votes", verbose_name=_("decision"))
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("leader")
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("project")
    )
    ballot = models.CharField(_("vote"), max_length=8, choices=Ballot)
    words = models.CharField(_("remark"), max_length=300, blank=True)
    content_hash = models.CharField(_("SHA-256 of what was shown"), max_length=64)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["decision", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "leader", "project"], name="vote_once"),
            models.UniqueConstraint(
                fields=["decision", "leader"], condition=Q(project__isnull=True), name="vote_on_list_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} · {self.get_ballot_display()}"


class Award(models.Model):
    """What a project holds after the decision. ``state`` is moved by ``reviews.flows`` only; grants stand on it.

    ``reserve_no`` orders the calls from the reserve; ``replaces`` is the award whose money a called one takes.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="award", verbose_name=_("project"))
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="awards", verbose_name=_("decision"))
    envelope = models.ForeignKey(
        Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("envelope")
    )
    state = models.CharField(_("state"), max_length=10, choices=AwardState)
    amount_fen = models.BigIntegerField(_("amount (fen)"), default=0)
    reserve_no = models.PositiveIntegerField(_("place in the reserve"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("takes the place of"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    moved_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["decision", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AwardState.values), name="award_state_known"),
            models.CheckConstraint(condition=Q(amount_fen__gte=0), name="award_not_negative"),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "confirmed"]) | Q(amount_fen__gt=0, envelope__isnull=False),
                name="award_has_money",
            ),
            models.UniqueConstraint(
                fields=["decision", "reserve_no"], condition=Q(reserve_no__isnull=False), name="award_reserve_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_state_display()}"


class Feedback(models.Model):
    """What an applicant reads after the decision: written from comments, checked by a person, then released."""

    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="feedback", verbose_name=_("project")
    )
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=FeedbackState, default=FeedbackState.DRAFT)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        ordering = ["project"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FeedbackState.values), name="feedback_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="feedback_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)
