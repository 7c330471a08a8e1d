"""The catalogue of words: extract, translate, check and compile, with Babel alone (no gettext binaries).

    python -m tools.messages update            read every string of the code, keep every translation
    python -m tools.messages translate FILE    take translations from {"msgid": "msgstr"}
    python -m tools.messages check             say what is missing or malformed; exit 1
    python -m tools.messages compile           write the .mo where it is stale

In a JSON file a context stands before ``\\u0004`` and a plural form after ``\\u0000``.
English needs no catalogue: the msgid is the English sentence.
"""

import fcntl
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
SKIPPED = {".venv", ".git", "var", "tests", "migrations", "node_modules", "staticfiles", "tools", "benchmarks", "docs"}
CONTEXT = ((1, "c"), 2)
CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "N_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy", "p_"), CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), CONTEXT_PLURAL),
}
PLACE = re.compile(r"%\((\w+)\)[sdif]|\{(\w*)\}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")

Key = tuple[str | None, str, str | None]  # context, one, many


def sources() -> Iterator[Path]:
    """Yield every file whose strings people see, in a stable order."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in SKIPPED and not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts):
                yield path


def strings_of(path: Path) -> Iterator[Key]:
    """Yield (context, singular, plural) for each translatable string of one file.

    A template is first turned by Django's own templatize into the calls that gettext reads, so that
    trimmed, plural and context blocks mean here what they mean when the page is drawn.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize  # noqa: PLC0415 -- the compile step needs no Django

        text = templatize(text, origin=str(path))
    stream = io.BytesIO(text.encode())
    if path.suffix == ".py":
        found = babel_extract("python", stream, KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in found:
            if isinstance(message, tuple):
                yield context, message[0], message[1]
            elif message:
                yield context, message, None
    else:
        yield from _calls(text)


_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*((?:{_LITERAL})(?:\s*,\s*(?:{_LITERAL}))*)", re.DOTALL
)


def _calls(code: str) -> Iterator[Key]:
    """Read the calls that templatize writes. They are not always one valid Python text, so they are scanned."""
    for name, arguments in _CALL.findall(code):
        words = [_unquote(literal) for literal in re.findall(_LITERAL, arguments, re.DOTALL)]
        match name, words:
            case (("_" | "gettext"), [one, *_rest]) if one:
                yield None, one, None
            case "ngettext", [one, many, *_rest]:
                yield None, one, many
            case "pgettext", [context, one, *_rest]:
                yield context, one, None
            case "npgettext", [context, one, many, *_rest]:
                yield context, one, many


def _unquote(literal: str) -> str:
    body = literal.removeprefix("u")[1:-1]
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), body, flags=re.DOTALL)


def extract() -> Catalog:
    """Return a template catalogue of all strings, each with the files (not the lines) that use it."""
    catalogue = _empty()
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        for context, one, many in strings_of(path):
            if not one:
                continue
            message = _add(catalogue, context, one, many)
            if (place, 0) not in message.locations:
                message.locations.append((place, 0))
    return catalogue


def _add(catalogue: Catalog, context: str | None, one: str, many: str | None) -> Message:
    """Return the message of this string; a plural anywhere makes it plural everywhere, as gettext has it."""
    known = catalogue.get(one, context=context)
    if known is not None and (many is None or known.pluralizable):
        return known
    locations = list(known.locations) if known is not None else []
    if known is not None:
        catalogue.delete(one, context=context)
    flags = {"python-format"} if "%(" in one else set()
    made = catalogue.add((one, many) if many else one, context=context, flags=flags, locations=locations)
    assert made is not None
    return made


def _empty() -> Catalog:
    catalogue = Catalog(locale="zh_Hans", project="venture", charset="utf-8", fuzzy=False, header_comment="")
    catalogue.mime_headers = [
        ("Language", "zh_Hans"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    return catalogue


def read() -> Catalog:
    """Return the stored catalogue, or an empty one."""
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return pofile.read_po(file, locale="zh_Hans")


@contextmanager
def locked() -> Iterator[None]:
    """Hold the catalogue alone: two people may run this tool in the same minute."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with Path(CATALOGUE.parent, ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write(catalogue: Catalog) -> None:
    """Write the catalogue sorted, without dates and line numbers, so that two runs give the same bytes."""
    lines = [
        'msgid ""',
        'msgstr ""',
        '"Language: zh_Hans\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        '"Plural-Forms: nplurals=1; plural=0;\\n"',
        "",
    ]
    for message in sorted((m for m in catalogue if m.id), key=lambda m: (_ids(m), m.context or "")):
        lines += [f"#: {place}" for place in sorted({place for place, _line in message.locations})]
        if "python-format" in message.flags:
            lines.append("#, python-format")
        if message.context:
            lines.append(f"msgctxt {pofile.normalize(message.context, width=0)}")
        ids = _ids(message)
        lines.append(f"msgid {pofile.normalize(ids[0], width=0)}")
        if len(ids) > 1:
            lines.append(f"msgid_plural {pofile.normalize(ids[1], width=0)}")
        marker = "msgstr[0]" if len(ids) > 1 else "msgstr"
        lines += [f"{marker} {pofile.normalize(translation(message), width=0)}", ""]
    part = CATALOGUE.with_suffix(".po.part")
    part.write_text("\n".join(lines), encoding="utf-8")
    part.replace(CATALOGUE)


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translation(message: Message) -> str:
    """Return the Chinese of a message, or nothing. Chinese has one plural form."""
    if isinstance(message.string, str):
        return message.string
    return message.string[0] if message.string else ""


def _set(message: Message, chinese: str) -> None:
    message.string = (chinese,) if message.pluralizable else chinese


def _find(catalogue: Catalog, key: str) -> Message | None:
    context, _sep, rest = key.rpartition("\x04")
    return catalogue.get(rest.split("\x00")[0], context=context or None)


def update() -> int:
    """Bring the catalogue in step with the code; keep what is translated, guess nothing."""
    with locked():
        old, new = read(), extract()
        kept = 0
        for message in new:
            if not message.id:
                continue
            known = old.get(_ids(message)[0], context=message.context)
            if known is not None and translation(known) and not known.fuzzy:
                _set(message, translation(known))
                kept += 1
        write(new)
    print(f"{len(new)} strings, {kept} in Chinese, {len(new) - kept} missing.")
    return 0


def translate(file: str) -> int:
    """Take translations from a JSON file; name the strings that no code uses."""
    pairs: dict[str, str] = json.loads(Path(file).read_text(encoding="utf-8"))
    update()
    unknown = []
    with locked():
        catalogue = read()
        for key, chinese in pairs.items():
            message = _find(catalogue, key)
            if message is None:
                unknown.append(key)
            else:
                _set(message, chinese)
        write(catalogue)
    print(f"{len(pairs) - len(unknown)} taken.")
    for key in unknown:
        print(f"unknown: {key!r}")
    missing = [_ids(message)[0] for message in read() if message.id and not translation(message)]
    print(f"{len(missing)} still missing.")
    return 0


def complaints() -> list[str]:
    """Return in words everything that is wrong with the catalogue."""
    stored, wanted = read(), extract()
    known = {(m.context, _ids(m)): m for m in stored if m.id}
    needed = {(m.context, _ids(m)): m for m in wanted if m.id}
    found = [f"not in the catalogue: {ids[0]!r}" for key in needed.keys() - known.keys() for ids in [key[1]]]
    found += [f"no longer used: {ids[0]!r}" for key in known.keys() - needed.keys() for ids in [key[1]]]
    found += [f"obsolete entry: {key!r}" for key in stored.obsolete]
    for key, message in known.items():
        name, chinese = key[1][0], translation(message)
        if not chinese:
            where = ", ".join(sorted(place for place, _line in message.locations))
            found.append(f"no Chinese: {name!r} ({where})")
            continue
        if message.fuzzy:
            found.append(f"marked fuzzy: {name!r}")
        places = [set(PLACE.findall(text)) for text in (*key[1], chinese)]
        if places[-1] - set.union(*places[:-1]) or places[-2] - places[-1]:
            found.append(f"places differ: {name!r} -> {chinese!r}")
        if name.endswith(".") and not name.endswith("...") and chinese[-1] not in "。）”》：；…！？":
            found.append(f"no full stop: {name!r} -> {chinese!r}")
        if HALF_WIDTH.search(PLACE.sub("", chinese)):
            found.append(f"half-width punctuation: {name!r} -> {chinese!r}")
    return sorted(found)


def check() -> int:
    """Print the complaints; return 1 if there is one."""
    found = complaints()
    for line in found:
        print(line)
    print(f"{len(found)} findings in the catalogue." if found else "The catalogue is complete.")
    return 1 if found else 0


def compile_catalogue() -> Path:
    """Write the .mo where it is missing or older than the .po, and return its path."""
    with locked():
        target = CATALOGUE.with_suffix(".mo")
        if CATALOGUE.exists() and (
            not target.exists() or target.stat().st_mtime_ns < CATALOGUE.stat().st_mtime_ns or not target.stat().st_size
        ):
            part = target.with_suffix(".mo.part")
            with part.open("wb") as file:
                write_mo(file, read())
            part.replace(target)
        return target


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            return update()
        case ["translate", file]:
            return translate(file)
        case ["check"]:
            return check()
        case ["compile"]:
            print(compile_catalogue().relative_to(ROOT))
            return 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
