"""A refusal has a stable code in the code and a sentence at the door."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from venture.kernel import errors
from venture.kernel.errors import RuleRefusal

ROOT = Path(errors.__file__).resolve().parents[2]
APPS = (
    "venture",
    "accounts",
    "organizations",
    "rounds",
    "projects",
    "notices",
    "reviews",
    "grants",
    "portal",
    "cockpit",
)


def codes_raised() -> dict[str, str]:
    """Return every literal code that the code raises, with the file that raises it."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleRefusal" and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        found[first.value] = str(path.relative_to(ROOT))
    return found


def test_every_code_that_is_raised_has_a_sentence() -> None:
    raised = codes_raised()

    assert len(raised) > 20
    assert {code: place for code, place in raised.items() if code not in errors.worded()} == {}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_sentence_names_the_details(language: str) -> None:
    refusal = RuleRefusal("job_illegal_move", state="X-Y")
    with translation.override(language):
        assert "X-Y" in errors.sentence_of(refusal)


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert errors.sentence_of(RuleRefusal("nobody_worded_this")) == "nobody_worded_this"


def test_a_code_is_worded_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        errors.word({"job_illegal_move": "again"})
