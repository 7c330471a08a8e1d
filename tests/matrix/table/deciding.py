"""Ranking, selection, decision, awards, feedback: the staff's pages, the leaders' desk, what the applicant reads."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from organizations.models import Organization
from projects.models import Project
from reviews.models import Award, Decision, Feedback, Ranking, Selection
from rounds.models import Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, page
from tests.matrix.once import once
from tests.matrix.table.screening import case
from tests.matrix.table.submitting import MEMBERS, _personas
from venture.kernel import clock, policy


def reviewed() -> Round:
    """Return a round under review with a locked ranking of one project."""
    found = Round.objects.filter(state="reviewing", year__gte=2041, rankings__isnull=False).first()
    return found if found is not None else ranking().round


def ranking() -> Ranking:
    now, round_ = clock.now(), rows.round_(state="reviewing")
    made = Ranking.objects.create(
        round=round_, version=1, inputs='{"entrants":[],"rules":{},"sheets":[]}', inputs_hash="0" * 64,
        computed_by=person("clerk"), computed_at=now,
    )  # fmt: skip
    made.rows.create(project=accepted(round_), rank=1, mean=80, totals=["80.00"])
    Ranking.objects.filter(pk=made.pk).update(state="locked", locked_by=person("head"), locked_at=now)
    made.refresh_from_db()
    return made


def accepted(round_: Round, organization: Organization | None = None) -> Project:
    project = case("accepted", organization)
    project.round = round_
    project.save(update_fields=["round"])
    return project


def decision() -> Decision:
    """Return a decision whose list was laid before the leaders."""
    made, now = ranking(), clock.now()
    selection = Selection.objects.create(
        round=made.round, ranking=made, version=1, state="sent", facts={"left": {}, "envelopes": {}, "fen": 0},
        content_hash="0" * 64, made_by=person("clerk"), made_at=now, sent_by=person("clerk"), sent_at=now,
    )  # fmt: skip
    return Decision.objects.create(round=made.round, selection=selection, way="vote")


def award() -> Award:
    made = decision()
    return Award.objects.create(
        project=accepted(made.round), decision=made, state="reserve", reserve_no=1, moved_at=clock.now()
    )


def feedback(state: str = "draft", organization: Organization | None = None) -> Feedback:
    now = clock.now()
    stamps = {} if state == "draft" else {"checked_by": person("head"), "checked_at": now, "released_at": now}
    return Feedback.objects.create(
        project=accepted(reviewed(), organization), text="请补充风险预案。", state=state, **stamps
    )


def code_of(make: Callable[[], Any], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(make).round.code, **more}


def no_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": "1999", **more}


def one(make: Callable[[], Any], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": once(make).pk, **more}


def none(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": 999_999_999, **more}


def sees(permission: str, make: Callable[[], Any]) -> Callable[[Any], bool]:
    return lambda user: policy.allows(user, permission, once(make))


def read(organization: Callable[[], Organization]) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(feedback, "released", organization()).project.code}


def strangers() -> Organization:
    return Organization.objects.filter(state="verified").exclude(memberships__user__in=_personas())[0]


OPENS, READS = sees("rankings.open", reviewed), sees("decisions.view", decision)
LEADER = "leader"
TABLE: dict[str, DoorLine] = {
    "admin:ranking_desk": page(keys=lambda: {"code": reviewed().code}, foreign=no_round(), may=OPENS),
    "admin:ranking_export": page(
        keys=lambda: {"code": reviewed().code, "what": "xlsx"}, foreign=no_round(what="xlsx"), may=OPENS, screens=False
    ),
    "admin:ranking_act": act(
        keys=lambda: {"code": reviewed().code, "verb": "lock"}, foreign=no_round(verb="lock"), may=OPENS
    ),
    "admin:decision_desk": page(keys=code_of(decision), foreign=no_round(), may=READS),
    "admin:decision_act": act(keys=code_of(decision, verb="way"), foreign=no_round(verb="way"), may=READS),
    "admin:awards_confirm": act(keys=code_of(decision), foreign=no_round(), may=sees("decisions.print", decision)),
    "admin:award_act": act(
        keys=one(award, verb="confirm"), foreign=none(verb="confirm"), may=sees("awards.view", award)
    ),
    "admin:feedback_desk": page(keys=one(feedback), foreign=none(), may=sees("feedback.view_staff", feedback)),
    "admin:feedback_act": act(
        keys=one(feedback, verb="check"), foreign=none(verb="check"), may=sees("feedback.view_staff", feedback)
    ),
    "decide:home": page(LEADER),
    "decide:list": page(LEADER, keys=code_of(decision), foreign=no_round()),
    "decide:code": act(LEADER, keys=code_of(decision), foreign=no_round()),
    "decide:sign": act(LEADER, keys=code_of(decision), foreign=no_round()),
    # A list without a selected project: the address of one answers its leader as a missing page, too.
    "decide:project": page(
        LEADER, keys=code_of(decision, project="GY0000-0000"), foreign=no_round(project="GY0000-0000"),
        get=frozenset({404}), screens=False,
    ),
    "feedback:read": page(*MEMBERS, keys=read(lambda: named(OURS)), foreign=read(strangers), screens=False),
}  # fmt: skip
rows.FEW |= {"reviews.ranking": ranking, "reviews.decision": decision, "reviews.feedback": feedback}
