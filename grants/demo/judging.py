"""Evaluations of the demonstration: an evaluator's sheet, its parts, what the communities say, the second person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from accounts.demo import person
from accounts.models import User
from grants.enums import AssessmentKind, VoiceOrigin
from grants.flows import evaluating, voicing
from grants.flows.publishing_results import draft_results_notice
from grants.models import Evaluation, Grant
from grants.queries.evaluating import items_of
from notices.flows import edit_notice, propose_notice, publish_notice
from notices.models import Notice
from reviews.demo.announcing import PLACE
from rounds.enums import Scoring
from venture.kernel import clock

OPINION: Final = "活动按计划开展，服务记录完整，专账核算规范；建议补充服务对象前后对比资料。"
PARTS: Final = (
    (AssessmentKind.VISIT, "走访服务地点两处，签到册、照片与活动记录一致，社区认可。"),
    (AssessmentKind.FINANCE, "抽查凭证全部，专账核算，支出与预算科目相符。"),
)
OWN: Final = "全年活动按计划完成，服务人次达到目标；个别活动因天气顺延，已在当季补做。"
VOICES: Final = ("老人们盼着每周的活动，希望明年继续。", "服务认真，和社区配合得好。", "活动时间可以再固定一些。")


def sheet(grant: Grant, phase: str, share: int, reached: int = 0) -> Evaluation:
    """Return an open evaluation: each item is given ``share`` percent, each target ``reached`` to so much percent."""
    evaluator = person("evaluator")
    evaluation = evaluating.open_evaluation(grant_id=grant.pk, phase=phase, actor=evaluator)
    marks = {
        item.key: {"reached": reached or share, "target": 100}
        if item.scoring == Scoring.RATIO
        else {"given": item.points * share // 50 * 50}
        for item in items_of(grant.round_id, phase)
    }
    return evaluating.save_marks(evaluation_id=evaluation.pk, marks=marks, extras=[], opinion=OPINION, actor=evaluator)


def complete(evaluation: Evaluation, writer: User, number: int) -> None:
    """Write the parts of a final evaluation, and what the communities answered by link and by telephone."""
    evaluator = person("evaluator")
    evaluating.give_part(evaluation_id=evaluation.pk, kind=AssessmentKind.SELF, content={}, words=OWN, actor=writer)
    for kind, words in PARTS:
        evaluating.give_part(evaluation_id=evaluation.pk, kind=kind, content={}, words=words, actor=evaluator)
    for place, voice in enumerate(voicing.ask_voices(evaluation_id=evaluation.pk, actor=evaluator)):
        stars, words = 5 - (number + place) % 2, VOICES[(number + place) % len(VOICES)]
        if place % 2:
            voicing.enter_voice(
                evaluation_id=evaluation.pk, origin=VoiceOrigin.PHONE, community_id=voice.community_id, stars=stars,
                words=words, actor=evaluator,
            )  # fmt: skip
        else:
            voicing.give_voice(voice_id=voice.pk, stars=stars, words=words)
    voicing.enter_voice(
        evaluation_id=evaluation.pk, origin=VoiceOrigin.PAPER, stars=4, words=VOICES[number % len(VOICES)],
        actor=evaluator,
    )  # fmt: skip


def publish(round_id: int, phase: str, instant: datetime, number: str) -> Notice:
    """Publish what was confirmed of a phase."""
    operator = person("operator")
    with clock.at(instant - timedelta(hours=4)):
        notice = draft_results_notice(round_id=round_id, phase=phase, actor=operator)
    return announce(notice, instant, number, operator)


def announce(notice: Notice, instant: datetime, number: str, actor: User) -> Notice:
    """Give a drafted notice its number and place; ``actor`` proposes it and the head publishes it at ``instant``."""
    with clock.at(instant - timedelta(hours=3)):
        edit_notice(notice_id=notice.pk, document_number=number, place=PLACE, actor=actor)
        propose_notice(notice_id=notice.pk, actor=actor)
    with clock.at(instant):
        return publish_notice(notice_id=notice.pk, actor=person("head"))


def confirm(evaluations: Sequence[Evaluation]) -> None:
    """Propose and confirm evaluations whose sheets are whole."""
    for evaluation in evaluations:
        evaluating.propose_evaluation(evaluation_id=evaluation.pk, actor=person("evaluator"))
        evaluating.confirm_evaluation(evaluation_id=evaluation.pk, actor=person("clerk"))
