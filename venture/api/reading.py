"""The OpenAPI document as a page can show it: addresses, filters, members of the answer. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

CHOICE = re.compile(r"^\* `([^`]+)` - (.*)$", re.MULTILINE)
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Member:
    """A filter, or a member of an answer. ``name`` is dotted where it lies deeper: ``categories[].slug``."""

    name: str
    kind: str
    required: bool = False
    nullable: bool = False
    says: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    says: str
    scope: str
    parameters: tuple[Member, ...] = ()
    members: tuple[Member, ...] = ()
    sends: tuple[Member, ...] = ()
    problems: tuple[tuple[str, str], ...] = field(default=())


def operations(document: Document) -> list[Operation]:
    """Return every operation in the order of the document."""
    return [
        _operation(document, path, method, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]


def _operation(document: Document, path: str, method: str, said: Document) -> Operation:
    answers = said["responses"]
    schema = next(answers[code] for code in ("200", "201") if code in answers)["content"]["application/json"]["schema"]
    # JSON, or the form that carries a file: no operation takes both.
    forms = [each["schema"] for each in said.get("requestBody", {}).get("content", {}).values()]
    sent = forms[0] if forms else None
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said.get("summary", ""),
        says=said.get("description", ""),
        scope=f"{said['tags'][0]}:{'read' if method == 'get' else 'write'}",
        parameters=tuple(
            _member(document, each["name"], each["schema"], required=each.get("required", False),
                    says=each.get("description", ""))
            for each in said.get("parameters", [])
        ),
        members=tuple(_members(document, schema, "")),
        sends=tuple(_members(document, sent, "")) if sent else (),
        problems=tuple((code, each["description"]) for code, each in sorted(answers.items()) if code >= "300"),
    )  # fmt: skip


def _members(document: Document, schema: Document, prefix: str) -> Iterator[Member]:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        yield from _members(document, schema["items"], f"{prefix.removesuffix('.')}[].")
        return
    required = set(schema.get("required", ()))
    for name, inner in schema.get("properties", {}).items():
        member = _member(document, prefix + name, inner, required=name in required)
        yield member
        if member.kind in {"object", "array"}:
            yield from _members(document, inner, f"{prefix}{name}.")


def _member(document: Document, name: str, schema: Document, *, required: bool, says: str = "") -> Member:
    whole = _resolved(document, schema)
    told = says or whole.get("description", "")
    kind = whole.get("format") or whole.get("type", "object")
    return Member(
        name=name,
        kind=str(kind),
        required=required,
        nullable=bool(whole.get("nullable")),
        says=CHOICE.sub("", told).strip(),
        choices=tuple(CHOICE.findall(told)),
    )


def _resolved(document: Document, schema: Document) -> dict[str, Any]:
    """Follow references; what stands beside one (``nullable``, a description) stays."""
    whole = dict(schema)
    for each in [*whole.pop("allOf", []), *whole.pop("oneOf", [])]:
        whole = {**_resolved(document, each), **whole}
    if reference := whole.pop("$ref", None):
        named = document["components"]["schemas"][reference.rpartition("/")[2]]
        whole = {**_resolved(document, named), **whole}
    return whole
