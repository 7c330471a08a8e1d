"""From a hand-in to the final report, in the city of ``VAR_DIR``: ``opened``'s call is played to the end of its year.

    python -m tests.browser.met CODE      the project ``CODE`` wins, is agreed, runs and reports what it reached

A process of its own, with the demonstration's settings; people act through the real flows, each at its instant, as the
demonstration's own calls are played (``reviews.demo``, ``grants.demo``).
"""

import sys
from datetime import date, datetime, timedelta
from typing import Any

from tests.browser import opened
from tests.browser.called import PANEL
from tests.browser.opened import CALL, EXPERTS
from venture.kernel import clock

REVIEW, DECIDED, OVER = (datetime(2026, 12, day, 9, tzinfo=clock.BEIJING) for day in (8, 9, 21))
BEGUN, END = datetime(2027, 3, 8, 9, tzinfo=clock.BEIJING), datetime(2027, 12, 18, 9, tzinfo=clock.BEIJING)
# What the final report says was reached, by the indicators' places.
REACHED = ("548", "52", "13")
# How far an expert leans towards the project of the story, and away from the others.
TOWARDS, AWAY = 2, -2


def play(code: str) -> None:
    opened.lay_experts()
    ranking = _ranked(code)
    _decide(ranking)
    _run(code)


def _ranked(code: str) -> Any:
    from accounts.demo import person
    from reviews.demo.reviewing import given, scored
    from reviews.enums import Found, PlanMode
    from reviews.flows.blinding import decide_traces, open_review
    from reviews.flows.planning import apply_plan, propose_plan
    from reviews.flows.ranking import commit_lot, compute_ranking, lock_ranking
    from reviews.models import Appointment, Trace
    from reviews.queries.planning import Rules
    from rounds.models import Round

    round_, operator, head = Round.objects.get(code=CALL.code), person("operator"), person("head")
    with clock.at(REVIEW):
        open_review(round_id=round_.pk, actor=head)
        traces = Trace.objects.filter(submission__project__round=round_).values_list("pk", flat=True)
        decide_traces(trace_ids=list(traces), state=Found.REDACTED, actor=operator)
        rules = Rules(mode=PlanMode.GROUPS, panel=EXPERTS, groups=1)
        plan = propose_plan(stage_id=round_.stages.get(kind="review").pk, rules=rules, actor=operator)
        apply_plan(plan_id=plan.pk, actor=person("clerk"))
        commit_lot(round_id=round_.pk, actor=operator)
    for number, part in enumerate(Appointment.objects.filter(round=round_, expert__key__in=PANEL).order_by("pk")):
        for place, assignment in enumerate(given(part)):
            with clock.at(REVIEW + timedelta(hours=1 + number, minutes=10 * place)):
                scored(round_, assignment, 0, lean=TOWARDS if assignment.project.code == code else AWAY)()
    with clock.at(REVIEW + timedelta(hours=8)):
        ranking = compute_ranking(round_id=round_.pk, actor=operator)
        return lock_ranking(ranking_id=ranking.pk, actor=head)


def _decide(ranking: Any) -> None:
    from accounts.demo import person
    from reviews.demo.announcing import publish
    from reviews.demo.choosing import paper
    from reviews.flows.awards import confirm_round
    from reviews.flows.deciding import confirm_decision, record_decision
    from reviews.flows.selecting import prepare_selection, send_selection
    from reviews.models import MINUTES_PURPOSE, Decision

    clerk, head = person("clerk"), person("head")
    with clock.at(DECIDED):
        selection = prepare_selection(ranking_id=ranking.pk, projects_per_organisation=1, fill=True, actor=clerk)
        send_selection(selection_id=selection.pk, actor=clerk)
        decision = Decision.objects.get(selection=selection)
        minutes = paper("局长办公会会议纪要.pdf", MINUTES_PURPOSE, clerk)
        record_decision(
            decision_id=decision.pk, body="局长办公会", met_on=date(2026, 12, 9), number="〔2026〕23号",
            minutes=minutes, actor=clerk,
        )  # fmt: skip
        confirm_decision(decision_id=decision.pk, actor=head)
    publish(decision.round_id, DECIDED + timedelta(hours=6), "云民公示〔2026〕43号")
    with clock.at(OVER):
        confirm_round(round_id=decision.round_id, actor=head)


def _run(code: str) -> None:
    from accounts.demo import person
    from grants.demo import agreements, running
    from grants.flows import running as flows
    from grants.models import Grant
    from grants.queries.running import indicators_of
    from organizations.queries import signers_of
    from rounds.flows import advance_round

    agreements.play(CALL.code, OVER + timedelta(hours=2), document="云溪财社〔2026〕61号")
    grant = Grant.objects.select_related("project", "organization", "round").get(project__code=code)
    with clock.at(BEGUN):
        advance_round(round_id=grant.round_id, verb="implement", actor=person("head"))
    writer = signers_of(grant.organization).distinct().order_by("pk")[0]
    running.run(grant, until=END, writer=writer, checker=person("operator"), way=running.Way(weeks=6))
    report = grant.reports.get(kind="final")
    reached = {f"reached.{row['id']}": said for row, said in zip(indicators_of(grant.plan), REACHED, strict=True)}
    with clock.at(END):
        flows.save_report(report_id=report.pk, typed={**running.TEXTS, **reached}, base={}, actor=writer)
        flows.submit_report(report_id=report.pk, actor=writer)
        flows.accept_report(report_id=report.pk, actor=person("operator"))


if __name__ == "__main__":
    import django

    django.setup()
    play(sys.argv[1])
