"""From a draft to a published notice: two persons, working days, numbers, frozen content; then nothing changes."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from notices import flows
from notices.domain import content, lifecycle
from notices.enums import NoticeState
from notices.models import Notice, NoticeSeries
from notices.queries import content_of, one, still_as_published
from projects import flows as needs
from projects.models import Need, Project
from rounds.models import WorkDay, WorkYear
from tests.accounts.factories import make_user
from tests.projects.factories import make_need
from tests.reviews.decide_factories import make_scored_round
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LEGAL = {
    ("edit", "draft"): "draft",
    ("propose", "draft"): "proposed",
    ("send_back", "proposed"): "draft",
    ("publish", "proposed"): "published",
    ("correct", "published"): "corrected",
}
MORNING = datetime(2021, 8, 18, 9, tzinfo=clock.BEIJING)


@pytest.mark.parametrize(("verb", "state"), list(product(lifecycle.MOVES, NoticeState.values)))
def test_a_notice_moves_exactly_as_the_table_says(verb: str, state: str) -> None:
    assert (verb in lifecycle.verbs_from(state)) == ((verb, state) in LEGAL)
    if (verb, state) in LEGAL:
        assert lifecycle.target_of(verb, state) == LEGAL[verb, state]
    else:
        with pytest.raises(RuleRefusal, match="notice_illegal_move"):
            lifecycle.target_of(verb, state)


def draft(by: User, **words: Any) -> Notice:
    facts = {"kind": "call", "title": "征集通知", "issuer": "民政局", "text": "# 一\n\n正文。", **words}
    return flows.draft_notice(actor=by, **facts)


def published(by: User | None = None, second: User | None = None, **words: Any) -> Notice:
    by = by or make_user()
    notice = draft(by, **words)
    flows.propose_notice(notice_id=notice.pk, actor=by)
    return flows.publish_notice(notice_id=notice.pk, actor=second or make_user())


def in_state(state: str, by: User) -> Notice:
    if state == "draft":
        return draft(by)
    if state == "proposed":
        return flows.propose_notice(notice_id=draft(by).pk, actor=by)
    notice = published(by)
    if state == "corrected":
        published(by, corrects=notice)
        notice.refresh_from_db()
    return notice


VERBS: dict[str, Callable[[Notice, User], object]] = {
    "edit": lambda notice, by: flows.edit_notice(notice_id=notice.pk, actor=by, title="新标题"),
    "propose": lambda notice, by: flows.propose_notice(notice_id=notice.pk, actor=by),
    "send_back": lambda notice, by: flows.send_back_notice(notice_id=notice.pk, actor=make_user(), reason="改字"),
    "publish": lambda notice, by: flows.publish_notice(notice_id=notice.pk, actor=make_user()),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "state"), list(product(VERBS, NoticeState.values)))
def test_each_flow_moves_what_is_legal_and_nothing_else(verb: str, state: str) -> None:
    by = make_user()
    notice = in_state(state, by)
    before = Notice.objects.filter(pk=notice.pk).values().get()

    if (verb, state) in LEGAL:
        VERBS[verb](notice, by)
        assert Notice.objects.get(pk=notice.pk).state == LEGAL[verb, state]
    else:
        entries = AuditEntry.objects.count()
        with pytest.raises(RuleRefusal, match="notice_illegal_move"):
            VERBS[verb](notice, by)
        assert Notice.objects.filter(pk=notice.pk).values().get() == before
        assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_five_working_days_published_on_18_august_2021_end_on_the_24th() -> None:
    WorkYear.objects.create(year=2021, source="国办发明电〔2020〕27号")

    with clock.at(MORNING):
        notice = published(days=5, kind="proposed")

    assert (notice.starts_on, notice.ends_on) == (date(2021, 8, 18), date(2021, 8, 24))


@pytest.mark.django_db
def test_holidays_and_make_up_days_of_the_calendar_count() -> None:
    year = WorkYear.objects.create(year=2021, source="演示", demo=True)
    WorkDay.objects.create(year=year, day=date(2021, 8, 19), works=False, note="停电")
    WorkDay.objects.create(year=year, day=date(2021, 8, 21), works=True, note="调休")

    with clock.at(MORNING):
        notice = published(days=5, kind="proposed")

    assert notice.ends_on == date(2021, 8, 24)


@pytest.mark.django_db
def test_a_period_that_reaches_into_a_year_that_is_not_loaded_is_not_published() -> None:
    WorkYear.objects.create(year=2021, source="国办发明电〔2020〕27号")
    by, second = make_user(), make_user()
    with clock.at(datetime(2021, 12, 30, 9, tzinfo=clock.BEIJING)):
        notice = draft(by, days=5)
        flows.propose_notice(notice_id=notice.pk, actor=by)

        with pytest.raises(RuleRefusal) as refusal, transaction.atomic():
            flows.publish_notice(notice_id=notice.pk, actor=second)

    notice.refresh_from_db()
    assert (refusal.value.code, refusal.value.details) == ("calendar_year_missing", {"year": 2022})
    assert (notice.state, notice.number, notice.content_hash) == ("proposed", None, "")
    assert NoticeSeries.objects.get().last_number == 0


@pytest.mark.django_db
def test_nobody_who_wrote_changed_or_proposed_a_notice_publishes_it_superusers_included() -> None:
    writer, helper, proposer = make_user(), make_user(), make_user(is_superuser=True)
    notice = draft(writer)
    flows.edit_notice(notice_id=notice.pk, actor=helper, title="更好的标题")
    flows.propose_notice(notice_id=notice.pk, actor=proposer)

    for person in (writer, helper, proposer):
        with pytest.raises(RuleRefusal, match="same_person"):
            flows.publish_notice(notice_id=notice.pk, actor=person)

    notice.refresh_from_db()
    assert (notice.state, notice.published_at) == ("proposed", None)


@pytest.mark.django_db
def test_publishing_numbers_within_the_series_and_freezes_the_content_by_its_hash() -> None:
    first, second = published(title="第一号"), published(title="第二号")

    assert [(each.series.code, each.number) for each in (first, second)] == [("general", 1), ("general", 2)]
    found = one("general", 2)
    assert found is not None
    assert found.content_hash == content.sha256_of(content_of(found))
    assert still_as_published(found)
    assert AuditEntry.objects.latest("seq").facts == {"sha256": found.content_hash}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE notices_notice SET title = 'x'",
        "UPDATE notices_notice SET body = '[]'",
        "UPDATE notices_notice SET items = '[1]'",
        "UPDATE notices_notice SET days = 9",
        "UPDATE notices_notice SET content_hash = 'x'",
        "UPDATE notices_notice SET state = 'draft'",
        "UPDATE notices_notice SET published_at = NULL",
        "DELETE FROM notices_notice",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_what_was_published(sql: str) -> None:
    notice = published()
    before = Notice.objects.filter(pk=notice.pk).values().get()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Notice.objects.filter(pk=notice.pk).values().get() == before


@pytest.mark.django_db
def test_a_correcting_notice_marks_the_one_it_corrects_and_only_one_may() -> None:
    wrong = published()
    by = make_user()
    rivals = [draft(by, corrects=wrong), draft(by, corrects=wrong)]
    for rival in rivals:
        flows.propose_notice(notice_id=rival.pk, actor=by)
    right = flows.publish_notice(notice_id=rivals[0].pk, actor=make_user())

    with pytest.raises(RuleRefusal, match="notice_not_correctable"), transaction.atomic():
        flows.publish_notice(notice_id=rivals[1].pk, actor=make_user())
    wrong.refresh_from_db()
    with pytest.raises(RuleRefusal, match="notice_not_correctable"):
        draft(by, corrects=wrong)

    rivals[1].refresh_from_db()
    assert (wrong.state, right.kind, right.corrects, rivals[1].state) == ("corrected", "correction", wrong, "proposed")
    assert still_as_published(wrong)


@pytest.mark.django_db
def test_the_needs_of_a_list_become_public_with_it() -> None:
    by = make_user()
    one_need, two = make_need(by), make_need(by, field="youth", title="托管")
    notice = draft(by, kind="needs", text="")
    with pytest.raises(RuleRefusal, match="notice_empty"):
        flows.propose_notice(notice_id=notice.pk, actor=by)
    flows.list_needs(notice_id=notice.pk, need_ids=[two.pk, one_need.pk], actor=by)
    flows.propose_notice(notice_id=notice.pk, actor=by)

    made = flows.publish_notice(notice_id=notice.pk, actor=make_user())

    assert [item["code"] for item in made.items] == [one_need.code, two.code]
    assert list(Need.objects.values_list("state", flat=True)) == ["published", "published"]


@pytest.mark.django_db
def test_a_list_is_not_published_when_one_of_its_needs_changed_since_it_was_proposed() -> None:
    by = make_user()
    need = make_need(by)
    notice = draft(by, kind="needs")
    flows.list_needs(notice_id=notice.pk, need_ids=[need.pk], actor=by)
    flows.propose_notice(notice_id=notice.pk, actor=by)
    needs.edit_need(need_id=need.pk, actor=by, title="后来改的标题")

    with pytest.raises(RuleRefusal, match="notice_list_stale"), transaction.atomic():
        flows.publish_notice(notice_id=notice.pk, actor=make_user())

    need.refresh_from_db()
    notice.refresh_from_db()
    assert (need.state, notice.state) == ("collected", "proposed")


@pytest.mark.django_db
def test_a_list_takes_collected_needs_only() -> None:
    by = make_user()
    need = make_need(by)
    needs.publish_needs(need_ids=[need.pk], actor=by)
    notice = draft(by, kind="needs")

    with pytest.raises(RuleRefusal, match="need_listed_elsewhere"):
        flows.list_needs(notice_id=notice.pk, need_ids=[need.pk], actor=by)
    with pytest.raises(RuleRefusal, match="needs_missing"):
        flows.list_needs(notice_id=notice.pk, need_ids=[], actor=by)

    notice.refresh_from_db()
    assert (notice.items, notice.needs.count()) == ([], 0)


@pytest.mark.django_db
def test_a_shortlist_names_accepted_applications_of_its_own_round_only() -> None:
    by, scored, other = make_user(), make_scored_round(), make_scored_round(code="2025-x")
    mine, out, foreign = scored.projects[0], scored.projects[1], other.projects[0]
    Project.objects.filter(pk=out.pk).update(state="rejected")
    notice, call = draft(by, kind="shortlist", round_=scored.round), draft(by, round_=scored.round)
    loose = draft(by, kind="shortlist")
    for wrong, codes, code in (
        (notice, [], "shortlist_missing"), (call, [mine.code], "shortlist_missing"),
        (loose, [mine.code], "shortlist_missing"), (notice, [mine.code, out.code], "shortlist_foreign"),
        (notice, [foreign.code], "shortlist_foreign"),
    ):  # fmt: skip
        with pytest.raises(RuleRefusal) as caught:
            flows.list_projects(notice_id=wrong.pk, codes=codes, actor=by)
        assert caught.value.code == code
    assert [each.items for each in Notice.objects.all()] == [[], [], []]

    flows.list_projects(notice_id=notice.pk, codes=[mine.code], actor=by)

    notice.refresh_from_db()
    assert [each["code"] for each in notice.items] == [mine.code]
    assert AuditEntry.objects.get(verb="notice.list_projects").after == [mine.code]


@pytest.mark.django_db
def test_a_shortlist_is_not_published_when_one_of_its_projects_has_left() -> None:
    by, scored = make_user(), make_scored_round()
    project = scored.projects[0]
    notice = draft(by, kind="shortlist", round_=scored.round)
    flows.list_projects(notice_id=notice.pk, codes=[project.code], actor=by)
    flows.propose_notice(notice_id=notice.pk, actor=by)
    Project.objects.filter(pk=project.pk).update(state="withdrawn")

    with pytest.raises(RuleRefusal, match="notice_list_stale"), transaction.atomic():
        flows.publish_notice(notice_id=notice.pk, actor=make_user())

    notice.refresh_from_db()
    assert (notice.state, notice.number) == ("proposed", None)


@pytest.mark.django_db
def test_a_shortlist_written_by_hand_is_published_without_a_list() -> None:
    notice = published(kind="shortlist", round_=make_scored_round().round)
    assert (notice.state, notice.items) == ("published", [])
