"""What comes next for a grant, as conditions: the list filters by them and the overview counts them."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q

from grants.enums import AgreementState, GrantState, ImprovementState
from grants.models import Agreement, Improvement

OFFERED = Q(state=GrantState.OFFERED)
REVISED = Exists(Improvement.objects.filter(grant=OuterRef("pk"), state__in=("open", "offered")))


def _revision(state: str) -> Q:
    return OFFERED & Q(Exists(Improvement.objects.filter(grant=OuterRef("pk"), state=state)))


def _agreement(state: str) -> Q:
    return OFFERED & ~Q(REVISED) & Q(Exists(Agreement.objects.filter(grant=OuterRef("pk"), state=state)))


def _bare() -> Q:
    standing = Agreement.objects.filter(grant=OuterRef("pk")).exclude(state=AgreementState.VOID)
    return OFFERED & ~Q(REVISED) & ~Q(Exists(standing))


STEPS: Mapping[str, Callable[[date], Q]] = {
    "revise": lambda _today: _revision(ImprovementState.OPEN),
    "accept": lambda _today: _revision(ImprovementState.OFFERED),
    "draft": lambda _today: _bare(),
    "send": lambda _today: _agreement(AgreementState.DRAFT),
    "sign": lambda _today: _agreement(AgreementState.SENT),
    "countersign": lambda _today: _agreement(AgreementState.COUNTERSIGN),
    "overdue": lambda today: OFFERED & Q(sign_by__lt=today),
}
