"""Checks of single values, shared by model, form and API."""

from django.core.exceptions import ValidationError

from organizations.domain import uscc
from venture.kernel.errors import RuleRefusal, sentence_of


def validate_applicant_code(value: str) -> None:
    """Raise ``ValidationError`` with the refusal's sentence when ``value`` is no code of a body that may apply."""
    try:
        uscc.validated_applicant(value)
    except RuleRefusal as refusal:
        raise ValidationError(sentence_of(refusal), code=refusal.code) from refusal
