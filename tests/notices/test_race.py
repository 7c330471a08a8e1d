"""Threads on PostgreSQL: numbers are taken one by one, and one notice is published once."""

import pytest

from notices import flows
from notices.models import Notice, NoticeSeries
from projects.models import Need
from tests.accounts.factories import make_user
from tests.projects.factories import make_need
from tests.together import outcomes
from venture.audit.models import AuditEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 8


def proposed() -> Notice:
    by = make_user()
    notice = flows.draft_notice(kind="other", title="安排", issuer="民政局", text="正文", actor=by)
    return flows.propose_notice(notice_id=notice.pk, actor=by)


def test_notices_published_at_once_take_the_numbers_one_to_eight() -> None:
    second = make_user()
    notices = [proposed() for _each in range(THREADS)]

    said = outcomes([lambda pk=each.pk: flows.publish_notice(notice_id=pk, actor=second) for each in notices])

    assert said == ["done"] * THREADS
    assert sorted(Notice.objects.values_list("number", flat=True)) == list(range(1, THREADS + 1))
    assert NoticeSeries.objects.get().last_number == THREADS


def test_one_notice_published_by_eight_people_at_once_is_published_once() -> None:
    notice, people = proposed(), [make_user() for _each in range(THREADS)]

    said = outcomes([lambda by=each: flows.publish_notice(notice_id=notice.pk, actor=by) for each in people])

    assert sorted(said) == ["done", *["notice_illegal_move"] * (THREADS - 1)]
    assert AuditEntry.objects.filter(verb="notice.publish").count() == 1


def test_needs_reported_at_once_each_have_a_code_of_their_own() -> None:
    by = make_user()
    community = make_need(by).community

    said = outcomes([lambda: make_need(by, community) for _each in range(THREADS)])

    assert said == ["done"] * THREADS
    assert sorted(Need.objects.values_list("code", flat=True)) == [f"N-{each:04d}" for each in range(1, THREADS + 2)]
