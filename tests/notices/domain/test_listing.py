"""The frozen list of a notice: awards with groups and sums, a shortlist without money, needs are neither."""

from notices.domain import listing

AWARD = {"code": "A1", "group": "为老", "title": "助餐", "organization": "甲", "fen": 120_000}
SHORT = {name: AWARD[name] for name in ("code", "group", "title", "organization")}
NEED = {"code": "N1", "title": "午餐", "street": "东关", "community": "码头", "scale": "40人"}


def test_each_kind_of_list_is_told_from_the_others() -> None:
    told = [(listing.is_awards(each), listing.is_shortlist(each)) for each in ([AWARD], [SHORT], [NEED], [])]
    assert told == [(True, False), (False, True), (False, False), (False, False)]


def test_a_shortlist_numbers_its_projects_and_names_no_money() -> None:
    second = {**SHORT, "title": "助浴", "group": "助残"}
    block = listing.shortlist_block([SHORT, second], head=("序号", "项目", "申报单位", "领域"))
    assert block == {
        "kind": "table", "head": ["序号", "项目", "申报单位", "领域"],
        "rows": [["1", "助餐", "甲", "为老"], ["2", "助浴", "甲", "助残"]],
    }  # fmt: skip
