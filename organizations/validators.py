"""Checks of single values, shared by model, form and API."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from organizations.domain import uscc
from venture.kernel.errors import RuleRefusal, sentence_of


def validate_applicant_code(value: str) -> None:
    """Raise ``ValidationError`` with the refusal's sentence when ``value`` is no code of a body that may apply."""
    _checked(uscc.validated_applicant, value)


def validate_code(value: str) -> None:
    """Raise ``ValidationError`` with the refusal's sentence when ``value`` is no unified social credit code."""
    _checked(uscc.validated, value)


def _checked(rule: Callable[[str], str], value: str) -> None:
    try:
        rule(value)
    except RuleRefusal as refusal:
        raise ValidationError(sentence_of(refusal), code=refusal.code) from refusal
