"""Every act that the code writes into the log has a name in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from accounts.enums import Role
from notices.domain import lifecycle as notices
from notices.domain import objection as objections
from organizations.domain import lifecycle as organizations
from projects.domain import lifecycle as projects
from reviews.domain import lifecycle as reviews
from rounds.domain import lifecycle as rounds
from rounds.domain.tasks import TASK_LIFE
from tests.accounts.factories import make_user
from venture.audit.flows import record
from venture.audit.models import AuditEntry
from venture.doors.acts import name_of, named
from venture.files.domain import lifecycle as files

APPS = [
    "accounts",
    "organizations",
    "rounds",
    "projects",
    "notices",
    "reviews",
    "grants",
    "portal",
    "cockpit",
    "venture",
]
MOVED = {
    "round.": rounds.LIFE, "notice.": notices.LIFE, "objection.": objections.LIFE, "need.": projects.LIFE,
    "file.": files.LIFE, "task.": TASK_LIFE,
    "organization.": organizations.LIFE, "verification.": organizations.CASE_LIFE,
    "account.": organizations.ACCOUNT_LIFE, "affiliate.": organizations.AFFILIATE_LIFE,
    "application.": projects.PROJECT_LIFE, "extension.": projects.EXTENSION_LIFE, "screening.": reviews.SCREENING_LIFE,
    "paper.": projects.PAPER_LIFE, "take_over.": organizations.TAKE_OVER_LIFE, "resource.": projects.RESOURCE_LIFE,
}  # fmt: skip
# What makes the row is no move of its table.
FIRST = {"account.": {"propose"}}
HAN = re.compile(r"[\u4e00-\u9fff]")


def recorded() -> set[str]:
    """Read the verbs out of every call of ``record``: written out, put together with a move, or chosen before."""
    found: set[str] = set()
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "record":
                    for given in call.keywords:
                        if given.arg == "verb" and path.name != "stepping.py":
                            found |= set(verbs_in(given.value, tree))
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "step":
                    noun = next(str(each.value.value) for each in call.keywords if each.arg == "noun")  # type: ignore[attr-defined]
                    found |= {f"{noun}.{verb}" for verb in verbs_in(call.args[2], tree)}
    return found


def verbs_in(value: ast.expr, tree: ast.Module) -> Iterator[str]:
    if isinstance(value, ast.Constant):
        yield str(value.value)
    elif isinstance(value, ast.IfExp):
        yield from verbs_in(value.body, tree)
        yield from verbs_in(value.orelse, tree)
    elif isinstance(value, ast.JoinedStr):
        start = str(value.values[0].value) if isinstance(value.values[0], ast.Constant) else ""
        yield from (start + verb for verb in moves(start))
    elif isinstance(value, ast.Name):
        for each in ast.walk(tree):
            if isinstance(each, ast.Assign) and [ast.unparse(target) for target in each.targets] == [value.id]:
                yield from verbs_in(each.value, tree)
    else:
        raise AssertionError(f"cannot read the verb {ast.unparse(value)}")


def moves(start: str) -> set[str]:
    return set(MOVED[start].moves) | FIRST.get(start, set())


def test_the_reader_finds_the_verbs() -> None:
    found = recorded()

    assert len(found) > 70
    assert {"closing_asked", "round.publish", "amendment.refuse", "verification.return", "file.quarantine"} <= found


def test_every_verb_has_a_name_in_both_languages_and_no_name_is_left_over() -> None:
    found = recorded()
    with override("en"):
        english = {verb: name_of(verb) for verb in found}
    with override("zh-hans"):
        chinese = {verb: name_of(verb) for verb in found}

    assert sorted(found - named()) == []
    assert sorted(named() - found) == []
    assert [verb for verb, name in english.items() if HAN.search(name)] == []
    assert [verb for verb, name in chinese.items() if not HAN.search(name)] == []


@pytest.mark.django_db
def test_the_list_of_the_log_says_acts_and_records_in_words(client: Client) -> None:
    reader: Any = make_user(Role.SUPERVISION)
    entry = record(actor=reader, verb="consent_given", subject=reader)
    client.force_login(reader)
    texts = [
        client.get(path).content.decode()
        for path in ("/admin/audit/auditentry/?verb=consent_given", f"/admin/audit/auditentry/{entry.pk}/change/")
    ]

    for text in texts:
        assert ("表示同意" in text, str(type(reader)._meta.verbose_name) in text) == (True, True)
        assert ("consent_given<" in text, "accounts.user<" in text) == (False, False)
    assert AuditEntry.objects.count() == 1
