"""What donations do in the review: points in the result, fixed when it is computed; less public money in the list."""

import json
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from grants.flows import giving
from grants.models import DonationRules
from reviews.domain.ranking import bundle
from reviews.flows.ranking import compute_ranking, lock_ranking
from reviews.flows.selecting import prepare_selection, recommend_amount, send_selection
from reviews.models import Decision, Ranking, Selection
from reviews.queries.frozen import computed, still_as_locked
from reviews.queries.papers import paper_values
from reviews.queries.selections import content_of
from reviews.queries.sending_checks import checks_of
from rounds.models import Round
from tests.grants.giving.cases import UNTIL, Giving, agreed, make_giving, received
from tests.reviews.decide_factories import REVIEWED, WAN, Scored, make_scored_round
from venture.files.printing import render
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def scored() -> Scored:
    return make_scored_round(((9, 9, 9), (8, 8, 8), (6, 6, 6)), envelope=100 * WAN)


def gives(case: Giving, scored: Scored, place: int, fen: int, **more: Any) -> None:
    received(case, agreed(case, project=scored.projects[place]), fen, **more)


def computing(scored: Scored, *, stage: bool = False) -> Ranking:
    with clock.at(REVIEWED):
        given = {"stage_id": scored.stage.pk} if stage else {}
        return compute_ranking(round_id=scored.round.pk, actor=scored.clerk, **given)


def selecting(scored: Scored) -> Selection:
    ranking = computing(scored)
    with clock.at(REVIEWED):
        lock_ranking(ranking_id=ranking.pk, actor=scored.head)
        return prepare_selection(ranking_id=ranking.pk, actor=scored.clerk)


def table(ranking: Ranking) -> list[tuple[Any, ...]]:
    return list(ranking.rows.values_list("rank", "project__code", "mean", "parts"))


def test_donations_that_count_join_the_result_by_the_rounds_points(scored: Scored) -> None:
    case = make_giving(scored.round)
    gives(case, scored, 1, 5 * WAN)
    gives(case, scored, 2, 1 * WAN)
    # What came too late counts for nothing.
    gives(case, scored, 2, 9 * WAN, on=UNTIL + timedelta(days=2))
    ranking = computing(scored)

    first, second, third = (each.code for each in scored.projects)
    told = {code: parts for _rank, code, _mean, parts in table(ranking)}
    assert told[first] == {"experts": "90.00", "donations": "0.00"}
    assert told[second] == {"experts": "80.00", "donations": "20.00"}
    assert [row[:3] for row in table(ranking)][:2] == [
        (1, second, Decimal("84.00")), (2, first, Decimal("72.00")),
    ]  # fmt: skip
    assert third in told
    assert still_as_locked(ranking)


def test_a_later_gift_changes_nothing_until_it_is_computed_again(scored: Scored) -> None:
    case = make_giving(scored.round)
    gives(case, scored, 1, 1 * WAN)
    ranking = computing(scored)
    before, frozen = table(ranking), ranking.inputs
    gives(case, scored, 0, 5 * WAN)

    with clock.at(REVIEWED):
        locked = lock_ranking(ranking_id=ranking.pk, actor=scored.head)
    assert (table(locked), locked.inputs, still_as_locked(locked)) == (before, frozen, True)
    assert table(computing(scored)) != before


def test_a_rule_that_changed_since_makes_the_ranking_stale_and_a_locked_one_keeps_its_rules(scored: Scored) -> None:
    case = make_giving(scored.round)
    ranking = computing(scored)
    case.rules.points = 10
    giving.save_donation_rules(case.rules, actor=case.clerk)

    with clock.at(REVIEWED), pytest.raises(RuleRefusal) as caught:
        lock_ranking(ranking_id=ranking.pk, actor=scored.head)
    assert caught.value.code == "ranking_stale"

    ranking = computing(scored)
    with clock.at(REVIEWED):
        lock_ranking(ranking_id=ranking.pk, actor=scored.head)
    case.rules.points = 30
    with pytest.raises(RuleRefusal) as caught:
        giving.save_donation_rules(case.rules, actor=case.clerk)
    case.rules.refresh_from_db()
    assert (caught.value.code, case.rules.points) == ("donation_rules_ranked", 10)


def test_points_leave_something_to_the_experts_in_the_form_and_in_the_table(scored: Scored) -> None:
    case = make_giving(scored.round)
    case.rules.points = 100
    with pytest.raises(RuleRefusal) as caught:
        giving.save_donation_rules(case.rules, actor=case.clerk)
    assert (caught.value.code, dict(caught.value.details)) == ("donation_points_too_many", {"most": 99})
    with pytest.raises(IntegrityError, match="points_leave"), transaction.atomic():
        DonationRules.objects.update(points=100)


@pytest.mark.parametrize("how", ["not among its means", "no rules", "no points", "one stage"])
def test_where_donations_make_no_part_of_the_result_inputs_and_table_are_those_of_the_experts(
    scored: Scored, how: str
) -> None:
    alone = computing(scored, stage=how == "one stage")
    match how:
        case "not among its means":
            gives(make_giving(scored.round), scored, 1, 5 * WAN)
            Round.objects.filter(pk=scored.round.pk).update(advanced=[])
        case "no points":
            gives(make_giving(scored.round, points=0), scored, 1, 5 * WAN)
        case "one stage":
            gives(make_giving(scored.round), scored, 1, 5 * WAN)
    again = computing(scored, stage=how == "one stage")

    assert (again.inputs, again.inputs_hash, table(again)) == (alone.inputs, alone.inputs_hash, table(alone))
    assert {row[3] for row in table(again)} == {None}
    assert "components" not in again.inputs


def test_outsiders_compute_the_exported_bundle_again(scored: Scored, tmp_path: Path) -> None:
    case = make_giving(scored.round, points_on_top=True)
    gives(case, scored, 1, 3 * WAN)
    ranking = computing(scored)
    paper, program = tmp_path / "bundle.json", Path(settings.BASE_DIR) / "tools" / "recompute_ranking.py"

    def differs() -> list[str]:
        paper.write_text(json.dumps(told), encoding="utf-8")
        ran = subprocess.run([sys.executable, program, paper], capture_output=True, text=True, check=False)
        return [str(ran.returncode), ran.stdout.splitlines()[-1]]

    told = json.loads(json.dumps(bundle(*computed(ranking.inputs))))
    assert told["table"][0] | {"stages": []} == {
        "rank": 1, "code": scored.projects[1].code, "mean": "92.00", "experts": "80.00",
        "points": {"donations": "12.00"}, "passes": True, "tie": "", "tied": False, "stages": [], "why": "",
        "details": {}, "measures": told["table"][0]["measures"],
    }  # fmt: skip
    assert differs() == ["0", f"The same: 3, {ranking.inputs_hash}"]
    told["inputs"]["entrants"][0]["shares"]["donations"][0] += 5 * WAN
    assert differs()[0] == "1"


# --- Public money -----------------------------------------------------------------------------------------------------


def test_what_matches_and_fills_up_is_recommended_at_most_and_frozen_with_the_list(scored: Scored) -> None:
    case = make_giving(scored.round)
    gives(case, scored, 0, 4 * WAN)
    selection = selecting(scored)

    first = scored.projects[0]
    # 4 of 10 were given: twice as much would match, 6 are missing.
    assert selection.rules["donations"][first.code] == [4 * WAN, 6 * WAN, 0]
    assert dict(selection.rows.values_list("project", "recommended_fen"))[first.pk] == 6 * WAN
    assert [(each.tone, each.code, each.details) for each in checks_of(selection) if "donations" in each.code] == [
        ("ok", "donations_matched", {"count": 1, "yuan": "60,000"})
    ]
    kept = content_of(selection)
    gives(case, scored, 0, 2 * WAN)
    with clock.at(REVIEWED):
        send_selection(selection_id=selection.pk, actor=scored.clerk)
    selection.refresh_from_db()
    assert content_of(selection) == kept
    (item,) = Decision.objects.get(selection=selection).items.filter(project=first)
    assert item.approved_fen == 6 * WAN


def test_nobody_recommends_more_than_donations_leave_and_the_rule_comes_back(scored: Scored) -> None:
    case = make_giving(scored.round)
    gives(case, scored, 0, 4 * WAN)
    selection, first = selecting(scored), scored.projects[0]

    def recommending(fen: int, reason: str = "") -> int:
        with clock.at(REVIEWED):
            recommend_amount(selection_id=selection.pk, project_id=first.pk, fen=fen, reason=reason, actor=scored.clerk)
        return int(selection.rows.get(project=first).recommended_fen)

    with pytest.raises(RuleRefusal) as caught:
        recommending(7 * WAN, "多给")
    assert (caught.value.code, dict(caught.value.details)) == ("amount_out_of_range", {"most": 6 * WAN})
    assert selection.rows.get(project=first).recommended_fen == 6 * WAN
    assert recommending(5 * WAN, "压缩") == 5 * WAN
    assert recommending(6 * WAN) == 6 * WAN


def test_donations_that_cover_the_whole_budget_are_named_before_the_list_is_sent(scored: Scored) -> None:
    case = make_giving(scored.round)
    gives(case, scored, 0, 10 * WAN)
    selection = selecting(scored)

    assert selection.rules["donations"][scored.projects[0].code] == [10 * WAN, 0, 0]
    assert ("warn", "donations_cover", {"count": 1}) in [
        (each.tone, each.code, each.details) for each in checks_of(selection)
    ]


@pytest.mark.parametrize("used", [True, False])
def test_a_project_without_donations_is_filled_up_to_the_rounds_cap(used: bool) -> None:
    scored = make_scored_round(asked=(35 * WAN,), envelope=100 * WAN)
    if used:
        make_giving(scored.round)
    selection = selecting(scored)

    found = selection.rows.get(project=scored.projects[0])
    assert (found.asked_fen, found.recommended_fen) == (35 * WAN, 30 * WAN if used else 35 * WAN)
    assert ("donations" in selection.rules) is used


# --- Pages and papers -------------------------------------------------------------------------------------------------

COLUMNS = ("捐赠得分", "专家 80.00", "已捐赠 5.00，配套 5.00")


@pytest.mark.parametrize("used", [True, False])
def test_page_sheet_and_papers_show_donations_only_where_they_are_used(
    client: Client, scored: Scored, used: bool
) -> None:
    if used:
        gives(make_giving(scored.round), scored, 1, 5 * WAN)
    selection = selecting(scored)
    client.force_login(scored.clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:ranking_desk", args=[scored.round.code])).content.decode()
    assert [each in page for each in COLUMNS] == [used] * 3
    assert page.count('<th scope="col"') == (8 if used else 7)

    sheet = client.get(reverse("admin:ranking_export", args=[scored.round.code, "xlsx"]))
    head, first, *_rest = load_workbook(BytesIO(sheet.content)).active.values
    assert len(head) == (22 if used else 17)
    if used:
        assert first[:2] == (1, scored.projects[1].code)
        assert first[9] == 84
        assert first[17:] == (80, 20, 50_000, 50_000, 0)

    with clock.at(REVIEWED):
        send_selection(selection_id=selection.pk, actor=scored.clerk)
        values = paper_values(Decision.objects.get(selection=selection), sha256="0" * 64)
    second = scored.projects[1]
    assert (values["joined"], values["donations"]) == (
        used,
        [[second.code, second.title, "80.00", "20.00", "50,000", "50,000", "0", "50,000"]] if used else [],
    )
    with override("zh-hans"):
        pages = PdfReader(BytesIO(render("meeting", values, at=REVIEWED).pdf)).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    told = f"{second.title}80.0020.0050,00050,000050,000"
    assert ("社会捐赠与配套" in text, told in text) == (used, used)
