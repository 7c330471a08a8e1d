"""Where a text that blind reviewers read names the applicant: its name, its short name, its people. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from projects.domain.form import FORMS
from projects.domain.form.kinds import Kind

# What stands before and after the own name in a registered name: the place, and the kind of the unit.
_PLACE: Final = re.compile(r"^(?:[^省市区县镇乡]{1,8}?(?:省|自治区|市|区|县|镇|乡|街道))+")
_KIND: Final = re.compile(
    r"(?:社会工作|社工|志愿者?|公益|慈善|社会|社区|养老|助残|青少年|儿童|老年人?|助老|康复|心理|文化|教育)*"
    r"(?:综合)?(?:服务|发展|促进|支持|指导|培训|活动|照料|关爱|救助|事务|咨询|帮扶)*"
    r"(?:中心|服务社|服务站|协会|基金会|促进会|联合会|研究院|研究会|商会|学会|总会|事务所|驿站|之家|社|站|院|所)$"
)
SHORTEST: Final = 2
_READ: Final = frozenset({Kind.LINE, Kind.TEXT})


@dataclass(frozen=True)
class Leak:
    section: str
    path: str
    word: str


def leaks(content: Mapping[str, Any]) -> list[Leak]:
    """Return every place of the frozen content that names the applicant and that blind reviewers would read."""
    words = sorted(telling(content), key=len, reverse=True)
    return [
        Leak(section, path, word)
        for section, path, text in _texts(content["sections"])
        if (word := next((each for each in words if each in text), None)) is not None
    ]


def telling(content: Mapping[str, Any]) -> list[str]:
    """Return the words that would tell who applies, the organisation's own before its people's."""
    organization, sections = content["organization"], content["sections"]
    about = sections.get("project", {})
    people = [organization.get("legal_representative"), about.get("leader_name"), about.get("contact_name")]
    people += [row.get("name") for row in sections.get("team", {}).get("members", [])]
    name = organization.get("name") or ""
    words = [name, short_name(name), organization.get("uscc"), organization.get("phone"), *people]
    return list(dict.fromkeys(word for word in words if word and len(word) >= SHORTEST))


def short_name(name: str) -> str:
    """Return the own name within a registered one (“和邻” of 云溪市和邻社会工作服务中心), or nothing."""
    core = _KIND.sub("", _PLACE.sub("", name))
    return core if core != name and len(core) >= SHORTEST else ""


def _texts(sections: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for section, values in sections.items():
        form = FORMS.get(section)
        if form is None:
            continue
        visible = [each.name for each in form.fields if each.kind in _READ and not each.identity]
        yield from ((section, name, text) for name, text in _said(values, visible))
        for table in form.tables:
            cells = [each.name for each in table.fields if each.kind in _READ and not each.identity]
            for row in values.get(table.name) or []:
                yield from ((section, f"{table.name}.{row['id']}.{name}", text) for name, text in _said(row, cells))


def _said(values: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        text = values.get(name)
        if isinstance(text, str) and text:
            yield name, text
