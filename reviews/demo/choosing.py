"""The special call's selection and the meeting that decided it: amounts, one change by two persons, the minutes."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from django.core.files.base import ContentFile

from accounts.demo import person
from accounts.models import User
from reviews.enums import Outcome, OverrideKind
from reviews.flows.deciding import approve_amount, confirm_decision, record_decision
from reviews.flows.feedback import check_feedback, release_feedback
from reviews.flows.selecting import (
    ask_override,
    confirm_override,
    prepare_selection,
    recommend_amount,
    send_selection,
)
from reviews.models import (
    MINUTES_PURPOSE,
    OVERRIDE_PURPOSE,
    Decision,
    Feedback,
    Ranking,
    Selection,
    SelectionRow,
)
from venture.files.examining import examine
from venture.files.flows import store
from venture.files.printing import render
from venture.files.registry import purpose_of
from venture.kernel import clock

PREPARED: Final = datetime(2026, 1, 12, 9, tzinfo=clock.BEIJING)
MET: Final = date(2026, 1, 14)
HUNDRED_YUAN: Final = 10_000


def play(ranking: Ranking) -> Decision:
    """Prepare the selection, change it, let the meeting decide it, and hand out the feedback."""
    clerk, head = person("clerk"), person("head")
    with clock.at(PREPARED):
        selection = prepare_selection(ranking_id=ranking.pk, projects_per_organisation=1, fill=True, actor=clerk)
    _change(selection, clerk, head)
    with clock.at(PREPARED + timedelta(days=1)):
        send_selection(selection_id=selection.pk, actor=clerk)
    decision = Decision.objects.get(selection=selection)
    with clock.at(PREPARED + timedelta(days=2, hours=2)):
        _cut(decision, clerk)
        record_decision(
            decision_id=decision.pk, body="局长办公会", met_on=MET, number="〔2026〕2号",
            minutes=paper("局长办公会会议纪要.pdf", MINUTES_PURPOSE, clerk), actor=clerk,
        )  # fmt: skip
    with clock.at(PREPARED + timedelta(days=2, hours=6)):
        decided = confirm_decision(decision_id=decision.pk, actor=head)
    for number, row in enumerate(Feedback.objects.filter(project__round=decision.round_id).order_by("pk")):
        with clock.at(PREPARED + timedelta(days=3, hours=5, minutes=number)):
            check_feedback(feedback_id=row.pk, actor=clerk)
            release_feedback(feedback_id=row.pk, actor=head)
    return decided


def paper(name: str, purpose: str, actor: User | None, ticket: str = "") -> str:
    """Keep an invented paper under ``name`` and return its key. It is printed once for all purposes."""
    return store(examine(ContentFile(_printed(), name=name), purpose_of(purpose)), actor=actor, ticket=ticket).key


@cache
def _printed() -> bytes:
    told = {
        "title": "扫描件（演示）", "notes": ["演示用文件，内容均为虚构。"],
        "sections": [{"name": "说明", "rows": [["用途", "代表一份盖章原件的扫描"], ["状态", "原件已核"]]}], "empty": "",
    }  # fmt: skip
    return render("export", told, at=clock.now()).pdf


def _change(selection: Selection, clerk: User, head: User) -> None:
    """Recommend less for one project, and take another out by hand: asked for by one, agreed to by another."""
    rows = list(_selected(selection))
    largest = max(rows, key=lambda row: row.recommended_fen)
    with clock.at(PREPARED + timedelta(hours=2)):
        recommend_amount(
            selection_id=selection.pk, project_id=largest.project_id, fen=_less(largest.recommended_fen, 92),
            reason="物资采购单价高于同类项目，按评审意见核减。", actor=clerk,
        )  # fmt: skip
    last = next(row for row in reversed(list(_selected(selection))) if row.project_id != largest.project_id)
    with clock.at(PREPARED + timedelta(hours=3)):
        override = ask_override(
            selection_id=selection.pk, project_id=last.project_id, kind=OverrideKind.OUT,
            reason="该机构来函说明项目负责人离职，团队暂不具备实施条件，经专题会议研究不列入拟立项名单。",
            minutes=paper("专题会议纪要.pdf", OVERRIDE_PURPOSE, clerk), actor=clerk,
        )  # fmt: skip
    with clock.at(PREPARED + timedelta(hours=5)):
        confirm_override(override_id=override.pk, actor=head)


def _cut(decision: Decision, clerk: User) -> None:
    """Approve less for one project, as the meeting said."""
    items = decision.items.filter(outcome=Outcome.SELECTED).order_by("-approved_fen", "pk")
    item = items[1]
    approve_amount(
        decision_id=decision.pk, project_id=item.project_id, fen=_less(item.approved_fen, 95),
        reason="宣传费用压缩，会议核减。", actor=clerk,
    )  # fmt: skip


def _selected(selection: Selection) -> "list[SelectionRow]":
    rows = selection.rows.filter(outcome=Outcome.SELECTED).select_related("project")
    return list(rows.order_by("rank", "project__code"))


def _less(fen: int, percent: int) -> int:
    """Return so many hundredths of an amount in whole hundreds of yuan."""
    return fen * percent // 100 // HUNDRED_YUAN * HUNDRED_YUAN
