"""From what was typed to values: every gap and mistake is named, nothing is dropped."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from organizations.domain.numbers import validated_mobile
from projects.domain.form.kinds import Field, Form, Kind, Problem, Table, Typed, ids_in
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import parse_yuan


@dataclass(frozen=True)
class Asked:
    """What a round asks: lengths of texts by path (``project.summary``), services by field, and the short form."""

    limits: Mapping[str, int] = field(default_factory=dict)
    services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short: bool = False

    def limit_of(self, section: str, path: str, field_: Field) -> int:
        return self.limits.get(f"{section}.{path}", field_.limit)

    def asks(self, field_: Field) -> bool:
        return field_.short or not self.short


@dataclass(frozen=True)
class Read:
    """A section as values (JSON: text, whole numbers, lists of rows), and what is to be mended in it.

    ``done`` of ``total`` required answers are given; ``begun`` when anything was typed at all.
    """

    values: dict[str, Any]
    problems: tuple[Problem, ...]
    done: int
    total: int
    begun: bool

    @property
    def complete(self) -> bool:
        return not any(problem.blocks for problem in self.problems)


def read(form: Form, typed: Typed, asked: Asked) -> Read:
    """Return the section's values and problems. Amounts become fen, days ISO dates, rows keep their ``id``.

    Fields that a short form does not ask for are read when typed and never missed.
    """
    reader = _Reader(form.section, typed, asked)
    values: dict[str, Any] = {each.name: reader.answer(each.name, each, each.name) for each in form.fields}
    for table in form.tables:
        values[table.name] = reader.rows(table)
    return Read(values, tuple(reader.problems), reader.done, reader.total, any(text.strip() for text in typed.values()))


class _Reader:
    def __init__(self, section: str, typed: Typed, asked: Asked) -> None:
        self.section, self.typed, self.asked = section, typed, asked
        self.problems: list[Problem] = []
        self.done = self.total = 0

    def rows(self, table: Table) -> list[dict[str, Any]]:
        found = ids_in(self.typed.get(table.name, ""))
        rows = [
            {"id": row}
            | {each.name: self.answer(f"{table.name}.{row}.{each.name}", each, table.name) for each in table.fields}
            for row in found
        ]
        if table.least:
            self.total += 1
            self.done += len(rows) >= table.least
        if len(rows) < table.least:
            self.wrong(table.name, "rows_missing", least=table.least)
        if len(rows) > table.most:
            self.wrong(table.name, "rows_too_many", most=table.most)
        return rows

    def answer(self, path: str, asked: Field, limit_path: str) -> Any:
        text = self.typed.get(path, "").strip()
        required = asked.required and self.asked.asks(asked)
        self.total += required
        if not text:
            if required:
                self.wrong(path, "answer_missing")
            return [] if asked.kind == Kind.CHOICES else None
        limit_key = limit_path if limit_path == path else f"{limit_path}.{asked.name}"
        try:
            value = self._value(asked, text, self.asked.limit_of(self.section, limit_key, asked))
        except RuleRefusal as refusal:
            self.wrong(path, refusal.code, **refusal.details)
            return None
        self.done += required
        return value

    def wrong(self, path: str, code: str, **details: object) -> None:
        self.problems.append(Problem(self.section, path, code, details))

    def _value(self, asked: Field, text: str, limit: int) -> Any:
        if asked.kind == Kind.CHOICE:
            return self._chosen(asked, text)
        if asked.kind == Kind.CHOICES:
            return [self._chosen(asked, each) for each in text.split()]
        reading = _READINGS.get(asked.kind)
        return text if reading is None else reading(text, limit)

    def _chosen(self, asked: Field, text: str) -> str:
        choices: tuple[str, ...] = asked.choices
        if self.section == "project" and asked.name == "category":
            choices = tuple(self.asked.services)
        if self.section == "project" and asked.name == "service":
            choices = self.asked.services.get(self.typed.get("category", ""), ())
        if text not in choices:
            raise RuleRefusal("choice_unknown")
        return text


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise RuleRefusal("text_too_long", limit=limit, over=len(text) - limit)
    return text


def _digits(text: str) -> Decimal:
    clean = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        number = Decimal(clean)
    except InvalidOperation:
        raise RuleRefusal("number_unreadable") from None
    if not number.is_finite():
        raise RuleRefusal("number_unreadable")
    if number < 0:
        raise RuleRefusal("number_negative")
    return number


def _whole(text: str, limit: int) -> int:
    number = _digits(text)
    if number != number.to_integral_value():
        raise RuleRefusal("number_not_whole")
    if number > limit:
        raise RuleRefusal("number_too_large", limit=limit)
    return int(number)


def _number(text: str, limit: int) -> str:
    """Return a quantity with at most two places as text without trailing zeros: JSON holds no floats of ours."""
    number = _digits(text)
    if number > limit:
        raise RuleRefusal("number_too_large", limit=limit)
    if number != number.quantize(Decimal("0.01")):
        raise RuleRefusal("number_too_fine")
    return f"{number.normalize():f}"


def day_of(text: str) -> str:
    """Return a day as ISO text from the ways in which people write it. Raise ``RuleRefusal("day_unreadable")``."""
    clean = unicodedata.normalize("NFKC", text).replace("/", "-").replace(".", "-")
    for mark in ("年", "月"):
        clean = clean.replace(mark, "-")
    parts = clean.removesuffix("日").strip("-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        raise RuleRefusal("day_unreadable") from None


_READINGS: Final[dict[Kind, Callable[[str, int], Any]]] = {
    Kind.LINE: _within,
    Kind.TEXT: _within,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.MONEY: lambda text, _limit: parse_yuan(text),
    Kind.DAY: lambda text, _limit: day_of(text),
    Kind.MOBILE: lambda text, _limit: validated_mobile(text),
    Kind.FLAG: lambda text, _limit: text == "on",
}
