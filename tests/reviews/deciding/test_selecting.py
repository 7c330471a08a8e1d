"""A selection on a locked ranking: money, caps, changes by hand, checks, sending."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from projects.models import Project
from reviews.flows.ranking import compute_ranking
from reviews.flows.selecting import (
    ask_override,
    confirm_override,
    prepare_selection,
    recommend_amount,
    refuse_override,
    send_selection,
    take_back_selection,
    take_transfer_back,
    transfer_money,
    withdraw_override,
)
from reviews.models import OVERRIDE_PURPOSE, Decision, Override, Selection
from reviews.queries.selections import still_as_sent
from reviews.queries.sending_checks import checks_of
from reviews.words.deciding import margin_of, reason_of
from rounds.models import Envelope, Round
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import (
    REVIEWED,
    WAN,
    Scored,
    locked,
    loose,
    make_scored_round,
    prepared,
    recorded,
    sent,
)
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(REVIEWED):
        yield


def outcomes(selection: Selection) -> list[tuple[str, int | None, int]]:
    return list(selection.rows.values_list("outcome", "reserve_no", "recommended_fen"))


def refused(code: str, flow: object, /, **given: object) -> dict[str, object]:
    with pytest.raises(RuleRefusal) as refusal:
        flow(**given)  # type: ignore[operator]
    assert refusal.value.code == code
    return refusal.value.details


def asked(scored: Scored, selection: Selection, number: int, kind: str = "in", fen: int | None = None) -> Override:
    return ask_override(
        selection_id=selection.pk, project_id=scored.projects[number].pk, kind=kind, reason="覆盖唯一的山区三镇。",
        minutes=loose(scored.clerk, OVERRIDE_PURPOSE).key, actor=scored.clerk, fen=fen,
    )  # fmt: skip


def test_down_the_ranking_within_the_money_with_reason_and_margin() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    selection = prepared(scored)

    assert outcomes(selection) == [
        ("selected", None, 10 * WAN), ("selected", None, 10 * WAN), ("reserve", 1, 10 * WAN), ("reserve", 2, 10 * WAN),
    ]  # fmt: skip
    second, third = selection.rows.all()[1:3]
    assert (second.margin, margin_of(second.margin, second.details)) == (
        Decimal("10.00"), f"均分再低 10.00 分，即被 {scored.projects[2].code} 替换。",
    )  # fmt: skip
    assert reason_of(third.reason, third.details).startswith("本类余 5")
    assert selection.facts["fen"] == 20 * WAN


def test_a_selection_stands_on_a_locked_ranking_only() -> None:
    scored = make_scored_round()
    ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    refused("selection_needs_locked", prepare_selection, ranking_id=ranking.pk, actor=scored.clerk)
    ranking = locked(scored)
    refused(
        "selection_rules_unknown", prepare_selection, ranking_id=ranking.pk, actor=scored.clerk, pass_mark=Decimal(101)
    )
    assert not Selection.objects.exists()


def test_pass_mark_and_caps_keep_projects_out_and_the_page_says_why() -> None:
    scored = make_scored_round(envelope=100 * WAN)
    Project.objects.filter(pk=scored.projects[1].pk).update(organization=scored.projects[0].organization)
    selection = prepared(scored, pass_mark=Decimal(60), projects_per_organisation=1)

    assert list(selection.rows.values_list("outcome", "reason")) == [
        ("selected", "selected"), ("out", "organisation_count"), ("selected", "selected"), ("out", "below_pass_mark"),
    ]  # fmt: skip
    assert reason_of("below_pass_mark", selection.rows.all()[3].details) == "均分低于合格线 60 分。"


def test_a_recommended_amount_frees_money_for_the_next_and_needs_a_reason() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    selection, first = prepared(scored), scored.projects[0]
    given = {"selection_id": selection.pk, "project_id": first.pk, "actor": scored.clerk}
    refused("amount_needs_reason", recommend_amount, **given, fen=5 * WAN, reason=" ")
    assert refused("amount_out_of_range", recommend_amount, **given, fen=11 * WAN, reason="x") == {"most": 10 * WAN}
    recommend_amount(**given, fen=5 * WAN, reason="宣传费压减。")

    selection.refresh_from_db()
    assert [row[0] for row in outcomes(selection)] == ["selected", "selected", "selected", "reserve"]
    assert selection.rules["amounts"][first.code]["reason"] == "宣传费压减。"
    recommend_amount(**given, fen=10 * WAN, reason="")
    assert [row[0] for row in outcomes(selection)] == ["selected", "selected", "reserve", "reserve"]


def test_money_moves_between_envelopes_of_one_source_and_back() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    selection = prepared(scored)
    taker, giver = (str(each) for each in Envelope.objects.order_by("pk").values_list("pk", flat=True)[:2])
    given = {"selection_id": selection.pk, "giver": giver, "taker": taker, "actor": scored.clerk}
    refused("transfer_amount", transfer_money, **given, fen=26 * WAN, reason="x")
    refused("transfer_unknown", transfer_money, **{**given, "giver": "0"}, fen=WAN, reason="x")
    transfer_money(**given, fen=5 * WAN, reason="助残类申报不足。")
    assert [row[0] for row in outcomes(selection)] == ["selected", "selected", "selected", "reserve"]

    take_transfer_back(selection_id=selection.pk, number=0, actor=scored.clerk)
    assert [row[0] for row in outcomes(selection)] == ["selected", "selected", "reserve", "reserve"]
    assert AuditEntry.objects.get(verb="selection.transfer").facts["fen"] == 5 * WAN


def test_a_change_by_hand_needs_reason_minutes_and_a_second_person_superusers_included() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    selection, fourth = prepared(scored), scored.projects[3]
    scored.clerk.is_superuser = True
    scored.clerk.save()
    given = {"selection_id": selection.pk, "project_id": fourth.pk, "kind": "in", "actor": scored.clerk}
    refused("override_reason_missing", ask_override, **given, reason="", minutes="k")
    refused("override_minutes_missing", ask_override, **given, reason="理由。", minutes="")
    override = asked(scored, selection, 3)
    refused("override_asked_already", ask_override, **given, reason="理由。", minutes="k")
    refused("override_own", confirm_override, override_id=override.pk, actor=scored.clerk)
    refused("selection_checks", send_selection, selection_id=selection.pk, actor=scored.clerk)
    assert [row[0] for row in outcomes(selection)] == ["selected", "selected", "reserve", "reserve"]

    confirm_override(override_id=override.pk, actor=scored.head)
    rows = list(selection.rows.values_list("outcome", "reason", "override"))
    assert rows == [
        ("selected", "selected", None), ("reserve", "displaced", None), ("reserve", "behind_the_line", None),
        ("selected", "selected_by_override", override.pk),
    ]  # fmt: skip
    withdraw_override(override_id=override.pk, actor=scored.clerk)
    assert [row[0] for row in outcomes(selection)] == ["selected", "selected", "reserve", "reserve"]


def test_a_round_may_ask_for_a_third_person_and_nobody_agrees_twice() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    Round.objects.filter(pk=scored.round.pk).update(persons_per_act={"override": 3})
    selection = prepared(scored)
    override = asked(scored, selection, 0, "out")
    confirm_override(override_id=override.pk, actor=scored.head)
    override.refresh_from_db()
    assert override.state == "proposed"
    refused("override_twice", confirm_override, override_id=override.pk, actor=scored.head)
    confirm_override(override_id=override.pk, actor=make_user())
    override.refresh_from_db()
    assert override.state == "in_force"
    assert selection.rows.get(project=scored.projects[0]).reason == "out_by_override"


def test_a_member_of_the_applicant_neither_asks_nor_agrees_and_a_refusal_needs_words() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    selection = prepared(scored)
    member = scored.projects[3].organization.memberships.get().user
    override = asked(scored, selection, 3)
    refused("own_organization", confirm_override, override_id=override.pk, actor=member)
    refused("override_reason_missing", refuse_override, override_id=override.pk, reason="", actor=scored.head)
    refuse_override(override_id=override.pk, reason="不符合评审规则。", actor=scored.head)
    override.refresh_from_db()
    assert override.state == "refused"


def test_the_sent_list_is_frozen_with_its_hash_and_laid_before_the_decision_until_it_is_taken_back() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decision = sent(scored)
    selection = decision.selection
    selection.refresh_from_db()
    assert still_as_sent(selection)
    assert list(decision.items.values_list("outcome", "approved_fen")) == [
        ("selected", 10 * WAN), ("selected", 10 * WAN), ("reserve", 10 * WAN), ("reserve", 10 * WAN),
    ]  # fmt: skip
    refused(
        "selection_not_draft", recommend_amount, selection_id=selection.pk, project_id=scored.projects[0].pk, fen=1,
        reason="x", actor=scored.clerk,
    )  # fmt: skip
    refused("ranking_in_use", compute_ranking, round_id=scored.round.pk, actor=scored.clerk)
    selection.rows.filter(rank=3).update(recommended_fen=1)
    assert not still_as_sent(selection)

    take_back_selection(selection_id=selection.pk, reason="补充材料。", actor=scored.head)
    selection.refresh_from_db()
    assert (selection.state, selection.content_hash, Decision.objects.get().items.count()) == ("draft", "", 0)


def test_a_recorded_meeting_keeps_its_list() -> None:
    scored = make_scored_round()
    decision = recorded(scored)
    refused(
        "selection_recorded", take_back_selection, selection_id=decision.selection_id, reason="x", actor=scored.head
    )


def test_computing_the_ranking_again_puts_the_draft_selection_aside() -> None:
    scored = make_scored_round()
    selection = prepared(scored)
    compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
    selection.refresh_from_db()
    assert selection.state == "replaced"


def test_what_is_looked_at_before_sending_names_what_is_near_the_line() -> None:
    scored = make_scored_round(((8, 8, 8), (8, 8, 7)), envelope=10 * WAN)
    selection = prepared(scored)
    assert [(each.tone, each.code) for each in checks_of(selection)] == [
        ("ok", "ranking_locked"), ("ok", "sheets_complete"), ("ok", "envelopes_kept"), ("ok", "some_selected"),
        ("ok", "none_near"), ("ok", "no_changes"),
    ]  # fmt: skip


def test_a_project_that_cannot_be_paid_any_more_is_not_asked_for() -> None:
    scored = make_scored_round(asked=(10 * WAN, 10 * WAN, 10 * WAN, 30 * WAN), envelope=25 * WAN)
    selection = prepared(scored)
    with pytest.raises(RuleRefusal) as refusal:
        asked(scored, selection, 3)
    assert refusal.value.code == "override_over_envelope"
    assert scored.projects[3].code in sentence_of(refusal.value)
    assert not Override.objects.exists()
