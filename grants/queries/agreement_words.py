"""Agreements as Word files: a round's own text read, filled in and taken apart; the default text written."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from grants.domain.texts import FIELD, filled
from venture.files.models import StoredFile

RED = RGBColor(0xB3, 0x26, 0x1E)
# The faces and sizes of an official document (GB/T 9704), one size smaller in the text: an agreement is long.
TITLE, HEAD, TEXT, SMALL = ("方正小标宋简体", Pt(22)), ("黑体", Pt(14)), ("仿宋", Pt(14)), ("仿宋", Pt(11))


def text_of_word(content: bytes) -> str:
    """Return all words of a Word file, paragraph by paragraph, its head and foot lines among them."""
    return "\n".join(each.text for each in _paragraphs(Document(BytesIO(content))))


def read_word(file: StoredFile) -> bytes:
    with default_storage.open(file.place) as content:
        read: bytes = content.read()
        return read


def fill_word(content: bytes, fields: Mapping[str, str]) -> bytes:
    """Return the Word file with its fields filled in. Each keeps the look of the place where it begins."""
    paper = Document(BytesIO(content))
    for paragraph in _paragraphs(paper):
        _fill(paragraph, fields)
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def blocks_of_word(file: StoredFile, fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a round's own text, filled in, as blocks for the PDF. Tables stay tables; the first line is the title."""
    paper = Document(BytesIO(read_word(file)))
    blocks: list[dict[str, Any]] = []
    for part in paper.iter_inner_content():
        if isinstance(part, Table):
            rows = [[filled(cell.text, fields).strip() for cell in row.cells] for row in part.rows]
            if rows:
                blocks.append({"kind": "table", "head": rows[0], "rows": rows[1:]})
            continue
        words = filled(part.text, fields).strip()
        if words:
            style = (part.style.name or "") if part.style is not None else ""
            kind = "title" if not blocks else "heading" if style.startswith("Heading") else "text"
            blocks.append({"kind": kind, "text": words})
    return blocks


def write_word(blocks: list[dict[str, Any]], *, mark: str = "") -> bytes:
    """Return the blocks of the default text as a Word file. ``mark`` stands above: a draft says that it is one."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    if mark:
        _line(paper, f"【{mark}】", HEAD, centred=True, colour=RED)
    for block in blocks:
        match block["kind"]:
            case "title":
                _line(paper, block["text"], TITLE, centred=True)
            case "heading":
                _line(paper, block["text"], HEAD)
            case "table":
                _table(paper, [block["head"], *block["rows"]], ruled=True)
            case "sign":
                _table(paper, block["rows"], ruled=False)
            case kind:
                for words in block["text"].split("\n"):
                    _line(paper, words, TEXT, indent=kind == "text")
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def _paragraphs(paper: Any) -> Iterator[Paragraph]:
    frames = [each for section in paper.sections for each in (section.header, section.footer)]
    for place in (paper, *frames):
        for part in place.iter_inner_content():
            yield from _in_table(part) if isinstance(part, Table) else (part,)


def _in_table(table: Table) -> Iterator[Paragraph]:
    for row in table.rows:
        for cell in row.cells:
            for part in cell.iter_inner_content():
                yield from _in_table(part) if isinstance(part, Table) else (part,)


def _fill(paragraph: Paragraph, fields: Mapping[str, str]) -> None:
    """Put the values where the fields stand. Word cuts words into runs where it likes: what a field covers is emptied,
    its value stands in the first of them."""
    for found in reversed(list(FIELD.finditer("".join(run.text for run in paragraph.runs)))):
        value, at = fields.get(found.group(1), ""), 0
        for run in paragraph.runs:
            start, end = at, at + len(run.text)
            at = end
            first, last = max(found.start(), start), min(found.end(), end)
            if first < last:
                put = value if found.start() >= start else ""
                run.text = run.text[: first - start] + put + run.text[last - start :]


def _line(
    paper: Any, words: str, face: tuple[str, Any], *, centred: bool = False, indent: bool = False, colour: Any = None
) -> None:
    line = paper.add_paragraph()
    line.paragraph_format.space_after = Pt(0)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        line.paragraph_format.first_line_indent = face[1] * 2
    _write(line, words, face, colour=colour)


def _write(line: Any, words: str, face: tuple[str, Any], *, colour: Any = None) -> None:
    run = line.add_run(words)
    run.font.name, run.font.size = face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face[0])
    if colour is not None:
        run.font.color.rgb = colour


def _table(paper: Any, rows: list[list[str]], *, ruled: bool) -> None:
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid" if ruled else None)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _write(cell.paragraphs[0], words, SMALL if ruled else TEXT)
