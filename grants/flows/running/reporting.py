"""Reports: the draft keeps every text, handing in freezes it with its hash, staff return or accept it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from accounts.models import User
from grants.domain.lifecycle import REPORT_LIFE
from grants.domain.report_form import longest, merged, missing, places
from grants.domain.reporting import days_late
from grants.enums import ReportState
from grants.flows.holding import holding, refuse_same
from grants.flows.running.recording import refuse_state
from grants.flows.running.telling import tell_organization, tell_staff
from grants.models import REPORT_PURPOSE, Grant, Report, ReportFile, ReportVersion
from grants.queries.running import indicators_of, rules_for
from grants.queries.running.reports import frozen_content
from rounds.domain.canonical import canonical, fingerprint
from rounds.queries import calendar
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

WRITTEN = (ReportState.DUE, ReportState.RETURNED)
MOST_FILES = 20
LONGEST = 1000


@contextmanager
def held_report(report_id: int, *, actor: User | None = None) -> Iterator[tuple[Grant, Report]]:
    """Hold the grant of a report, then the report, read again. ``actor`` is somebody of the funder's side."""
    with holding(Report.objects.values_list("grant_id", flat=True).get(pk=report_id), actor=actor) as grant:
        report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
        report.grant = grant
        yield grant, report


def save_report(
    *, report_id: int, typed: Mapping[str, str], base: Mapping[str, str], actor: User
) -> Report:  # fmt: skip
    """Keep what was typed, place by place. A text that another one overtook is kept beside it, with its writer.

    Raise ``RuleRefusal``: ``report_not_written`` once it was handed in, ``report_text_too_long``,
    ``grant_not_running``.
    """
    with held_report(report_id) as (grant, report):
        _refuse_written(grant, report)
        known = places(report.kind, [each["id"] for each in indicators_of(grant.plan)])
        given = {place: typed[place].replace("\r\n", "\n") for place in known if place in typed}
        over = next((place for place, text in given.items() if len(text) > longest(place)), None)
        if over is not None:
            raise RuleRefusal("report_text_too_long", most=longest(over))
        texts = report.content.get("texts", {})
        outcome = merged(texts, base, given)
        beside = [each for each in report.content.get("beside", []) if each["text"] != given.get(each["place"])]
        beside += [
            {"place": place, "text": text, "by": str(actor), "at": clock.now().isoformat()}
            for place, text in outcome.lost.items()
        ]
        if outcome.texts == texts and beside == report.content.get("beside", []):
            return report
        report.content = {"texts": outcome.texts, "beside": beside}
        report.token += 1
        report.save(update_fields=["content", "token"])
        return report


def attach_to_report(*, report_id: int, key: str, label: str, actor: User) -> ReportFile:
    """Attach a file to the draft. Raise ``RuleRefusal``: ``report_not_written``, ``report_files_too_many``."""
    with held_report(report_id) as (grant, report):
        _refuse_written(grant, report)
        if report.files.filter(off_at__isnull=True).count() >= MOST_FILES:
            raise RuleRefusal("report_files_too_many", most=MOST_FILES)
        file = attach(key, purpose=REPORT_PURPOSE, actor=actor)
        kept = ReportFile.objects.create(report=report, file=file, label=label.strip()[:60] or file.name[:60])
        record(actor=actor, verb="report.attach", subject=report, label=kept.label, sha256=file.sha256)
        return kept


def detach_from_report(*, report_id: int, file_id: int, actor: User) -> None:
    """Take a file off the draft. Its row stays: what was handed in with it names it."""
    with held_report(report_id) as (grant, report):
        _refuse_written(grant, report)
        kept = report.files.select_related("file").filter(pk=file_id, off_at__isnull=True).first()
        if kept is None:
            raise RuleRefusal("report_file_gone")
        kept.off_at = clock.now()
        kept.save(update_fields=["off_at"])
        record(actor=actor, verb="report.detach", subject=report, label=kept.label, sha256=kept.file.sha256)


def submit_report(*, report_id: int, actor: User) -> ReportVersion:
    """Hand the report in: texts, indicators, activities, money and files are frozen with their SHA-256.

    Lateness is counted as the round says, from the day it was due or was to be mended. Raise ``RuleRefusal``:
    ``report_illegal_move``, ``report_incomplete`` (``places``), ``grant_not_running``, ``calendar_year_missing``.
    """
    with held_report(report_id) as (grant, report):
        refuse_state(grant)
        REPORT_LIFE.target_of("submit", report.state)
        gaps = missing(report.kind, report.content.get("texts", {}))
        if gaps:
            raise RuleRefusal("report_incomplete", n=len(gaps))
        now = clock.now()
        content = frozen_content(report)
        text = canonical(content)
        version = ReportVersion.objects.create(
            report=report, number=report.versions.count() + 1, content=content, sha256=fingerprint(text),
            submitted_by=actor, submitted_at=now,
        )  # fmt: skip
        late = max(report.days_late, _late(grant, report, now.astimezone(clock.BEIJING).date()))
        tell_staff(grant, "report_submitted", f"{report.pk}:{version.number}", report=_name(report), kind=report.kind)
        step(
            report, REPORT_LIFE, "submit", noun="report", actor=actor,
            facts={"sha256": version.sha256, "version": version.number, "days_late": late}, submitted_by=actor,
            submitted_at=now, days_late=late, judged_by=None, judged_at=None,
        )  # fmt: skip
        return version


def return_report(*, report_id: int, remarks: str, mend_by: date, actor: User) -> Report:
    """Return a report: what to mend, until when.

    Raise ``RuleRefusal``: ``report_illegal_move``, ``report_remarks_missing``, ``report_mend_by_past``,
    ``report_by_two``, ``own_organization``.
    """
    with held_report(report_id, actor=actor) as (grant, report):
        REPORT_LIFE.target_of("return", report.state)
        refuse_same(report.submitted_by, actor, "report_by_two")
        stated = _stated(remarks)
        now = clock.now()
        if mend_by <= now.astimezone(clock.BEIJING).date():
            raise RuleRefusal("report_mend_by_past")
        tell_organization(
            grant, "report_returned", f"{report.pk}:{now:%Y%m%d%H%M%S}", kind=report.kind, remarks=stated,
            day=mend_by.isoformat(),
        )  # fmt: skip
        step(
            report, REPORT_LIFE, "return", noun="report", actor=actor, facts={"reason": stated, "mend_by": mend_by},
            remarks=stated, mend_by=mend_by, judged_by=actor, judged_at=now,
        )  # fmt: skip
        return report


def accept_report(*, report_id: int, actor: User, remarks: str = "") -> Report:
    """Accept a report as it was handed in.

    Raise ``RuleRefusal``: ``report_illegal_move``, ``report_by_two``, ``own_organization``.
    """
    with held_report(report_id, actor=actor) as (grant, report):
        REPORT_LIFE.target_of("accept", report.state)
        refuse_same(report.submitted_by, actor, "report_by_two")
        now = clock.now()
        tell_organization(grant, "report_accepted", f"{report.pk}", kind=report.kind)
        step(
            report, REPORT_LIFE, "accept", noun="report", actor=actor, remarks=remarks.strip()[:LONGEST],
            judged_by=actor, judged_at=now,
        )  # fmt: skip
        return report


def waive_report(*, report_id: int, remarks: str, actor: User) -> Report:
    """Spare the organisation a report, with the reason.

    Raise ``RuleRefusal``: ``report_illegal_move``, ``report_remarks_missing``, ``own_organization``.
    """
    with held_report(report_id, actor=actor) as (grant, report):
        REPORT_LIFE.target_of("waive", report.state)
        stated = _stated(remarks)
        tell_organization(grant, "report_waived", f"{report.pk}", kind=report.kind, remarks=stated)
        step(
            report, REPORT_LIFE, "waive", noun="report", actor=actor, facts={"reason": stated}, remarks=stated,
            judged_by=actor, judged_at=clock.now(),
        )  # fmt: skip
        return report


def _late(grant: Grant, report: Report, handed_on: date) -> int:
    due = report.mend_by or report.due_on
    return days_late(due, handed_on, calendar().works if rules_for(grant.round).working_days else None)


def _refuse_written(grant: Grant, report: Report) -> None:
    refuse_state(grant)
    if report.state not in WRITTEN:
        raise RuleRefusal("report_not_written", state=report.get_state_display())


def _stated(remarks: str) -> str:
    if not remarks.strip():
        raise RuleRefusal("report_remarks_missing")
    return remarks.strip()[:LONGEST]


def _name(report: Report) -> str:
    return f"{report.kind} {report.order}"


def facts_of(report: Report) -> dict[str, Any]:
    """Return what messages say of a report."""
    return {"kind": report.kind, "day": (report.mend_by or report.due_on).isoformat()}
