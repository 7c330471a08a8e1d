"""The house: workers, messages, calendars, catalogue, static files, the audit log. What makes it work as it should."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import get_connection
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.domain.roles import KEEPERS
from accounts.enums import Role
from accounts.queries.people import keepers_of
from rounds.enums import RoundState
from rounds.models import Round, WorkYear
from venture.audit import queries as audit
from venture.audit.models import AuditEntry, AuditHead
from venture.files.scanner import answers, is_set_up
from venture.health.findings import Finding, fail, ok, warn
from venture.health.ground import PATIENCE
from venture.jobs import queries as jobs
from venture.jobs.flows.queueing import CANARY_EVERY
from venture.jobs.models import Job
from venture.kernel import clock

LATE = timedelta(minutes=5)
AUDIT_LAST = 1000
MINUTES_A_DAY = 1440


def workers() -> Finding:
    """Beat puts a canary down every ten minutes and a worker takes it up: read both ends of that."""
    health, now = jobs.health(), clock.now()
    newest = Job.objects.filter(name=jobs.CANARY).order_by("-created_at").values_list("created_at", flat=True).first()
    remedy = _("Start them: celery -A venture beat (one only) and celery -A venture worker.")
    if newest is None:
        return fail("workers", _("Beat and the worker have never run here."), remedy)
    if now - newest > CANARY_EVERY + LATE:
        return fail(
            "workers",
            _("Beat or every worker has been silent for %(time)s."),
            remedy,
            time=_span(now - newest),
        )
    if health.oldest_due > LATE:
        return fail(
            "workers",
            _("Work has been waiting for %(time)s."),
            _("Look whether a worker runs and reaches the queue; start more of them."),
            time=_span(health.oldest_due),
        )
    if health.canary is None or now - health.canary > 2 * CANARY_EVERY + LATE:
        return fail("workers", _("Beat runs, but no worker finished anything lately."), _("Start a worker."))
    if health.parked:
        return warn(
            "workers",
            _("%(count)s jobs are parked: they failed too often and wait for a person."),
            _("Look at them in the admin under Jobs; mend the cause and run them again."),
            count=health.parked,
        )
    return ok(
        "workers",
        _("Beat and a worker are alive; last sign %(time)s ago."),
        time=_span(now - health.canary),
    )


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes >= 2 * MINUTES_A_DAY:
        return _("%(days)s days") % {"days": minutes // MINUTES_A_DAY}
    if minutes >= 60:
        return _("%(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(minutes)s min") % {"minutes": minutes}


def mail() -> Finding:
    """Sign in to the mail server; no mail is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return (
            ok("mail", _("Mail stays on this machine."))
            if _demo()
            else warn("mail", _("Mail is not sent."), _("Set EMAIL_URL."))
        )
    try:
        connection = get_connection(timeout=PATIENCE)
        connection.open()
        connection.close()
    except OSError as error:
        return fail(
            "mail",
            _("The mail server does not take us: %(kind)s."),
            _("Look at EMAIL_URL: host, port, user, password, tls."),
            kind=type(error).__name__,
        )
    return ok("mail", _("The mail server takes us."))


def sms() -> Finding:
    url = settings.SMS_URL
    if not url:
        return (
            ok("sms", _("Short messages stay on this machine."))
            if _demo()
            else warn("sms", _("No short messages are sent: people can sign in by e-mail only."), _("Set SMS_URL."))
        )
    return ok("sms", _("Short messages go to %(host)s."), host=urlsplit(url).hostname)


def scanner() -> Finding:
    """Ask the virus scanner for its PONG (clamd's own protocol)."""
    if not is_set_up():
        return ok(
            "scanner", _("No virus scanner is set up; files are held to their kinds and delivered as attachments.")
        )
    try:
        there = answers()
    except OSError as error:
        return fail(
            "scanner",
            _("The virus scanner does not answer: %(kind)s."),
            _("Start clamd, or mend CLAMD_URL."),
            kind=type(error).__name__,
        )
    if not there:
        return fail("scanner", _("What answers at CLAMD_URL is no clamd."), _("Mend CLAMD_URL."))
    return ok("scanner", _("The virus scanner answers."))


def keepers() -> Finding:
    """Without a head of section and an administrator for the whole city nobody can give or confirm a role."""
    today = clock.today()
    gone = [role for role in sorted(KEEPERS) if not keepers_of(role, today).exists()]
    if gone:
        return fail(
            "keepers",
            _("Nobody holds the role “%(role)s” for the whole city: roles can no longer be given."),
            _("A new site: manage.py bootstrap. Otherwise: manage.py appoint %(code)s --contact … --reason …")
            % {"code": gone[0]},
            role=Role(gone[0]).label,
        )
    return ok("keepers", _("Roles can be given and confirmed."))


def calendars() -> Finding:
    """Every year that a living round touches has its working days."""
    loaded = set(WorkYear.objects.values_list("year", flat=True))
    missing: set[int] = set()
    for year, opens, ends in Round.objects.exclude(state=RoundState.ARCHIVED).values_list(
        "year", "opens_at", "ends_on"
    ):
        first = opens.astimezone(clock.BEIJING).year if opens else year
        missing |= set(range(first, (ends.year if ends else year) + 1)) - loaded
    if missing:
        years = ", ".join(map(str, sorted(missing)))
        return warn(
            "calendars",
            _("No working days are loaded for %(years)s: periods there show as estimated."),
            _("Load the State Council's notice of the year in the admin under Calendar years."),
            years=years,
        )
    if not loaded:
        return warn("calendars", _("No calendar is loaded."), _("Run: manage.py bootstrap"))
    return ok(
        "calendars",
        _("Working days are loaded for %(first)s to %(last)s."),
        first=min(loaded),
        last=max(loaded),
    )


def catalogue() -> Finding:
    source = Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"
    target = source.with_suffix(".mo")
    remedy = _("Run: python -m tools.messages compile, then restart.")
    if not target.exists():
        return fail("catalogue", _("The Chinese catalogue is not compiled: pages are in English."), remedy)
    if source.exists() and source.stat().st_mtime > target.stat().st_mtime + 1:
        return warn("catalogue", _("The Chinese catalogue is older than its source."), remedy)
    with translation.override("zh-hans"):
        if translation.gettext("Rounds") == "Rounds":
            return fail("catalogue", _("The Chinese catalogue holds no words of ours."), remedy)
    return ok("catalogue", _("The Chinese catalogue is compiled."))


def static_files() -> Finding:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not settings.STORAGES["staticfiles"]["BACKEND"].endswith("ManifestStaticFilesStorage"):
        found = finders.find("css/app.css")
        return (
            ok("static files", _("Static files are read from the source."))
            if found
            else fail("static files", _("The stylesheet is not found."), _("Look at STATICFILES_DIRS."))
        )
    if not manifest.exists():
        return fail("static files", _("Static files are not collected."), _("Run: manage.py collectstatic --noinput"))
    return ok("static files", _("Static files are collected."))


def audit_log() -> Finding:
    """Verify the last entries and the guards of the database; ``verify_audit`` reads the whole."""
    if guards := audit.missing_guards():
        return fail(
            "audit",
            _("The database does not guard the log: %(names)s."),
            _("Somebody took triggers away. Find out who and why before anything else; then put them back."),
            names=", ".join(sorted(guards)),
        )
    head = AuditHead.objects.filter(pk=AuditHead.ONLY).first()
    count = AuditEntry.objects.filter(seq__gt=(head.seq if head else 0) - AUDIT_LAST).count()
    if fault := audit.fault_of_last(AUDIT_LAST):
        return fail(
            "audit",
            _("The log is broken at entry %(seq)s (%(kind)s)."),
            _("Run: manage.py verify_audit --head with the head that you kept, and keep the database as it is."),
            seq=fault.seq,
            kind=fault.kind,
        )
    return ok("audit", _("The last %(count)s entries of the log hold together."), count=count)


def _demo() -> bool:
    return bool(getattr(settings, "DEMO", False) or getattr(settings, "CLOCK_MOVABLE", False))
