"""Everything that the form asks for has words, and no words stand for what it does not ask."""

from django.utils.translation import override

from projects.domain.form import FORMS
from projects.domain.form.kinds import Problem
from projects.words import labels

PATHS = {
    **{f"{section}.{each.name}": each for section, form in FORMS.items() for each in form.fields},
    **{
        f"{section}.{table.name}.{each.name}": each
        for section, form in FORMS.items()
        for table in form.tables
        for each in table.fields
    },
}


def test_every_question_has_a_label_and_no_label_is_left_over() -> None:
    assert labels.QUESTIONS.keys() == PATHS.keys()


def test_every_table_and_section_has_words() -> None:
    tables = {f"{section}.{table.name}" for section, form in FORMS.items() for table in form.tables}
    assert labels.TABLES.keys() == tables
    assert labels.SECTIONS.keys() == FORMS.keys()


def test_every_choice_has_words_in_its_own_order() -> None:
    chosen = {path: each.choices for path, each in PATHS.items() if each.choices}
    assert {path: tuple(names) for path, names in labels.CHOICES.items()} == chosen


def test_questions_stand_in_groups_of_seven_at_most_each_once() -> None:
    grouped = {
        section: [name for group in groups for name in group.fields] for section, groups in labels.GROUPS.items()
    }
    asked = {section: [each.name for each in form.fields] for section, form in FORMS.items() if form.fields}
    assert grouped == asked
    assert max(len(group.fields) for groups in labels.GROUPS.values() for group in groups) <= 7


def test_a_place_is_said_as_people_say_it() -> None:
    typed = {"activities": "a1 b2", "activities.b2.name": "茶会"}
    with override("zh-hans"):
        assert labels.place_of("activities", "activities.b2.starts_on", typed) == "活动 2 · 开始日期"
        assert labels.place_of("activities", "activities.b2", typed) == "活动 2"
        assert labels.place_of("activities", "activities", typed) == "活动"
        assert labels.place_of("project", "title", {}) == "项目名称"
        assert labels.place_of("project", "", {}) == "项目概况"
        assert labels.answer_words("need", "discovery", ["visit", "data"]) == "入户走访、台账与统计数据"
        assert labels.sentence(Problem("project", "title", "text_too_long", {"limit": 30, "over": 2})) == (
            "超出 2 个字，最多 30 字。"
        )
