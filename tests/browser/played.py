"""A call led on by the product's flows, each act at its instant: accepted, read and ranked, decided, agreed.

For journeys whose story is another one: what they are about they do on the screens.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.browser.called import PANEL, READERS
from venture.kernel import clock

STEP = timedelta(hours=1)


def accept_all(round_: Any, at: datetime) -> None:
    """Let the window pass and every application through the screening."""
    from reviews.demo import accept
    from rounds.flows import announce_window

    with clock.at(round_.closes_at + STEP):
        announce_window(round_id=round_.pk)
    with clock.at(at):
        for number, project in enumerate(round_.projects.filter(state="submitted").order_by("pk")):
            accept(number, project)


def rank(round_: Any, levels: Mapping[str, int], *, asked: datetime, opened: datetime) -> Any:
    """Bring three experts to their pledges from ``asked`` on, let them give each project (by code) its level from
    ``opened`` on, and lock the ranking a day later. Return it.
    """
    from accounts.demo import person
    from reviews.demo.experts import lay_experts
    from reviews.enums import Found, PlanMode
    from reviews.flows.blinding import decide_traces, open_review
    from reviews.flows.planning import apply_plan, propose_plan
    from reviews.flows.ranking import commit_lot, compute_ranking, lock_ranking
    from reviews.models import Trace
    from reviews.queries.planning import Rules

    operator, clerk, head = (person(name) for name in ("operator", "clerk", "head"))
    parts = lay_experts(round_, first=asked, keys=PANEL[:READERS])
    with clock.at(opened):
        open_review(round_id=round_.pk, actor=head)
        traces = Trace.objects.filter(submission__project__round=round_).values_list("pk", flat=True)
        decide_traces(trace_ids=list(traces), state=Found.REDACTED, actor=operator)
        rules = Rules(mode=PlanMode.GROUPS, panel=len(parts), groups=1)
        plan = propose_plan(stage_id=round_.stages.get(kind="review").pk, rules=rules, actor=operator)
    with clock.at(opened + STEP):
        apply_plan(plan_id=plan.pk, actor=clerk)
        commit_lot(round_id=round_.pk, actor=operator)
    with clock.at(opened + 2 * STEP):
        _score(round_, parts, levels)
    with clock.at(opened + timedelta(days=1)):
        ranking = compute_ranking(round_id=round_.pk, actor=operator)
        return lock_ranking(ranking_id=ranking.pk, actor=head)


def _score(round_: Any, parts: Sequence[Any], levels: Mapping[str, int]) -> None:
    from reviews.demo.remarks import remark
    from reviews.demo.reviewing import given, user_of
    from reviews.enums import Opinion
    from reviews.flows.scoring import save_sheet
    from reviews.flows.sealing import seal
    from reviews.queries.scoring import rubric_of

    for number, part in enumerate(parts):
        for each in given(part):
            code, actor = each.project.code, user_of(each.appointment)
            marks = {
                leaf.key: {"level": levels[code], "na": False, "reason": remark(code, leaf.name, number)}
                for leaf in rubric_of(round_).leaves
            }
            save_sheet(
                assignment_id=each.pk, marks=marks, opinion=Opinion.DOUBTFUL, key=f"played-{each.pk}",
                comment=remark(code, "whole", number), actor=actor,
            )  # fmt: skip
            seal(assignment_id=each.pk, actor=actor)


def decide(round_: Any, ranking: Any, at: datetime, number: str) -> None:
    """Select by the rules, decide as the minutes say, publish the notice, and confirm the awards after its period."""
    from accounts.demo import person
    from reviews.demo.announcing import publish
    from reviews.demo.choosing import paper
    from reviews.flows.awards import confirm_round
    from reviews.flows.deciding import confirm_decision, record_decision
    from reviews.flows.selecting import prepare_selection, send_selection
    from reviews.models import MINUTES_PURPOSE, Decision

    clerk, head = person("clerk"), person("head")
    with clock.at(at):
        selection = prepare_selection(ranking_id=ranking.pk, projects_per_organisation=1, fill=True, actor=clerk)
        send_selection(selection_id=selection.pk, actor=clerk)
        decision = Decision.objects.get(selection=selection)
        record_decision(
            decision_id=decision.pk, body="局长办公会", met_on=at.date(), number=f"〔{at.year}〕9号",
            minutes=paper("局长办公会会议纪要.pdf", MINUTES_PURPOSE, clerk), actor=clerk,
        )  # fmt: skip
    with clock.at(at + STEP):
        confirm_decision(decision_id=decision.pk, actor=head)
    publish(round_.pk, at + timedelta(days=1), number)
    with clock.at(at + timedelta(days=20)):
        confirm_round(round_id=round_.pk, actor=head)


def agree(round_: Any, at: datetime, document: str = "") -> None:
    """Offer every confirmed award, draft, send and sign each agreement; ``document`` allots the money before it."""
    from grants.demo import agreements

    agreements.play(round_.code, at, document=document)
