"""What fits what, and for which reason: the same answer whoever asks, and silence where there is no ground."""

from projects.domain.matching import Side, Suggestion, suggestions, words_of

STREET = "330102001"
NEED = Side("n", frozenset({"elderly"}), f"{STREET}001", "独居老人定期探访与紧急联络。七十岁以上独居老人")


def side(key: str, fields: str = "", place: str = "", text: str = "") -> Side:
    return Side(key, frozenset(fields.split()), place, text)


def test_the_strongest_ground_comes_first_and_the_best_suggestion_on_top() -> None:
    offered = [
        side("street", place=f"{STREET}002", text="探访车一辆"),
        side("all", "elderly", f"{STREET}001", "独居老人探访志愿队"),
        side("field", "elderly youth"),
    ]

    assert suggestions(NEED, offered) == [
        Suggestion("all", 9, (("community", ""), ("field", "elderly"), ("word", "独居老人"), ("word", "探访"))),
        Suggestion("street", 4, (("street", ""), ("word", "探访"))),
        Suggestion("field", 3, (("field", "elderly"),)),
    ]


def test_another_field_of_service_never_fits_whatever_else_agrees() -> None:
    assert suggestions(NEED, [side("youth", "youth", f"{STREET}001", "独居老人探访")]) == []


def test_one_common_word_is_no_ground_and_empty_words_count_nothing() -> None:
    assert suggestions(NEED, [side("word", text="探访"), side("empty", text="社区居民服务活动项目")]) == []


def test_at_most_so_many_come_and_of_equals_the_first() -> None:
    offered = [side(str(number), "elderly") for number in range(9)]

    assert [each.key for each in suggestions(NEED, offered, most=3)] == ["0", "1", "2"]


def test_words_are_pieces_that_carry_meaning() -> None:
    assert words_of("探访，的了") == {"探访"}
    assert words_of("助餐点") == {"助餐点", "助餐", "餐点"}
