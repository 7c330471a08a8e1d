"""What happens while a project runs: activities, expenses, reports, visits. Money is fen."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import ExpenseState, PayMethod, ReportKind, ReportState, VisitState
from grants.models.grants import Grant
from organizations.models import Community
from rounds.models import Round
from venture.files.models import StoredFile

PHOTO_PURPOSE = "grants.activity_photo"
SIGN_IN_PURPOSE = "grants.sign_in_sheet"
VOUCHER_PURPOSE = "grants.voucher"
EXPENSE_BOOK_PURPOSE = "grants.expense_book"
REPORT_PURPOSE = "grants.report_file"
VISIT_PURPOSE = "grants.visit_file"


class RunningRules(models.Model):
    """How a round follows its running projects: which reports, when they are late, what strikes the checks.

    Without a row the defaults stand; they are our own proposals, no city's rule. Shares are basis points.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="running_rules", verbose_name=_("round"))
    progress_months = models.PositiveSmallIntegerField(
        _("a progress report every so many months"), default=3, help_text=_("0: no progress reports.")
    )
    midterm_share = models.PositiveIntegerField(
        _("mid-term at this share of the period (basis points)"), default=5_000, help_text=_("0: no mid-term report.")
    )
    report_days = models.PositiveSmallIntegerField(_("reports due within (days)"), default=10)
    final_days = models.PositiveSmallIntegerField(_("final report due within (days)"), default=30)
    working_days = models.BooleanField(_("these days and lateness count working days"), default=False)
    remind_days = models.PositiveSmallIntegerField(_("reminded before (days)"), default=7)
    over_line_share = models.PositiveIntegerField(_("a line may be overspent by (basis points)"), default=1_000)
    cash_limit_fen = models.BigIntegerField(_("cash up to (fen)"), default=100_000)
    idle_days = models.PositiveSmallIntegerField(_("too long without an activity (days)"), default=45)
    spent_at_mid = models.PositiveIntegerField(_("spent at half time at least (basis points)"), default=5_000)
    headcount_share = models.PositiveIntegerField(
        _("names on the sheet may differ from people served by (basis points)"), default=1_000
    )

    class Meta:
        verbose_name = _("rules for running projects")
        verbose_name_plural = _("rules for running projects")
        constraints = [
            models.CheckConstraint(condition=Q(midterm_share__lt=10_000), name="running_midterm_share_fits"),
            models.CheckConstraint(condition=Q(spent_at_mid__lte=10_000), name="running_spent_share_fits"),
            models.CheckConstraint(condition=Q(cash_limit_fen__gte=0), name="running_cash_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.round}"


class Activity(models.Model):
    """One activity that took place, recorded from a phone. ``planned`` is the key of the plan's activity, if any."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="activities", verbose_name=_("grant"))
    planned = models.CharField(_("activity of the plan"), max_length=40, blank=True)
    title = models.CharField(_("what"), max_length=80)
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    place = models.CharField(_("place"), max_length=80)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )
    people = models.PositiveIntegerField(_("people served"), default=0)
    signed = models.PositiveIntegerField(_("names on the sign-in sheet"), null=True, blank=True)
    staff = models.PositiveIntegerField(_("own people"), default=0)
    volunteers = models.PositiveIntegerField(_("volunteers"), default=0)
    volunteer_hours = models.PositiveIntegerField(_("hours of volunteers"), default=0)
    led_by = models.CharField(_("led by"), max_length=60, blank=True)
    words = models.TextField(_("what happened"), blank=True)
    sign_in = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sign-in sheet")
    )
    key = models.CharField(_("key"), max_length=64, unique=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class ActivityPhoto(models.Model):
    """A photo of an activity and whether it may be shown. Children need their guardians' agreement."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="photos", verbose_name=_("activity"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("photo"))
    caption = models.CharField(_("caption"), max_length=80, blank=True)
    consent = models.BooleanField(_("the people shown agree to publication"), default=False)
    children = models.BooleanField(_("children can be recognised"), default=False)
    guardians = models.BooleanField(_("their guardians agree"), default=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["activity", "pk"]

    def __str__(self) -> str:
        return self.caption or f"{self.pk}"

    @property
    def may_be_shown(self) -> bool:
        return self.consent and (self.guardians or not self.children)


class Expense(models.Model):
    """An expense from the organisation's special account. ``line`` is the budget line's key, empty when out of plan.

    An accepted or disallowed expense is never changed: it is taken back and entered again. ``flags`` are what
    struck the checks: ``[{"code": …, "details": {…}}]`` (``domain/spending.py``).
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("grant"))
    state = models.CharField(_("state"), max_length=10, choices=ExpenseState, default=ExpenseState.ENTERED)
    line = models.CharField(_("budget line"), max_length=40, blank=True)
    source_slug = models.CharField(_("fund source"), max_length=20, blank=True)
    on = models.DateField(_("day"))
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    voucher_number = models.CharField(_("voucher number"), max_length=40)
    payee = models.CharField(_("payee"), max_length=80)
    method = models.CharField(_("paid by"), max_length=10, choices=PayMethod, default=PayMethod.TRANSFER)
    purpose = models.CharField(_("what for"), max_length=120)
    voucher = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voucher (photo)")
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="expenses", verbose_name=_("activity")
    )
    flags = models.JSONField(_("what struck the checks"), default=list, blank=True)
    key = models.CharField(_("key"), max_length=64, unique=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("checked by"),
    )  # fmt: skip
    judged_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    answer = models.CharField(_("the organisation's answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExpenseState.values), name="expense_state_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="expense_has_money"),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("entered_by")), name="expense_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_number} · {self.purpose}"


class Report(models.Model):
    """A report that is due. What was handed in is frozen in ``versions``; ``content`` is what is being written."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reports", verbose_name=_("grant"))
    kind = models.CharField(_("kind"), max_length=10, choices=ReportKind)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.DUE)
    due_on = models.DateField(_("due on"))
    mend_by = models.DateField(_("to be mended by"), null=True, blank=True)
    content = models.JSONField(_("content"), default=dict, blank=True)
    token = models.PositiveIntegerField(_("version of the draft"), default=0)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("handed in by"),
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    days_late = models.PositiveSmallIntegerField(_("days late"), default=0)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("accepted or returned by"),
    )  # fmt: skip
    judged_at = models.DateTimeField(_("accepted or returned at"), null=True, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "kind", "order"], name="report_once"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("submitted_by")), name="report_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order}"


class ReportVersion(models.Model):
    """A report as it was handed in: content, files, hash. Never changed: the database refuses it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions", verbose_name=_("report"))
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    submitted_at = models.DateTimeField(_("handed in at"))

    class Meta:
        verbose_name = _("report as handed in")
        verbose_name_plural = _("reports as handed in")
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]

    def __str__(self) -> str:
        return f"{self.report} · {self.number}"


class ReportFile(models.Model):
    """A file of a report: photos, the community's confirmation, the audit.

    One that was handed in and then taken off the draft stays as a row with ``off_at``: the frozen version names it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files", verbose_name=_("report"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    label = models.CharField(_("what it is"), max_length=60)
    off_at = models.DateTimeField(_("taken off at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of a report")
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return self.label


class SiteVisit(models.Model):
    """A visit on the spot with its checklist: ``[{"item": "…", "ok": true, "words": "…"}]``."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="visits", verbose_name=_("grant"))
    state = models.CharField(_("state"), max_length=8, choices=VisitState, default=VisitState.PLANNED)
    on = models.DateField(_("day"))
    visitors = models.CharField(_("visitors"), max_length=120)
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    finding = models.TextField(_("finding"), blank=True)
    mend_by = models.DateField(_("to be mended by"), null=True, blank=True)
    mended_at = models.DateTimeField(_("mended at"), null=True, blank=True)
    mended_words = models.CharField(_("how it was mended"), max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed sheet")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("site visit")
        verbose_name_plural = _("site visits")
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_known")]

    def __str__(self) -> str:
        return f"{self.grant} · {self.on}"


class RunningProject(Grant):
    """A grant as staff follow it while it runs: a list of its own beside the agreements'."""

    class Meta:
        proxy = True
        verbose_name = _("running project")
        verbose_name_plural = _("running projects")
        ordering = ["project__code"]
