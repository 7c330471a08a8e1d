"""The demonstration's experts are played through the flows, on the small city."""

import pytest

from reviews.demo.experts import ROWS, lay_experts
from reviews.models import Appointment, Conflict, Expert
from rounds.models import Round
from tests.ready_made import city_laid


@pytest.mark.django_db
def test_eleven_experts_pledge_one_declines_and_the_pool_holds_all() -> None:
    with city_laid():
        parts = lay_experts(Round.objects.get(code="2026-b"))

        assert len(parts) == 11
        states = list(Appointment.objects.filter(pk__in=[each.pk for each in parts]).values_list("state", flat=True))
        assert states == ["pledged"] * 11
        assert Appointment.objects.filter(state="declined").count() == 1
        assert Expert.objects.count() == len(ROWS)
        assert Expert.objects.filter(user__isnull=False).count() == 13
        assert Conflict.objects.filter(project__round__code="2026-b").exists()
