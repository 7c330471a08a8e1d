"""How an expert's own totals are drawn as dots on a line."""

from decimal import Decimal

from reviews.views.sheet import FLOOR, STEP, Dot, dots_of


def test_equal_totals_stand_on_each_other_and_the_open_project_is_marked() -> None:
    totals = [(Decimal(80), False), (Decimal(50), False), (Decimal(80), True)]

    assert dots_of(totals) == [
        Dot(150.0, FLOOR, mine=False), Dot(240.0, FLOOR, mine=False), Dot(240.0, FLOOR - STEP, mine=True),
    ]  # fmt: skip


def test_a_high_pile_stays_inside_the_picture() -> None:
    dots = dots_of([(Decimal(80), False)] * 30)

    assert [dots[0].y, round(dots[-1].y, 6)] == [FLOOR, 4]
    assert len({dot.y for dot in dots}) == 30


def test_nothing_scored_draws_nothing() -> None:
    assert dots_of([]) == []
