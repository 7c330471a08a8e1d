"""The pool of experts (专家库): entered, changed, tied to organisations, taken out of use; brought from a sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Area
from organizations.domain import uscc
from organizations.models import Organization
from reviews.domain.roster import Facts, facts_of
from reviews.enums import TieKind
from reviews.flows.conflicts import look_again
from reviews.models import Expert, ExpertTie
from reviews.queries.pool import Row, tried
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST_NAME, LONGEST_NOTE = 120, 200


@dataclass(frozen=True)
class Taken:
    """How many lines of a sheet made an expert, changed one, or said what was known."""

    made: int
    changed: int
    same: int


@transaction.atomic
def add_expert(*, given: Mapping[str, Any], actor: Any, area: Area | None = None) -> Expert:
    """Enter an expert. ``given`` are texts by the names of ``reviews.domain.roster.Facts``.

    Raise ``RuleRefusal``: what ``facts_of`` refuses, ``expert_known`` when the number belongs to another one.
    """
    expert = _entered(facts_of(given), area)
    record(actor=actor, verb="expert.add", subject=expert, after=expert.name, fields=expert.fields)
    return expert


@transaction.atomic
def change_expert(
    *, expert_id: int, given: Mapping[str, Any], actor: Any, area: Area | None = None, active: bool = True
) -> Expert:
    """Change what is known of an expert; one out of use is drawn and chosen no more. Raise like ``add_expert``."""
    expert = _locked(expert_id)
    facts = facts_of({**given, "key": expert.key})
    changed = _changed(expert, {**facts.as_columns(), "area": area, "active": active})
    _refuse_known(facts.mobile, expert.pk)
    if not changed:
        return expert
    expert.save(update_fields=changed)
    record(actor=actor, verb="expert.change", subject=expert, columns=changed, active=expert.active)
    look_again(expert_ids=[expert.pk], actor=actor)
    return expert


@transaction.atomic
def add_tie(
    *,
    expert_id: int,
    kind: str,
    actor: Any,
    organization: Organization | None = None,
    name: str = "",
    credit_code: str = "",
    since: date | None = None,
    until: date | None = None,
    note: str = "",
) -> ExpertTie:
    """Enter a tie that staff know of, and look at once whom it concerns. The same tie is entered once.

    Raise ``RuleRefusal``: ``tie_kind_unknown``, ``tie_names_nobody``, ``period_backwards``, a credit code's.
    """
    expert = _locked(expert_id)
    facts = read_tie(
        kind=kind, organization=organization, name=name, credit_code=credit_code, since=since, until=until, note=note
    )
    tie, new = ExpertTie.objects.get_or_create(
        expert=expert, kind=facts["kind"], organization=organization, name=facts["name"],
        credit_code=facts["credit_code"], declared=False, defaults={**facts, "noted_at": clock.now()},
    )  # fmt: skip
    if new:
        record(actor=actor, verb="expert.tie", subject=expert, after=tie.kind, tie=tie.pk, name=tied_to(tie))
        look_again(expert_ids=[expert.pk], actor=actor)
    return tie


@transaction.atomic
def remove_tie(*, tie_id: int, reason: str, actor: Any) -> Expert:
    """Take a tie out that staff entered by mistake. What the expert declared stays.

    Raise ``RuleRefusal``: ``tie_declared``, ``reason_missing``.
    """
    tie = ExpertTie.objects.select_for_update(of=("self",)).select_related("expert", "organization").get(pk=tie_id)
    if tie.declared:
        raise RuleRefusal("tie_declared")
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    expert, key, kind, name = tie.expert, tie.pk, tie.kind, tied_to(tie)
    tie.delete()
    record(
        actor=actor, verb="expert.untie", subject=expert, before=kind, tie=key, name=name, reason=reason.strip()[:200]
    )
    look_again(expert_ids=[expert.pk], actor=actor)
    return expert


@transaction.atomic
def take_roster(*, rows: Iterable[Row], actor: Any, area: Area | None = None) -> Taken:
    """Take the lines of a sheet over: all of them or none. The same sheet again changes nothing.

    Raise ``RuleRefusal("roster_has_faults")`` with the first faulty line: the world may have moved since the trial.
    """
    found = tried(rows)
    faulty = [each for each in found if each.outcome == "fault"]
    if faulty:
        raise RuleRefusal("roster_has_faults", count=len(faulty), line=faulty[0].row.line)
    touched = []
    for each in found:
        assert each.facts is not None  # only a faulty line has none
        if each.outcome == "new":
            expert = _entered(each.facts, area)
            record(actor=actor, verb="expert.add", subject=expert, after=expert.name, fields=expert.fields, sheet=True)
        elif each.outcome == "change" and each.expert is not None:
            expert = _locked(each.expert.pk)
            columns = each.facts.as_columns()
            _changed(expert, {name: columns[name] for name in each.changed})
            expert.save(update_fields=list(each.changed))
            record(actor=actor, verb="expert.change", subject=expert, columns=list(each.changed), sheet=True)
        else:
            continue
        touched.append(expert.pk)
        _tie(expert, each.new_ties)
    look_again(expert_ids=touched, actor=actor)
    outcomes = [each.outcome for each in found]
    return Taken(outcomes.count("new"), outcomes.count("change"), outcomes.count("same"))


def read_tie(
    *,
    kind: str,
    organization: Organization | None,
    name: str,
    credit_code: str,
    since: date | None,
    until: date | None,
    note: str = "",
) -> dict[str, Any]:
    """Return the columns of a tie. Raise ``RuleRefusal`` for one that names nobody or cannot be read."""
    if kind not in TieKind.values:
        raise RuleRefusal("tie_kind_unknown")
    name = " ".join(name.split())[:LONGEST_NAME]
    code = uscc.validated(credit_code) if uscc.clean(credit_code) else ""
    if organization is None and not name and not code:
        raise RuleRefusal("tie_names_nobody")
    if since is not None and until is not None and until < since:
        raise RuleRefusal("period_backwards")
    return {
        "kind": kind, "organization": organization, "name": name, "credit_code": code, "since": since, "until": until,
        "note": note.strip()[:LONGEST_NOTE],
    }  # fmt: skip


def tied_to(tie: ExpertTie) -> str:
    return tie.organization.name if tie.organization is not None else tie.name or tie.credit_code


def _entered(facts: Facts, area: Area | None) -> Expert:
    _refuse_known(facts.mobile, None)
    expert = Expert.objects.create(**facts.as_columns(), area=area, added_at=clock.now())
    if not expert.key:  # so that what is taken along as a sheet can be brought back
        expert.key = f"ZJ-{expert.pk}"
        expert.save(update_fields=["key"])
    return expert


def _tie(expert: Expert, ties: Iterable[tuple[str, str]]) -> None:
    now, told = clock.now(), [(kind, name[:LONGEST_NAME]) for kind, name in ties]
    known = {each.name: each for each in Organization.objects.filter(name__in=[name for _kind, name in told])}
    ExpertTie.objects.bulk_create(
        ExpertTie(
            expert=expert, kind=kind, organization=known.get(name), name="" if name in known else name, noted_at=now
        )
        for kind, name in told
    )


def _locked(expert_id: int) -> Expert:
    return Expert.objects.select_for_update(of=("self",)).get(pk=expert_id)


def _changed(expert: Expert, columns: Mapping[str, Any]) -> list[str]:
    """Put the values on the row and return the names of those that differ."""
    changed = [name for name, value in columns.items() if getattr(expert, name) != value]
    for name in changed:
        setattr(expert, name, columns[name])
    return changed


def _refuse_known(mobile: str, own: int | None) -> None:
    holder = Expert.objects.filter(mobile=mobile).first() if mobile else None
    if holder is not None and holder.pk != own:
        raise RuleRefusal("expert_known", name=holder.name)
