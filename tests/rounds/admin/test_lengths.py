"""Lengths of texts per round: the usual ones shown, others saved, what the form then asks follows."""

import pytest
from django.test import Client

from accounts.enums import Role
from projects.domain.form import FORMS, read
from projects.queries.applications import asked_of
from rounds.domain.lengths import LONGEST, declare_length, texts
from rounds.models import Round
from tests.rounds.admin.test_setup import client_of, draft, typed
from venture.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
PATH = "/admin/rounds/2027/setup/lengths/"

__all__ = ["draft"]


@pytest.fixture
def page() -> Client:
    return client_of("clerk", Role.CLERK)


def test_each_text_of_the_form_stands_with_its_usual_length(page: Client, draft: Round) -> None:
    form = page.get(PATH).context["form"]
    asked = set(draft.sections.values_list("section", flat=True))
    assert [text.field for text in texts() if text.section in asked] == list(form.fields)
    assert (form["project-summary"].value(), form.fields["project-summary"].widget.attrs["placeholder"]) == (None, 500)


def test_what_differs_is_saved_and_the_application_is_held_to_it(page: Client, draft: Round) -> None:
    Round.objects.filter(pk=draft.pk).update(form_limits={"other.key": 7, "need.background": 600})
    data = {**typed(page, PATH), "project-summary": "20", "project-features": "300", "need-background": ""}
    assert page.post(PATH, data).status_code == 302
    draft.refresh_from_db()
    assert draft.form_limits == {"other.key": 7, "project.summary": 20}
    assert AuditEntry.objects.get(verb="round.edit").facts["step"] == "lengths"
    found = read(FORMS["project"], {"summary": "字" * 21}, asked_of(draft))
    assert [(each.code, each.details) for each in found.problems if each.path == "summary"] == [
        ("text_too_long", {"limit": 20, "over": 1})
    ]


@pytest.mark.parametrize("wrong", ["0", "9", str(LONGEST + 1), "五百", "-3"])
def test_a_length_that_cannot_be_is_refused_and_nothing_is_saved(page: Client, draft: Round, wrong: str) -> None:
    before = draft.form_limits
    answer = page.post(PATH, {**typed(page, PATH), "project-summary": wrong})
    draft.refresh_from_db()
    assert (answer.status_code, draft.form_limits) == (422, before)
    assert answer.context["form"]["project-summary"].value() == wrong


def test_a_text_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        declare_length("project.summary", section="project", name="", usual=1)
