"""What a person sees about the own account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.domain.consents import TEXTS
from accounts.enums import ConsentPurpose, SignInOutcome
from accounts.models import ClosingRequest, Consent, SignInRecord


@dataclass(frozen=True)
class ConsentRow:
    """One purpose and where it stands for one person."""

    purpose: ConsentPurpose
    required: bool
    version: str
    given_at: datetime | None
    given_version: str
    past: tuple[Consent, ...]

    @property
    def outdated(self) -> bool:
        return self.given_at is not None and self.given_version != self.version


def consents_of(user: Any) -> list[ConsentRow]:
    """Return every purpose with what the person agreed to, now and before. One query."""
    rows = list(Consent.objects.filter(user=user))
    table = []
    for purpose in ConsentPurpose:
        mine = [row for row in rows if row.purpose == purpose]
        standing = next((row for row in mine if row.withdrawn_at is None), None)
        table.append(
            ConsentRow(
                purpose=purpose,
                required=TEXTS[purpose].required,
                version=TEXTS[purpose].version,
                given_at=standing.given_at if standing else None,
                given_version=standing.text_version if standing else "",
                past=tuple(row for row in mine if row.withdrawn_at is not None),
            )
        )
    return table


def consents_in_force(user: Any) -> int:
    return Consent.objects.filter(user=user, withdrawn_at__isnull=True).count()


def has_consented(user: Any, purpose: ConsentPurpose) -> bool:
    """Say whether the person agrees to ``purpose`` today, under whatever text."""
    return Consent.objects.filter(user=user, purpose=purpose, withdrawn_at__isnull=True).exists()


def sign_ins_of(user: Any) -> QuerySet[SignInRecord]:
    return SignInRecord.objects.filter(user=user)


def last_sign_in(user: Any) -> SignInRecord | None:
    """Return the sign-in before this one, so that a stranger's shows."""
    rows = list(SignInRecord.objects.filter(user=user, outcome=SignInOutcome.IN)[:2])
    return rows[-1] if rows else None


def open_closing(user: Any) -> ClosingRequest | None:
    return ClosingRequest.objects.filter(user=user, taken_back_at__isnull=True, closed_at__isnull=True).first()
