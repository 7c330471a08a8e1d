"""The text of an agreement: its fields, its faults, its blocks."""

from pathlib import Path

import pytest

from grants.domain.texts import BLOCKS, FIELDS, NEEDED, blocks_of, faults_of, filled, found_in

MADE = {name: [{"kind": name}] for name in BLOCKS}


def test_fields_are_found_once_in_their_order() -> None:
    assert found_in("{{amount}}元，{{ project }}，{{ amount }}") == ["amount", "project"]


def test_unknown_and_missing_fields_are_named() -> None:
    unknown, missing, strange = faults_of("{{ recipient }}{{ 金额 }}{{ project.title }}{{ tranches }}{{annex_sha256}}")
    assert unknown == ["金额", "project.title"]
    assert missing == ["project", "amount", "amount_capital"]
    assert not strange


@pytest.mark.parametrize("text", ["{% if amount %}", "{# note #}", "x %}"])
def test_marks_of_a_program_are_told(text: str) -> None:
    assert faults_of(text)[2]


def test_a_value_is_never_read_for_fields_again() -> None:
    assert filled("{{ project }}", {"project": "{{ amount }}", "amount": "1"}) == "{{ amount }}"


def test_the_default_form_becomes_blocks_and_empty_clauses_are_left_out() -> None:
    source = "# {{ title }}\n\n[[parties]]\n## 第一条\n甲方资助{{ amount }}元。\n{{ mark_clause }}\n[[signatures]]"
    assert blocks_of(source, {"title": "协议", "amount": "8.00", "mark_clause": ""}, MADE) == [
        {"kind": "title", "text": "协议"}, {"kind": "parties"}, {"kind": "heading", "text": "第一条"},
        {"kind": "text", "text": "甲方资助8.00元。"}, {"kind": "signatures"},
    ]  # fmt: skip


@pytest.mark.parametrize("nature", ["grant", "purchase"])
def test_the_default_texts_name_what_every_agreement_needs(nature: str) -> None:
    text = Path(__file__).parents[3].joinpath("assets", "agreements", f"{nature}.txt").read_text(encoding="utf-8")
    unknown, _missing, strange = faults_of(text)
    said = {*found_in(text), *(field for name in BLOCKS if f"[[{name}]]" in text for field in BLOCKS[name])}
    assert (unknown, strange) == ([], False)
    assert set(NEEDED) <= said <= set(FIELDS)
    assert "专款专用" in text
    assert "退回" in text
