"""A verifiable draw of experts: promised, held once, replayed by the program that outsiders run."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from accounts.enums import Role
from reviews.domain.draw import commitment, replay
from reviews.enums import DrawPurpose
from reviews.flows.appointing import appoint_drawn, appoint_substitute, end_appointment
from reviews.flows.drawing import commit_draw, draw_experts, reveal_draw
from reviews.models import Draw
from reviews.queries.draws import drawn_of, entry_of, expert_id_of, plan_of, record_of, secret_of
from tests.accounts.factories import make_user
from tests.reviews.pool.factories import NOW, make_expert, make_part, make_round
from tests.reviews.pool.test_pool import refusal
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db
REPLAY = Path(settings.BASE_DIR) / "tools" / "replay_draw.py"


@pytest.fixture(autouse=True)
def now() -> Any:
    with clock.at(NOW):
        yield


def pool() -> dict[str, Any]:
    """Return a pool in which each rule of the draw has somebody to bite."""
    return {
        "elderly": [make_expert(fields=["elderly"]) for _each in range(4)],
        "finance": [make_expert(fields=[], finance=True), make_expert(fields=["youth"], finance=True)],
        "same": [make_expert(fields=["youth"], employer="云溪师范学院") for _each in range(3)],
        # Whoever the lot takes for finance, two remain for youth.
        "youth": [make_expert(fields=["youth"])],
        "away": make_expert(fields=["elderly"], away_from=date(2025, 1, 1)),
        "out": make_expert(fields=["elderly"], active=False),
    }


def promised(**more: Any) -> Draw:
    round_id = more.pop("round_id", None) or make_round().pk
    given = {"round_id": round_id, "quotas": [("elderly", 3), ("finance", 1), ("youth", 2)], "label": "书面评审"}
    return draw_experts(**{**given, "actor": make_user(Role.CLERK), **more})


def test_before_the_draw_list_and_commitment_stand_and_nothing_tells_the_outcome() -> None:
    people = pool()
    serving = make_part(make_expert(fields=["elderly"])).expert
    draw = promised()

    listed = {each["id"]: each["excluded"] for each in draw.entries}
    assert entry_of(people["out"].pk) not in listed
    assert (listed[entry_of(people["away"].pk)], listed[entry_of(serving.pk)]) == ("away", "serving")
    assert draw.commitment == commitment(plan_of(draw), secret_of(draw))
    assert (draw.result, draw.seed, draw.revealed_at) == ([], "", None)
    said = AuditEntry.objects.get(verb="draw.commit")
    assert draw.salt not in json.dumps([said.facts, said.after])
    assert secret_of(draw).seed not in json.dumps([said.facts, said.after])


def test_the_draw_fills_each_field_and_takes_one_of_an_institution() -> None:
    people = pool()
    draw = reveal_draw(draw_id=promised().pk, public="2026-11-27 双色球 03 11 19", actor=make_user())

    chosen = draw.result["chosen"]
    assert {stratum: len(ids) for stratum, ids in chosen.items()} == {"elderly": 3, "finance": 1, "youth": 2}
    named = [expert_id_of(each) for ids in chosen.values() for each in ids]
    assert len(set(named) & {each.pk for each in people["same"]}) <= 1
    assert people["away"].pk not in named


def test_a_draw_is_held_once_and_the_database_keeps_it() -> None:
    pool()
    draw = reveal_draw(draw_id=promised().pk, public="", actor=make_user())
    before = draw.result

    assert refusal(lambda: reveal_draw(draw_id=draw.pk, public="again", actor=make_user())) == "draw_held"
    for column in ({"result": []}, {"seed": "other"}, {"salt": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(**column)
    draw.refresh_from_db()
    assert (draw.result, AuditEntry.objects.filter(verb="draw.reveal").count()) == (before, 1)


@pytest.mark.parametrize("tampered", [False, True])
def test_outsiders_replay_the_record_without_us(tmp_path: Path, tampered: bool) -> None:
    pool()
    draw = reveal_draw(draw_id=promised().pk, public="03 11 19", actor=make_user())
    record = json.loads(json.dumps(record_of(draw)))
    assert replay(record) == drawn_of(draw)
    if tampered:
        record["plan"]["entries"][0]["excluded"] = "away"
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record), encoding="utf-8")

    done = subprocess.run([sys.executable, "-I", str(REPLAY), str(file)], capture_output=True, check=False)
    assert done.returncode == int(tampered), done


def test_those_drawn_are_invited_once_and_a_substitute_comes_by_the_draw() -> None:
    pool()
    draw = promised(quotas=[("elderly", 3)])
    assert refusal(lambda: appoint_drawn(draw_id=draw.pk, actor=make_user())) == "draw_not_held"
    draw = reveal_draw(draw_id=draw.pk, public="", actor=make_user())
    parts = appoint_drawn(draw_id=draw.pk, actor=make_user())
    assert appoint_drawn(draw_id=draw.pk, actor=make_user()) == []
    assert [entry_of(each.expert_id) for each in parts] == draw.result["chosen"]["elderly"]
    assert {(each.how, each.draw_id) for each in parts} == {("drawn", draw.pk)}

    end_appointment(appointment_id=parts[0].pk, reason="生病", actor=make_user())
    made = appoint_substitute(appointment_id=parts[0].pk, actor=make_user())
    assert entry_of(made.expert_id) == draw.result["substitutes"]["elderly"][0]
    assert (made.how, made.draw_id, made.replaces_id) == ("substitute", draw.pk, parts[0].pk)


def test_one_draw_waits_at_a_time_and_only_where_the_round_draws() -> None:
    pool()
    promised()
    assert refusal(promised) == "draw_open"
    assert refusal(lambda: promised(quotas=[])) == "draw_quota_missing"
    assert refusal(lambda: promised(quotas=[("opera", 1)])) == "draw_quota_unknown"
    plain = make_round(advanced=())
    assert refusal(lambda: promised(round_id=plain.pk)) == "draw_not_used"
    assert Draw.objects.count() == 1


def test_a_running_order_and_a_lot_are_promised_the_same_way() -> None:
    round_, clerk = make_round(), make_user(Role.CLERK)
    plan = plan_of(promised())
    order = commit_draw(round_id=round_.pk, purpose=DrawPurpose.ORDER, label="答辩顺序", plan=plan, actor=clerk)

    assert (order.purpose, plan_of(order)) == ("order", plan)
    unnamed = {"round_id": round_.pk, "purpose": DrawPurpose.LOT, "label": " ", "plan": plan, "actor": clerk}
    assert refusal(lambda: commit_draw(**unnamed)) == "draw_label_missing"
