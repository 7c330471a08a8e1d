"""The targets of a round as a form: a row is added by a button that keeps what was typed, and saves nothing."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from grants.admin.closing.targets import MOST_ROWS
from grants.models import RoundTarget
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.grants.closing.cases import make_case
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
LINE = {
    "dimension": "产出", "name": "服务人次", "unit": "人次", "target": "500", "actual": "", "points": "100",
    "scored": "", "words": "",
}  # fmt: skip
EMPTY = {**dict.fromkeys(LINE, ""), "points": "0"}


def desk(role: str = Role.CLERK) -> tuple[Client, Round, str]:
    round_ = make_case().grant.round
    client = Client()
    client.force_login(make_user(role))
    return client, round_, f"/admin/desk/rounds/{round_.code}/targets/"


def sent(*rows: dict[str, str], initial: int = 0, **more: str) -> dict[str, str]:
    found = {"t-TOTAL_FORMS": str(len(rows)), "t-INITIAL_FORMS": str(initial), **more}
    return found | {f"t-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def lines(page: Any) -> list[tuple[bool, str]]:
    """Return whether each line stands open, and what is typed as its indicator."""
    text = page.content.decode()
    folds = re.findall(r'<details class="line"( open)?>(.*?)</details>', text, re.DOTALL)
    names = [re.search(r'name="t-\d+-name" value="([^"]*)"', body) for _open, body in folds]
    return [(bool(is_open), name[1] if name else "") for (is_open, _body), name in zip(folds, names, strict=True)]


def test_an_empty_table_offers_one_open_line_and_a_full_one_is_folded() -> None:
    client, round_, page = desk()
    assert lines(client.get(page)) == [(True, "")]
    RoundTarget.objects.create(round=round_, order=1, dimension="产出", name="服务人次", target="500", points=100)
    assert lines(client.get(page)) == [(False, "服务人次"), (False, "")]


def test_a_line_is_added_with_all_that_was_typed_and_nothing_is_saved() -> None:
    client, _round, page = desk()
    before = AuditEntry.objects.count()
    answer = client.post(page, sent(LINE, EMPTY, more="1"))
    assert answer.status_code == 200
    assert lines(answer) == [(False, "服务人次"), (False, ""), (True, "")]
    assert 'value="500"' in answer.content.decode()
    assert "aria-invalid" not in answer.content.decode()
    half = client.post(page, sent({**LINE, "target": ""}, more="1"))
    assert lines(half) == [(True, "服务人次"), (True, "")]
    assert (RoundTarget.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_lines_that_were_added_are_saved_and_empty_ones_left_out() -> None:
    client, round_, page = desk()
    rows = ({**LINE, "points": "60"}, {**LINE, "name": "满意度", "points": "40"}, EMPTY)
    assert client.post(page, sent(*rows)).status_code == 302
    kept = RoundTarget.objects.filter(round=round_).values_list("order", "name", "points")
    assert list(kept) == [(1, "服务人次", 60), (2, "满意度", 40)]


def test_a_line_with_a_fault_stands_open_with_its_words() -> None:
    client, _round, page = desk()
    answer = client.post(page, sent(LINE, {**LINE, "target": ""}))
    assert answer.status_code == 422
    assert lines(answer) == [(False, "服务人次"), (True, "服务人次")]
    assert 'class="errmsg"' in answer.content.decode()
    assert not RoundTarget.objects.exists()


def test_the_table_takes_no_more_lines_than_it_says() -> None:
    client, _round, page = desk()
    answer = client.post(page, {**sent(EMPTY, more="1"), "t-TOTAL_FORMS": str(MOST_ROWS)})
    assert len(lines(answer)) == MOST_ROWS


def test_who_only_reads_adds_no_line() -> None:
    client, _round, page = desk(Role.AUDITOR)
    assert client.post(page, sent(EMPTY, more="1")).status_code == 404
