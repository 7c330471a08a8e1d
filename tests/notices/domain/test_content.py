"""Lines become blocks and blocks become lines again; a table knows its groups, its total and its numbers."""

from hypothesis import given
from hypothesis import strategies as st

from notices.domain import content

TEXT = """各社会组织：

# 一、领域

- 为老服务
- 助残服务

| 序号 | 项目名称 | 机构 | 金额 |
| # 为老服务 | 2个 |  | 30 |
| 1 | 甲 | 某中心 | 10 |
| 2 | 乙 | 某协会 | 20 |
| = 合计2个项目 |  |  | 30 |
"""


def test_lines_are_read_as_heading_list_table_and_text_and_written_back_the_same() -> None:
    blocks = content.blocks_of(TEXT)

    assert [block["kind"] for block in blocks] == ["text", "heading", "list", "table"]
    assert content.blocks_of(content.lines_of(blocks)) == blocks


def test_a_table_is_drawn_in_groups_with_its_total_and_numbers_at_the_end_of_the_line() -> None:
    table = content.drawn(content.blocks_of(TEXT))[3]["table"]

    assert [cell.place for cell in table.head] == ["no num", "t", "o", "r num"]
    assert [(section.name, section.note, section.sum, len(section.rows)) for section in table.sections] == [
        ("为老服务", "2个", "30", 2)
    ]
    assert (table.total.name, table.total.sum, table.span) == ("合计2个项目", "30", 3)
    assert [cell.text for cell in table.sections[0].rows[1]] == ["2", "乙", "某协会", "20"]


def test_a_table_of_results_keeps_its_columns_where_two_would_stand_at_the_end_of_the_line() -> None:
    head, row = "| 编号 | 项目 | 机构 | 分值 | 等次 |", "| YX1 | 甲 | 某服务社 | 94 | 优秀 |"
    results = content.drawn(content.blocks_of(f"{head}\n{row}"))[0]["table"]
    awards = content.drawn(content.blocks_of(TEXT))[3]["table"]

    assert [cell.place for cell in results.head] == ["t", "t", "o", "r num", "r"]
    assert (results.wide, awards.wide) == (True, False)


def test_markup_that_somebody_types_stays_text() -> None:
    assert content.blocks_of("<script>x</script>") == [{"kind": "text", "text": "<script>x</script>"}]


@given(st.lists(st.text(alphabet="甲乙#-|= a1\n", max_size=40), max_size=8))
def test_any_typed_text_survives_being_written_out_and_read_again(parts: list[str]) -> None:
    blocks = content.blocks_of("\n".join(parts))

    assert content.blocks_of(content.lines_of(blocks)) == blocks
    content.drawn(blocks)


def test_the_hash_depends_on_every_value_and_on_nothing_else() -> None:
    one = {"title": "甲", "number": 1, "body": [{"kind": "text", "text": "一"}]}

    assert content.sha256_of(one) == content.sha256_of(dict(reversed(one.items())))
    assert content.sha256_of(one) != content.sha256_of({**one, "number": 2})
