"""The call that has run to its end, from its first case to its awards: read by three, decided, noticed, confirmed."""

from datetime import date, datetime, timedelta
from typing import Final

from accounts.demo import person
from projects.demo import past
from projects.demo.applying import stories
from reviews.demo import accept
from reviews.demo.announcing import publish
from reviews.demo.choosing import paper
from reviews.demo.experts import lay_experts
from reviews.demo.reviewing import given, scored
from reviews.enums import Found, PlanMode
from reviews.flows.awards import confirm_round
from reviews.flows.blinding import decide_traces, open_review
from reviews.flows.deciding import confirm_decision, record_decision
from reviews.flows.feedback import check_feedback, release_feedback
from reviews.flows.planning import apply_plan, propose_plan
from reviews.flows.ranking import commit_lot, compute_ranking, lock_ranking
from reviews.flows.selecting import prepare_selection, send_selection
from reviews.models import MINUTES_PURPOSE, Appointment, Decision, Feedback, Ranking, Trace
from reviews.queries.planning import Rules
from rounds.demo import past_call
from rounds.models import Round
from venture.kernel import clock

PANEL: Final = ("ZJ-003", "ZJ-008", "ZJ-009")
# They came with projects that were known to be good.
LEAN: Final = 1


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of the call's winter: December is of the year before."""
    return datetime(2024 if month == 12 else 2025, month, day, hour, minute, tzinfo=clock.BEIJING)


def play() -> Round:
    """Play the call to its confirmed awards and return its round."""
    round_ = past_call()
    past.play(round_)
    for number, project in enumerate(stories(round_.code)):
        with clock.at(at(12, 16, 9) + timedelta(minutes=45 * number)):
            accept(number, project)
    parts = lay_experts(round_, first=at(12, 9, 9), keys=PANEL)
    _decide(_ranked(round_, parts))
    publish(round_.pk, at(1, 16, 15), "云民公示〔2025〕2号", with_experts=True)
    with clock.at(at(2, 5, 10)):
        confirm_round(round_id=round_.pk, actor=person("head"))
    return round_


def _ranked(round_: Round, parts: list[Appointment]) -> Ranking:
    operator, head = person("operator"), person("head")
    with clock.at(at(12, 20, 14)):
        open_review(round_id=round_.pk, actor=head)
        traces = Trace.objects.filter(submission__project__round=round_).values_list("pk", flat=True)
        decide_traces(trace_ids=list(traces), state=Found.REDACTED, actor=operator)
    with clock.at(at(12, 20, 15)):
        rules = Rules(mode=PlanMode.GROUPS, panel=len(parts), groups=1)
        plan = propose_plan(stage_id=round_.stages.get(kind="review").pk, rules=rules, actor=operator)
    with clock.at(at(12, 20, 16)):
        apply_plan(plan_id=plan.pk, actor=person("clerk"))
    with clock.at(at(12, 23, 9)):
        commit_lot(round_id=round_.pk, actor=operator)
    for number, part in enumerate(parts):
        for place, assignment in enumerate(given(part)):
            with clock.at(at(12, 23, 10) + timedelta(days=number, minutes=70 * place)):
                scored(round_, assignment, number, lean=LEAN)()
    with clock.at(at(1, 10, 9)):
        ranking = compute_ranking(round_id=round_.pk, actor=operator)
    with clock.at(at(1, 10, 15)):
        return lock_ranking(ranking_id=ranking.pk, actor=head)


def _decide(ranking: Ranking) -> None:
    clerk, head = person("clerk"), person("head")
    with clock.at(at(1, 13, 9)):
        selection = prepare_selection(ranking_id=ranking.pk, projects_per_organisation=1, fill=True, actor=clerk)
    with clock.at(at(1, 13, 16)):
        send_selection(selection_id=selection.pk, actor=clerk)
    decision = Decision.objects.get(selection=selection)
    with clock.at(at(1, 15, 10)):
        record_decision(
            decision_id=decision.pk, body="局长办公会", met_on=date(2025, 1, 15), number="〔2025〕1号",
            minutes=paper("局长办公会会议纪要.pdf", MINUTES_PURPOSE, clerk), actor=clerk,
        )  # fmt: skip
    with clock.at(at(1, 15, 16)):
        confirm_decision(decision_id=decision.pk, actor=head)
    with clock.at(at(1, 16, 9)):
        for row in Feedback.objects.filter(project__round=decision.round_id).order_by("pk"):
            check_feedback(feedback_id=row.pk, actor=clerk)
            release_feedback(feedback_id=row.pk, actor=head)
