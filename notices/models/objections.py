"""Objections to a public notice, and the holds that keep the money of one project while one is open."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notices.enums import ObjectionState, Objector
from notices.models.notices import Notice
from projects.models import Project
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
OBJECTION_PURPOSE = "notices.objection"


class Objection(models.Model):
    """One objection (异议), named or a lead. ``state`` is moved by flows only.

    ``receipt`` and a hash of the mobile number open it to its author. ``project`` empty: against the whole notice.
    ``accept_due`` and ``answer_due`` are days by the working-day calendar. ``reply`` goes to the author,
    ``published`` is its redacted form for everybody. ``again`` is what this one asks to examine once more (复核).
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections", verbose_name=_("notice"))
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("project")
    )
    receipt = models.CharField(_("receipt number"), max_length=24, unique=True)
    key = models.CharField(_("key of the form"), max_length=64, unique=True)
    objector = models.CharField(_("who objects"), max_length=10, choices=Objector)
    name = models.CharField(_("name"), max_length=120, blank=True)
    credit_code = models.CharField(_("credit code"), max_length=18, blank=True)
    contact = models.CharField(_("contact person"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20, blank=True)
    mobile_hash = models.CharField(_("hash of the mobile number"), max_length=64, blank=True)
    text = models.TextField(pgettext_lazy("objection", "facts and grounds"))
    state = models.CharField(_("state"), max_length=14, choices=ObjectionState, default=ObjectionState.RECEIVED)
    received_at = models.DateTimeField(_("received at"))
    accept_due = models.DateField(_("to be accepted until"))
    answer_due = models.DateField(_("to be answered until"), null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("handled by"),
    )  # fmt: skip
    findings = models.TextField(_("findings"), blank=True)
    reply = models.TextField(_("reply"), blank=True)
    published = models.TextField(_("published answer"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("answer proposed by"),
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    again = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="re_examination",
        verbose_name=_("examines again"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_known"),
            models.CheckConstraint(condition=Q(objector__in=Objector.values), name="objection_objector_known"),
            models.CheckConstraint(
                condition=Q(objector="lead") | (~Q(name="") & ~Q(mobile="")), name="objection_named_has_contact"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="objection_by_two"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class ObjectionFile(models.Model):
    objection = models.ForeignKey(
        Objection, on_delete=models.CASCADE, related_name="files", verbose_name=_("objection")
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))

    class Meta:
        verbose_name = _("paper of an objection")
        verbose_name_plural = _("papers of objections")
        ordering = ["objection", "pk"]

    def __str__(self) -> str:
        return str(self.file)


class Hold(models.Model):
    """Keeps one project's way to the money shut while it stands (``lifted_at`` empty)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="holds", verbose_name=_("project"))
    objection = models.ForeignKey(
        Objection, on_delete=models.PROTECT, null=True, blank=True, related_name="holds", verbose_name=_("objection")
    )
    reason = models.CharField(_("reason"), max_length=200)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("placed by"),
    )  # fmt: skip
    placed_at = models.DateTimeField(_("placed at"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("lifted by"),
    )  # fmt: skip
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("project", "hold")
        verbose_name_plural = pgettext_lazy("project", "holds")
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["objection", "project"], condition=Q(lifted_at__isnull=True), name="hold_once_per_objection"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("placed_at")), name="hold_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.reason}"
