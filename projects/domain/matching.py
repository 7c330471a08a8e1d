"""What fits what, and why: by field of service, by place, by common words. Nobody is matched by a program. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

# What a common ground is worth. A suggestion needs more than one weak ground: see ``LEAST``.
FIELD: Final = 3
COMMUNITY: Final = 4
STREET: Final = 3
WORD: Final = 1
MOST_WORDS: Final = 3
LEAST: Final = 3
STREET_DIGITS: Final = 9
# Words that stand in every text say nothing of what it is about.
EMPTY_WORDS: Final = frozenset(
    {
        "社区", "居民", "服务", "需要", "没有", "可以", "提供", "我们", "他们", "以及",
        "进行", "开展", "活动", "项目", "工作", "社会", "组织", "公益", "街道", "部分",
        "一些", "时间", "每周", "人员", "机构", "志愿", "愿者", "志愿者", "专业", "免费",
        "长期", "定期",
    }
)  # fmt: skip
_BREAK: Final = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_EMPTY_SIGNS: Final = frozenset("的了和与或在是有不也都就被把对为从到等及其这那个一二三四五六七八九十两几每上下中里外")


@dataclass(frozen=True)
class Side:
    """One of the two that may fit. ``fields`` is empty where every field will do, ``place`` where the whole city is.

    ``place`` is a division code of twelve digits: a community, or a street that ends in noughts.
    """

    key: str
    fields: frozenset[str]
    place: str
    text: str


@dataclass(frozen=True)
class Suggestion:
    """``grounds`` say why, the strongest first: (``field``, slug), (``community``, ""), (``street``, ""), or
    (``word``, the word)."""

    key: str
    score: int
    grounds: tuple[tuple[str, str], ...]


def suggestions(wanted: Side, offered: Iterable[Side], *, most: int = 5) -> list[Suggestion]:
    """Return what fits best, the best first; of equals the one that came first. Nothing that has no ground."""
    wanted_words = words_of(wanted.text)
    found = [_judged(wanted, wanted_words, each) for each in offered]
    return sorted((each for each in found if each.score >= LEAST), key=lambda each: -each.score)[:most]


def _judged(wanted: Side, wanted_words: frozenset[str], other: Side) -> Suggestion:
    grounds: list[tuple[int, tuple[str, str]]] = []
    common = sorted(wanted.fields & other.fields)
    if common:
        grounds.append((FIELD, ("field", common[0])))
    if wanted.place and wanted.place == other.place:
        grounds.append((COMMUNITY, ("community", "")))
    elif wanted.place and wanted.place[:STREET_DIGITS] == other.place[:STREET_DIGITS]:
        grounds.append((STREET, ("street", "")))
    for word in _longest(wanted_words & words_of(other.text)):
        grounds.append((WORD, ("word", word)))
    if wanted.fields and other.fields and not common:
        # Another field of service: place and words alone do not make it fit.
        grounds = []
    grounds.sort(key=lambda ground: -ground[0])
    return Suggestion(other.key, sum(worth for worth, _ground in grounds), tuple(ground for _worth, ground in grounds))


def words_of(text: str) -> frozenset[str]:
    """Return the pieces of two to four signs in a text that may carry meaning. Chinese has no spaces to go by."""
    return frozenset(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for run in _BREAK.split(text):
        for length in (4, 3, 2):
            for start in range(len(run) - length + 1):
                piece = run[start : start + length]
                if piece not in EMPTY_WORDS and not _EMPTY_SIGNS & set(piece):
                    yield piece


def _longest(common: Iterable[str]) -> list[str]:
    """Return the longest common pieces, none inside another, at most ``MOST_WORDS``, in a fixed order."""
    kept: list[str] = []
    for piece in sorted(common, key=lambda each: (-len(each), each)):
        if not any(_overlap(piece, longer) for longer in kept):
            kept.append(piece)
        if len(kept) == MOST_WORDS:
            break
    return kept


def _overlap(piece: str, longer: str) -> bool:
    """Tell whether the piece lies in the longer one, or is only its shifted neighbour."""
    return piece in longer or piece[1:] in longer or piece[:-1] in longer
