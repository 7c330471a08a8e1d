"""A sheet of applications: brought and tried without writing, then taken over row by row, each row once."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from accounts.models import User
from organizations.models import Organization
from projects.domain.lifecycle import SHEET_LIFE
from projects.flows.paper.entering import enter_paper
from projects.models import SHEET_PURPOSE, Project, SheetLoad
from venture.audit.flows import record
from venture.files.flows import attach
from venture.jobs.flows import defer
from venture.jobs.models import Job
from venture.kernel import clock

TAKE = "applications.take_sheet"


@transaction.atomic
def bring_sheet(*, round_id: int, file: str, actor: User, reason: str = "") -> SheetLoad:
    """Keep a sheet to be tried. ``file`` is the key of an upload. Raise ``RuleRefusal`` as ``attach`` does."""
    kept = attach(file, purpose=SHEET_PURPOSE, actor=actor)
    load = SheetLoad.objects.create(
        round_id=round_id, file=kept, reason=reason.strip(), loaded_by=actor, loaded_at=clock.now()
    )
    record(actor=actor, verb="sheet.bring", subject=load, after=load.state, sha256=kept.sha256, round=load.round.code)
    return load


@transaction.atomic
def take_sheet(*, load_id: int, actor: User) -> Job:
    """Put down that the rows of a sheet are taken over, and return the job that does it.

    Raise ``RuleRefusal("sheet_illegal_move")`` while it is being taken over.
    """
    load = SheetLoad.objects.select_for_update(of=("self",)).select_related("file", "round").get(pk=load_id)
    before = load.state
    load.state = SHEET_LIFE.target_of("take", before)
    load.runs += 1
    load.save(update_fields=["state", "runs"])
    record(actor=actor, verb="sheet.take", subject=load, before=before, after=load.state, sha256=load.file.sha256)
    return defer(
        TAKE, f"{load.pk}:{load.runs}", owner=actor, label=load.file.name[:80], load_id=load.pk, actor_id=actor.pk
    )


def take_row(
    *, load: SheetLoad, organization: Organization, received_on: date, texts: Mapping[str, Mapping[str, str]], key: str,
    actor: User,
) -> Project:  # fmt: skip
    """Make the application of a row; the same row makes it once. Raise ``RuleRefusal`` as ``enter_paper`` does."""
    return enter_paper(
        round_id=load.round_id, organization=organization, received_on=received_on, reason=load.reason, texts=texts,
        key=key, actor=actor,
    )  # fmt: skip


@transaction.atomic
def finish_sheet(*, load_id: int, made: int, actor: User) -> SheetLoad:
    """Close a taking over. Safe to call twice."""
    load = SheetLoad.objects.select_for_update(of=("self",)).get(pk=load_id)
    before = load.state
    if "finish" not in SHEET_LIFE.verbs_from(before):
        return load
    load.state = SHEET_LIFE.target_of("finish", before)
    load.save(update_fields=["state"])
    record(actor=actor, verb="sheet.finish", subject=load, before=before, after=load.state, made=made)
    return load
