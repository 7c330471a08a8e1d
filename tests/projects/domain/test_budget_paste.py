"""Tables out of spreadsheets: columns by heading or by content, nothing dropped, every guess said."""

from hypothesis import given
from hypothesis import strategies as st

from projects.domain.budget import PASTE_PROBLEMS, Paste, PasteProblem, Skipped, is_blank, read_paste
from projects.domain.form.kinds import MOST_ROWS

LABELS = {
    "activity": "活动执行", "material": "物资", "personnel": "人员费用", "expert": "专家与督导",
    "publicity": "宣传与评估", "travel": "交通", "overhead": "管理费", "tax": "税费", "audit": "审计费",
    "equipment": "固定资产", "handout": "直接发放的现金或慰问品", "other": "其他",
}  # fmt: skip


def row(item: str, category: str, quantity: str, price: str, **more: str) -> dict[str, str]:
    empty = dict.fromkeys(("activity", "unit", "own", "donation", "basis"), "")
    return {"category": category, "item": item, "quantity": quantity, "price": price} | empty | more


def table(*rows: str) -> str:
    return "\n".join("\t".join(each.split("|")) for each in rows)


def read(*rows: str) -> Paste:
    return read_paste(table(*rows), LABELS)


def codes(paste: Paste) -> list[tuple[int, str, str]]:
    return [(each.row, each.name, each.code) for each in paste.problems]


def test_a_table_with_a_heading_is_read_in_the_order_of_its_columns() -> None:
    paste = read(
        "类别|支出内容|单价（元）|数量|单位|自筹|备注",
        "活动执行|邻里长者茶会|900|24|场|7,200|场地300元、茶点600元",
        "人员费用|专职社工|4200.50|12|月||",
    )

    assert paste == Paste(
        lines=(
            row("邻里长者茶会", "activity", "24", "900", unit="场", own="7200", basis="场地300元、茶点600元"),
            row("专职社工", "personnel", "12", "4200.50", unit="月"),
        ),
        rows=(2, 3),
        skipped=(Skipped(1, "类别 支出内容 单价（元） 数量 单位 自筹 备注", "heading"),),
    )


def test_the_sheet_of_an_office_with_title_groups_sums_and_merged_cells() -> None:
    paste = read(
        "银龄守护项目预算表",
        "",
        "序号|科目|支出内容|单位|数量|单价|小计|资金来源说明|备注",
        "一、活动经费|||||||",
        "1||茶会|场|24|900|21600||",
        "2||演练|场|8|1800|14400||含讲师",
        "小计||||||36000||",
        "二、人员费用|||||||",
        "3||专职社工|月|12|4200|50400||",
        "4|督导费|每月督导|次|12|1000|12000||",
        "5||外出参访|次|1|500|500||",
        "总  计||||||98900||",
    )

    assert paste.lines == (
        row("茶会", "activity", "24", "900", unit="场"),
        row("演练", "activity", "8", "1800", unit="场", basis="含讲师"),
        row("专职社工", "personnel", "12", "4200", unit="月"),
        row("每月督导", "expert", "12", "1000", unit="次"),
        row("外出参访", "expert", "1", "500", unit="次"),
    )
    assert [(each.row, each.reason) for each in paste.skipped] == [
        (1, "heading"), (2, "empty"), (3, "heading"), (4, "group"), (7, "sum"), (8, "group"), (12, "sum"),
    ]  # fmt: skip
    assert codes(paste) == [(0, "", "paste_column_unknown")]


def test_without_a_heading_the_contents_tell_and_the_guess_is_said() -> None:
    paste = read("志愿者交通补贴|活动1|1,920|人次|25|48,000", "茶会|活动2|24|场|900|21,600")

    assert paste.lines == (
        row("志愿者交通补贴", "travel", "1920", "25", activity="活动1", unit="人次"),
        row("茶会", "activity", "24", "900", activity="活动2", unit="场"),
    )
    assert paste.problems == (
        PasteProblem(
            0, "", "paste_columns_guessed",
            {"fields": ("item", "activity", "quantity", "unit", "price", "total")},
        ),
        PasteProblem(1, "category", "paste_category_guessed", {"label": "交通"}),
        PasteProblem(2, "category", "paste_category_guessed", {"label": "活动执行"}),
    )  # fmt: skip


def test_a_running_number_in_front_is_no_quantity() -> None:
    paste = read("1|活动执行|茶会|24|900|21600|7200", "2|物资|手环|60|320|19200|0")

    assert paste.lines == (
        row("茶会", "activity", "24", "900", own="7200"),
        row("手环", "material", "60", "320", own="0"),
    )


def test_numbers_as_people_type_them() -> None:
    paste = read(
        "支出内容|类别|数量|单价|自筹",
        "茶会|活动执行|２４场|￥９００|０.５万",
        "社工|人员费用|12个月|4,200元/月|",
        "参访|活动执行|2×3|约500|一千",
    )

    assert paste.lines == (
        row("茶会", "activity", "24", "900", unit="场", own="5000"),
        row("社工", "personnel", "12", "4200", unit="个月"),
        row("参访", "activity", "2×3", "约500", own="一千"),
    )


def test_ten_thousands_in_the_heading_count() -> None:
    paste = read("内容|类别|单价（万元）|数量|金额（万元）", "短片|宣传与评估|0.6|1|0.6", "社工|人员费用|0.42|12|5.04")

    assert paste.lines == (row("短片", "publicity", "1", "6000"), row("社工", "personnel", "12", "4200"))
    assert codes(paste) == []


def test_a_stated_total_that_differs_is_said() -> None:
    paste = read("内容|类别|数量|单价|小计", "茶会|活动执行|24|900|22,000")

    assert paste.problems == (
        PasteProblem(2, "price", "paste_total_differs", {"stated": "22,000", "computed": "21,600"}),
    )
    assert paste.lines == (row("茶会", "activity", "24", "900"),)


def test_what_is_missing_beside_a_total_is_found_or_said() -> None:
    paste = read(
        "内容|类别|数量|单价|金额", "茶会|活动执行|24||21,600", "参访|活动执行|7||1,000", "短片|宣传与评估|||6,000",
    )  # fmt: skip

    assert paste.lines == (
        row("茶会", "activity", "24", "900"),
        row("参访", "activity", "1", "1000"),
        row("短片", "publicity", "1", "6000"),
    )
    assert codes(paste) == [
        (2, "price", "paste_price_from_total"),
        (3, "price", "paste_price_uneven"),
        (4, "price", "paste_total_as_price"),
    ]


def test_a_column_of_grant_money_leaves_the_rest_to_own_money() -> None:
    paste = read("内容|类别|数量|单价|申请资助", "茶会|活动执行|24|900|14,400", "手环|物资|60|320|19,200")

    assert paste.lines == (
        row("茶会", "activity", "24", "900", own="7200"),
        row("手环", "material", "60", "320"),
    )
    assert codes(paste) == [(2, "own", "paste_rest_as_own")]


def test_a_category_that_nobody_knows_is_left_to_the_person() -> None:
    paste = read("内容|类别|数量|单价", "神秘|缥缈|1|5", "茶会||1|5")

    assert [each["category"] for each in paste.lines] == ["", "activity"]
    assert codes(paste) == [(2, "category", "paste_category_unknown"), (3, "category", "paste_category_guessed")]


def test_cells_with_line_breaks_and_quotes_stay_one_cell() -> None:
    paste = read_paste('内容\t类别\t数量\t单价\t备注\r\n茶会\t活动执行\t24\t900\t"场地""大厅""\n茶点"\r\n', LABELS)

    assert paste.lines == (row("茶会", "activity", "24", "900", basis='场地"大厅" 茶点'),)


def test_a_table_out_of_a_message_is_parted_by_wide_gaps() -> None:
    paste = read_paste("内容   类别    数量  单价\n茶会  活动执行  24   900\n", LABELS)

    assert paste.lines == (row("茶会", "activity", "24", "900"),)


def test_a_heading_repeated_on_the_second_page_is_no_line() -> None:
    paste = read("内容|类别|数量|单价", "茶会|活动执行|24|900", "内容|类别|数量|单价", "手环|物资|60|320")

    assert ([each["item"] for each in paste.lines], [each.row for each in paste.skipped]) == (["茶会", "手环"], [1, 3])


def test_what_is_beyond_the_columns_is_said() -> None:
    assert read("内容|类别|数量|单价", "茶会|活动执行|24|900||急").problems == (
        PasteProblem(2, "", "paste_more_cells", {"cells": "急"}),
    )


def test_nothing_pasted_is_said() -> None:
    assert read_paste(" \n\t\n", LABELS) == Paste(problems=(PasteProblem(0, "", "paste_empty"),))


def test_more_rows_than_a_budget_holds_are_named() -> None:
    paste = read("内容|类别|数量|单价", *[f"茶会{number}|活动执行|1|900" for number in range(MOST_ROWS + 2)])

    assert (len(paste.lines), [each.reason for each in paste.skipped]) == (
        MOST_ROWS,
        ["heading", "too_many", "too_many"],
    )


words = st.sampled_from(
    ["茶会", "活动执行", "24", "900", "合计", "内容", "类别", "数量", "单价", "", "1,9", "x", '"', "万", "一、物资"]
)


@given(
    st.one_of(
        st.text(),
        st.lists(st.lists(words, max_size=6), max_size=8).map(lambda rows: "\n".join("\t".join(each) for each in rows)),
    )
)
def test_every_row_of_any_paste_becomes_a_line_or_is_named(text: str) -> None:
    paste = read_paste(text, LABELS)

    taken = sorted([*paste.rows, *(each.row for each in paste.skipped)])
    assert taken == list(range(1, len(taken) + 1))
    assert {each.code for each in paste.problems} <= PASTE_PROBLEMS
    assert all(isinstance(value, str) for each in paste.lines for value in each.values())


def test_a_row_of_presets_is_blank_and_a_typed_one_is_not() -> None:
    preset = {"id": "a", "category": "activity", "unit": "场", "own": "0", "donation": "0.00", "item": " "}

    assert (is_blank(preset), is_blank(preset | {"item": "0"}), is_blank(preset | {"own": "10"})) == (
        True,
        False,
        False,
    )
