"""The picture by street and the gaps that it shows."""

import pytest

from projects.domain.linkage import Bond, empty_streets, fields_without_workers, picture, shares_fit

STREETS = [("1", "东关街道"), ("2", "临溪街道"), ("3", "城北街道"), ("4", "柳堤街道")]
BONDS = [
    Bond("1", "河坊社区", "P1", "和邻", "elderly", 40),
    Bond("1", "东门社区", "P1", "和邻", "elderly", 20),
    Bond("1", "东门社区", "P2", "青禾", "youth", 30),
    Bond("3", "金桂社区", "P2", "青禾", "youth", 10),
    Bond("9", "别处", "P3", "别家", "other", 5),
]


def test_each_street_has_one_tile_with_what_works_there_and_no_two_lie_over_each_other() -> None:
    shown = picture(STREETS, BONDS)

    told = [
        (cell.name, len(cell.projects), len(cell.communities), len(cell.organizations), cell.people)
        for cell in shown.cells
    ]
    assert told == [
        ("东关街道", 2, 2, 2, 90),
        ("临溪街道", 0, 0, 0, 0),
        ("城北街道", 1, 1, 1, 10),
        ("柳堤街道", 0, 0, 0, 0),
    ]
    assert len({(cell.left, cell.top) for cell in shown.cells}) == len(STREETS)
    assert all(cell.left + 116 <= shown.width and cell.top + 104 <= shown.height for cell in shown.cells)
    assert [cell.depth for cell in shown.cells] == [2, 0, 1, 0]


def test_gaps_are_streets_without_a_project_and_fields_without_a_social_worker() -> None:
    assert empty_streets(picture(STREETS, BONDS)) == ["临溪街道", "柳堤街道"]
    assert fields_without_workers(BONDS, ["P2"]) == ["elderly", "other"]
    assert fields_without_workers([], []) == []


def test_a_city_without_streets_has_an_empty_picture() -> None:
    shown = picture([], [])

    assert (shown.cells, shown.height) == ((), 0)


@pytest.mark.parametrize(
    ("shares", "fit"), [([], True), ([6_000, 4_000], True), ([6_000, 4_001], False), ([-1], False)]
)
def test_shares_are_parts_of_one_whole(shares: list[int], fit: bool) -> None:
    assert shares_fit(shares) is fit
