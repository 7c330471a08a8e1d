"""Papers print what was typed, to the letter; what no font has is shown as 〓 and reported."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from venture.files.printing import Missing, glyphs, render

WHEN = datetime(2027, 6, 8, 1, 30, tzinfo=UTC)


def notice(**changed: Any) -> dict[str, Any]:
    return {
        "title": "关于拟资助项目的公示",
        "issuer": "云溪市民政局",
        "number": "云民公示〔2027〕3号",
        "date": "2027年6月8日",
        "sha256": "0" * 64,
        "footer": "云溪市公益创投平台",
        "contacts": ["咨询电话：0999-5550101"],
        "blocks": [{"kind": "text", "text": "现予公示。"}],
        **changed,
    }


def words_of(pdf: bytes) -> str:
    """Return the text of all pages without spaces: where a PDF breaks a line says nothing."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def test_a_notice_prints_all_its_words_its_pages_and_its_hash() -> None:
    blocks = [
        {"kind": "heading", "text": "一、公示期"},
        {"kind": "list", "items": ["自2027年6月8日起", "至2027年6月15日止"]},
        {"kind": "table", "head": ["项目", "金额（元）"], "rows": [["暖阳助餐", "184,000"]]},
    ]
    printed = render("notice", notice(blocks=blocks), at=WHEN)
    words = words_of(printed.pdf)

    assert printed.missing == ()
    for expected in (
        "云溪市民政局",
        "云民公示〔2027〕3号",
        "关于拟资助项目的公示",
        "一、公示期",
        "1．自2027年6月8日起",
        "2．至2027年6月15日止",
        "暖阳助餐",
        "184,000",
        "第1页共1页",
        "0" * 64,
        "咨询电话：0999-5550101",
    ):
        assert expected in words


def test_a_long_table_repeats_its_head_on_every_page() -> None:
    rows = [[str(number), f"项目{number}", "1,000"] for number in range(1, 91)]
    printed = render(
        "notice", notice(blocks=[{"kind": "table", "head": ["序号", "名称", "金额"], "rows": rows}]), at=WHEN
    )
    pages = PdfReader(BytesIO(printed.pdf)).pages

    assert printed.pages == len(pages) >= 3
    for page in list(pages)[: len(pages) - 1]:
        assert "序号" in page.extract_text()
    assert f"第{len(pages)}页共{len(pages)}页" in words_of(printed.pdf)


def test_a_table_prints_its_groups_and_its_total_without_their_marks() -> None:
    rows = [
        ["# 为老服务", "2个", "36"], ["1", "暖阳助餐", "18"], ["2", "银龄课堂", "18"], ["= 合计", "", "36"],
    ]  # fmt: skip
    table = {"kind": "table", "head": ["序号", "项目", "万元"], "rows": rows}
    words = words_of(render("notice", notice(blocks=[table]), at=WHEN).pdf)

    for expected in ("为老服务2个", "暖阳助餐", "合计"):
        assert expected in words
    assert ("#" in words, "=" in words) == (False, False)


def test_what_people_type_is_never_markup() -> None:
    typed = '#image("/etc/passwd") $x^2$ *bold* _it_ @label <label> \\ ` #panic("no") #sys.inputs'
    printed = render("notice", notice(title=typed, blocks=[{"kind": "text", "text": typed}]), at=WHEN)

    assert words_of(printed.pdf).count(typed.replace(" ", "")) == 2


def test_a_character_that_no_font_has_is_a_stand_in_and_is_reported() -> None:
    printed = render("notice", notice(blocks=[{"kind": "text", "text": "经办人：𠮷田䶮"}]), at=WHEN)

    assert printed.missing == (Missing("䶮"), Missing("𠮷"))
    assert [each.name for each in printed.missing] == ["U+4DAE", "U+20BB7"]
    assert "经办人：〓田〓" in words_of(printed.pdf)


def test_the_same_values_give_the_same_bytes() -> None:
    first, second = render("notice", notice(), at=WHEN), render("notice", notice(), at=WHEN)

    assert (first.pdf, first.sha256) == (second.pdf, second.sha256)


def test_an_export_prints_sections_with_and_without_a_head() -> None:
    values = {
        "title": "个人信息副本",
        "notes": ["本副本依您的请求生成。"],
        "empty": "无",
        "sections": [
            {"name": "基本信息", "rows": [["姓名", "周敏"]]},
            {"name": "登录记录", "head": ["时间", "方式"], "rows": [["2027年6月8日", "密码"]]},
            {"name": "申报", "rows": []},
        ],
    }
    words = words_of(render("export", values, at=WHEN).pdf)

    for expected in ("个人信息副本", "姓名", "周敏", "登录记录", "方式", "密码", "申报无"):
        assert expected in words


@pytest.mark.parametrize("name", ["nobody", "../notice", "paper.typ", ""])
def test_a_paper_that_is_not_there_is_an_error(name: str) -> None:
    with pytest.raises(LookupError):
        render(name, {}, at=WHEN)


def test_every_common_character_can_be_printed() -> None:
    common = {bytes((lead, trail)).decode("gb2312") for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF)
              if (lead, trail) < (0xD7, 0xFA) or lead >= 0xD8}  # fmt: skip

    assert {character for character in common if ord(character) not in glyphs.printable()} == set()


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_is_printed_or_reported(typed: str) -> None:
    missing: set[str] = set()
    fitted = glyphs.fit({"text": typed, "more": [typed]}, missing)
    printed = render("notice", notice(blocks=[{"kind": "text", "text": typed}]), at=WHEN)

    assert {each.character for each in printed.missing} == missing
    assert all(ord(character) in glyphs.printable() or character == "\n" for character in fitted["text"])
    assert fitted["more"] == [fitted["text"]]
