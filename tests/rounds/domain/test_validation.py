"""The report: a sound round has none, each mistake is named once with its step, and mending it takes the name away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rounds.admin.forms import STEPS
from rounds.admin.sentences import SENTENCES, line_of
from rounds.domain.validation import Contradiction, EvaluationFacts, RoundFacts, StageFacts, report

WINDOW = (datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 3, 26, 17, tzinfo=UTC))
WAN = 1_000_000
REVIEW = StageFacts(
    "书面评审", "review", date(2027, 4, 5), date(2027, 4, 16), reviewers=5, drop_extremes=True, weight=10_000
)
DECISION = StageFacts("审定与公示", "decision", date(2027, 5, 4), date(2027, 5, 14))
SOUND = RoundFacts(
    opens_at=WINDOW[0], closes_at=WINDOW[1], starts_on=date(2027, 7, 1), ends_on=date(2028, 6, 30),
    title="征集", document_number="云民函〔2027〕1号", enquiry_phone="0999-1", supervision_phone="0999-2",
    pool_fen=60 * WAN, cap_fen=20 * WAN,
    envelopes=(("为老服务", 40 * WAN), ("助残服务", 20 * WAN)), fields_without_envelope=(),
    stages=(StageFacts("申报", "intake", date(2027, 3, 1), date(2027, 3, 26)), REVIEW, DECISION),
    leaves=(("需求", 40), ("方案", 60)), leaves_without_anchors=(), ties=("mean", "lot"),
    tranches=((5_000, "signed"), (5_000, "final_passed")),
    rules=(("上限", "max_amount", 20 * WAN), ("人员", "max_share", 3_000)), documents=3,
    sections=("project", "budget", "commitment", "risks"), short_sections=("project", "budget", "commitment"),
    short_below_fen=5 * WAN, notice_ends=date(2027, 5, 10), match_caps_fen=(20 * WAN, 10 * WAN),
    evaluations=(EvaluationFacts("midterm"), EvaluationFacts("final", (40, 60), ((80, True), (60, True), (0, False)))),
)  # fmt: skip


def with_final(facts: RoundFacts, **changed: Any) -> RoundFacts:
    midterm, final = facts.evaluations
    return replace(facts, evaluations=(midterm, replace(final, **changed)))


MISTAKES: dict[str, tuple[str, Callable[[RoundFacts], RoundFacts]]] = {
    "missing_title": ("basics", lambda f: replace(f, title=" ")),
    "missing_document_number": ("basics", lambda f: replace(f, document_number="")),
    "missing_enquiry_phone": ("basics", lambda f: replace(f, enquiry_phone="")),
    "missing_supervision_phone": ("basics", lambda f: replace(f, supervision_phone="")),
    "no_documents": ("applicants", lambda f: replace(f, documents=0)),
    "missing_window": ("basics", lambda f: replace(f, opens_at=None)),
    "closes_before_it_opens": ("basics", lambda f: replace(f, opens_at=WINDOW[1], closes_at=WINDOW[0])),
    "missing_period": ("basics", lambda f: replace(f, ends_on=None)),
    "period_ends_before_it_starts": ("basics", lambda f: replace(f, ends_on=date(2027, 6, 30))),
    "projects_start_before_closing": ("basics", lambda f: replace(f, starts_on=date(2027, 3, 26))),
    "calendar_year_missing": ("basics", lambda f: replace(f, years_missing=(2028,))),
    "no_pool": ("money", lambda f: replace(f, pool_fen=0)),
    "envelopes_above_pool": ("money", lambda f: replace(f, pool_fen=59 * WAN)),
    "envelopes_below_pool": ("money", lambda f: replace(f, pool_fen=61 * WAN)),
    "field_without_envelope": ("money", lambda f: replace(f, fields_without_envelope=("青少年服务",))),
    "cap_above_envelope": ("money", lambda f: replace(f, cap_fen=21 * WAN)),
    "no_cap": ("money", lambda f: replace(f, cap_fen=0)),
    "budget_rule_impossible": ("budget", lambda f: replace(f, rules=(("人员", "max_share", 0),))),
    "rule_above_cap": ("budget", lambda f: replace(f, rules=(("上限", "max_amount", 25 * WAN),))),
    "no_stages": ("review", lambda f: replace(f, stages=())),
    "stage_ends_after_next_starts": (
        "review",
        lambda f: replace(f, stages=(replace(SOUND.stages[0], ends_on=date(2027, 4, 6)), REVIEW)),
    ),
    "extremes_need_five": ("review", lambda f: replace(f, stages=(replace(REVIEW, reviewers=4),))),
    "threshold_above_scale": ("review", lambda f: replace(f, stages=(replace(REVIEW, threshold=101),))),
    "stage_without_experts": (
        "review",
        lambda f: replace(f, stages=(replace(REVIEW, reviewers=0, drop_extremes=False),)),
    ),
    "stage_weights_not_whole": ("review", lambda f: replace(f, stages=(replace(REVIEW, weight=9_000),))),
    "ties_do_not_end_with_lot": ("rubric", lambda f: replace(f, ties=("lot", "mean"))),
    "no_rubric": ("rubric", lambda f: replace(f, leaves=())),
    "rubric_not_hundred": ("rubric", lambda f: replace(f, leaves=(("需求", 40), ("方案", 61)))),
    "criterion_without_weight": ("rubric", lambda f: replace(f, leaves=(("需求", 0), ("方案", 100)))),
    "criterion_without_anchors": ("rubric", lambda f: replace(f, leaves_without_anchors=("需求",))),
    "no_tranches": ("payment", lambda f: replace(f, tranches=())),
    "tranches_not_whole": ("payment", lambda f: replace(f, tranches=((5_000, "signed"), (4_000, "final_passed")))),
    "tranches_out_of_order": (
        "payment",
        lambda f: replace(f, tranches=((5_000, "final_passed"), (5_000, "signed"))),
    ),
    "form_lacks_section": (
        "form",
        lambda f: replace(f, sections=("project", "budget", "risks"), short_sections=("project", "budget")),
    ),
    "short_form_lacks_section": ("form", lambda f: replace(f, short_sections=("project", "budget"))),
    "short_form_for_everybody": ("form", lambda f: replace(f, short_below_fen=21 * WAN)),
    "notice_longer_than_stage": ("review", lambda f: replace(f, notice_ends=date(2027, 5, 17))),
    "payment_waits_for_nothing": (
        "evaluation",
        lambda f: replace(f, tranches=((5_000, "signed"), (5_000, "midterm_passed"))),
    ),
    "evaluation_not_hundred": ("evaluation", lambda f: with_final(f, points=(40, 50))),
    "grades_do_not_cover": ("evaluation", lambda f: with_final(f, grades=((80, True), (60, False)))),
    "grades_upside_down": ("evaluation", lambda f: with_final(f, grades=((80, False), (60, True), (0, False)))),
    "means_without_rules": ("money", lambda f: replace(f, means=frozenset({"district_envelopes"}))),
    "list_without_need": ("form", lambda f: replace(f, means=frozenset({"needs_list"}))),
    "rules_without_means": ("persons", lambda f: replace(f, means_used=frozenset({"first_time_share"}))),
    "match_above_cap": (
        "money",
        lambda f: replace(
            f, means=frozenset({"donations"}), means_used=frozenset({"donations"}), match_caps_fen=(21 * WAN, 10 * WAN)
        ),
    ),
    "no_notice_period": ("payment", lambda f: replace(f, notice_days=0)),
    "act_needs_more": ("persons", lambda f: replace(f, persons={"pay": 1})),
}


def test_a_sound_round_has_no_contradiction() -> None:
    assert report(SOUND) == []


@pytest.mark.parametrize("code", MISTAKES)
def test_each_mistake_is_named_once_with_its_step(code: str) -> None:
    where, spoil = MISTAKES[code]

    assert [(each.code, each.where) for each in report(spoil(SOUND))] == [(code, where)]


def test_every_contradiction_that_the_rules_know_has_its_case_here_and_its_words() -> None:
    assert set(SENTENCES) == set(MISTAKES)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("code", MISTAKES)
def test_each_contradiction_names_its_remedy_in_words(code: str, language: str) -> None:
    with translation.override(language):
        line = line_of(report(MISTAKES[code][1](SOUND))[0])

    assert (line.sentence != "", line.remedy != "", line.sentence != line.remedy) == (True, True, True)
    assert "%(" not in line.sentence + line.remedy


@given(st.lists(st.sampled_from(sorted(MISTAKES)), unique=True, max_size=6))
def test_mistakes_add_up_and_the_report_follows_the_steps(codes: list[str]) -> None:
    facts = SOUND
    for code in codes:
        facts = MISTAKES[code][1](facts)
    found = report(facts)
    steps = {step.key for step in STEPS}

    assert all(isinstance(each, Contradiction) and each.where in steps for each in found)
    assert (found == []) == (codes == [])


@given(st.sampled_from(sorted(MISTAKES)), st.sampled_from(sorted(MISTAKES)))
def test_a_mended_contradiction_disappears_and_leaves_the_other(mended: str, left: str) -> None:
    """Both are made, one is mended: the report is that of the other alone."""
    alone = MISTAKES[left][1](SOUND)
    both = MISTAKES[mended][1](alone)
    spoilt = {each for each in vars(both) if getattr(both, each) != getattr(alone, each)}
    again = replace(both, **{name: getattr(alone, name) for name in spoilt})

    assert report(again) == report(alone)
    assert [each.code for each in report(again)] == [left]
