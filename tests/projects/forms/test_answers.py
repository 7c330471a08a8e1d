"""What a posted section says, by a form and by the page's script."""

from django.http import QueryDict

from projects.domain.form import FORMS
from projects.forms.answers import said_of, typed_in

ROWS = {"risks": "r1 r2", "risks.r1.risk": "下雨\n改室内", "risks.r2.risk": ""}


def test_both_ways_say_the_same_and_what_the_form_does_not_ask_is_left_out() -> None:
    posted = QueryDict(mutable=True)
    posted.update({**ROWS, "risks.r9.risk": "别的行", "csrfmiddlewaretoken": "x", "key": "k"})
    said = {**ROWS, "risks.r9.risk": "别的行", "csrfmiddlewaretoken": "x", "key": "k"}

    assert said_of(FORMS["risks"], said) == typed_in(FORMS["risks"], posted) == ROWS


def test_a_sign_that_no_database_keeps_is_taken_out() -> None:
    said = {"risks": "r1", "risks.r1.risk": "停\x00电"}
    assert said_of(FORMS["risks"], said) == {"risks": "r1", "risks.r1.risk": "停电"}
