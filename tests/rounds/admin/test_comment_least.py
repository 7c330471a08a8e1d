"""How long an expert's comment is at least: set beside the rubric, kept with the rules, free where nothing is said."""

import pytest
from django.test import Client

from accounts.enums import Role
from rounds.domain.lengths import COMMENT_LEAST, MOST_ASKED
from rounds.models import Round
from tests.rounds.admin.test_setup import client_of, draft, typed

pytestmark = pytest.mark.django_db
PATH = "/admin/rounds/2027/setup/rubric/"

__all__ = ["draft"]


@pytest.fixture
def page() -> Client:
    return client_of("clerk", Role.CLERK)


@pytest.mark.parametrize(("given", "kept"), [("30", {COMMENT_LEAST: 30}), ("0", {}), ("", {})])
def test_it_is_kept_with_the_rules_and_ties_stay(page: Client, draft: Round, given: str, kept: dict[str, int]) -> None:
    Round.objects.filter(pk=draft.pk).update(form_limits={"project.summary": 90, COMMENT_LEAST: 7})
    ties = list(draft.tie_rules.values_list("kind", flat=True))
    assert page.post(PATH, {**typed(page, PATH), "comment_least": given}).status_code == 302
    draft.refresh_from_db()
    assert draft.form_limits == {"project.summary": 90, **kept}
    assert list(draft.tie_rules.values_list("kind", flat=True)) == ties


@pytest.mark.parametrize("wrong", ["-1", str(MOST_ASKED + 1), "三十"])
def test_what_cannot_be_is_refused_and_nothing_is_saved(page: Client, draft: Round, wrong: str) -> None:
    Round.objects.filter(pk=draft.pk).update(form_limits={COMMENT_LEAST: 7})
    answer = page.post(PATH, {**typed(page, PATH), "comment_least": wrong})
    draft.refresh_from_db()
    assert (answer.status_code, draft.form_limits) == (422, {COMMENT_LEAST: 7})
