"""What was handed in. A submission is immutable: the database refuses to change or delete it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.enums import SignatureKind
from projects.models.projects import Project
from venture.files.models import StoredFile

# What files of this page are for (``venture.files.registry``).
SIGNATURE_PURPOSE = "projects.signature"
PAPER_PURPOSE = "projects.submission_paper"


class Signature(models.Model):
    """The organisation's word for one content: by a code to its signatory, or a sealed scan with an authorisation.

    ``sha256`` is that of the canonical content; another content needs another signature.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="signatures", verbose_name=_("application")
    )
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    kind = models.CharField(_("kind"), max_length=10, choices=SignatureKind)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed at"))
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sealed scan")
    )
    letter = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("letter of authorisation"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["project", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SignatureKind.values), name="signature_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=SignatureKind.CODE) | Q(scan__isnull=False), name="signature_scan_has_file"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.sha256[:8]}"


class Submission(models.Model):
    """One hand-in, frozen: ``content`` is the canonical JSON text, ``sha256`` its hash, ``receipt`` its number.

    ``key`` comes from the form: the same key is the same hand-in. ``version`` counts those of the project.
    """

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("application")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    receipt = models.CharField(_("receipt number"), max_length=24, unique=True)
    content = models.TextField(_("content"))
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    key = models.CharField(_("key of the form"), max_length=64)
    signature = models.ForeignKey(
        Signature, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signature")
    )
    grant_fen = models.BigIntegerField(_("grant asked for (fen)"))
    total_fen = models.BigIntegerField(_("whole budget (fen)"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    submitted_at = models.DateTimeField(_("handed in at"))
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("corrects")
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["project", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="submission_version_once"),
            models.UniqueConstraint(fields=["project", "key"], name="submission_key_once"),
            models.CheckConstraint(condition=Q(grant_fen__gte=0, total_fen__gte=0), name="submission_money"),
        ]

    def __str__(self) -> str:
        return self.receipt


class SubmissionPaper(models.Model):
    """The printed 申报书 of a submission: made by a job from the frozen content, whose hash stands in its footer."""

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="paper", verbose_name=_("submission")
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("printed application")
        verbose_name_plural = _("printed applications")

    def __str__(self) -> str:
        return str(self.submission)
