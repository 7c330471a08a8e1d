"""What decides is the content. Each bad file is refused with its own reason, before anything is kept."""

import io
import resource
import time
from collections.abc import Callable

import pytest
from PIL import Image

from tests.venture.files import samples
from venture.files.enums import Kind
from venture.files.examining import Examined, examine, names
from venture.files.registry import Purpose
from venture.kernel.errors import RuleRefusal

GOOD: dict[Kind, tuple[str, Callable[[], bytes]]] = {
    Kind.PDF: ("章程（盖章）.pdf", samples.pdf),
    Kind.OFD: ("电子发票.OFD", samples.ofd),
    Kind.DOCX: ("申报书.docx", samples.word),
    Kind.XLSX: ("预算表.xlsx", samples.excel),
    Kind.JPG: ("现场照片.JPEG", samples.photo),
    Kind.PNG: ("截图.png", samples.png),
}


def refused(name: str, data: bytes, purpose: Purpose) -> str:
    with pytest.raises(RuleRefusal) as refusal:
        examine(samples.upload(name, data), purpose)
    return refusal.value.code


def read(examined: Examined) -> bytes:
    examined.content.seek(0)
    return bytes(examined.content.read())


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_known_by_its_content(kind: Kind, anything: Purpose) -> None:
    name, make = GOOD[kind]
    examined = examine(samples.upload(name, make()), anything)

    assert (examined.kind, examined.size) == (kind, len(read(examined)))
    assert examined.name == name.rpartition(".")[0] + f".{kind.value}"
    assert len(examined.sha256) == len(examined.sha256_received) == 64


@pytest.mark.parametrize("kind", [Kind.PDF, Kind.OFD, Kind.DOCX, Kind.XLSX])
def test_papers_and_office_files_are_kept_as_they_came(kind: Kind, anything: Purpose) -> None:
    name, make = GOOD[kind]
    data = make()
    examined = examine(samples.upload(name, data), anything)

    assert read(examined) == data
    assert examined.sha256 == examined.sha256_received


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.pdf", lambda: b"", "file_empty"),
    "too large": ("a.pdf", lambda: samples.pdf() + b"\0" * (2 * 1024 * 1024), "file_too_large"),
    "program": ("a.pdf", lambda: b"MZ\x90\0" + b"\0" * 500, "file_unknown"),
    "web page": ("a.pdf", lambda: b"<!doctype html><script>alert(1)</script>", "file_unknown"),
    "svg": ("a.png", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file_unknown"),
    "gif": ("a.png", lambda: b"GIF89a" + b"\0" * 50, "file_unknown"),
    "text": ("a.docx", lambda: b"hello", "file_unknown"),
    "plain zip": ("a.docx", lambda: samples.packed({"a.txt": "x"}), "file_unknown"),
    "half a zip": ("a.docx", lambda: samples.word()[:1500], "file_unknown"),
    "old word": ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_old_office"),
    "zip before pdf": ("a.pdf", lambda: samples.packed({"a.txt": "x"}) + samples.pdf(), "file_unknown"),
    "pdf called docx": ("a.docx", samples.pdf, "file_misnamed"),
    "word called excel": ("a.xlsx", samples.word, "file_misnamed"),
    "photo called pdf": ("a.pdf", samples.photo, "file_misnamed"),
    "no ending": ("a", samples.pdf, "file_misnamed"),
    "pdf called exe": ("a.pdf.exe", samples.pdf, "file_misnamed"),
    "turned ending": ("a\u202efdp.exe", samples.pdf, "file_misnamed"),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\nnothing\n%%EOF", "file_damaged"),
    "cut pdf": ("a.pdf", lambda: samples.pdf()[:-200], "file_damaged"),
    "pdf with a long tail": ("a.pdf", lambda: samples.pdf() + b"\0" * 5000, "file_damaged"),
    "pdf with a script": ("a.pdf", samples.pdf_with_script, "file_active"),
    "pdf with an escaped script": ("a.pdf", samples.pdf_with_hidden_script, "file_active"),
    "pdf with a packed script": ("a.pdf", samples.pdf_with_packed_script, "file_active"),
    "pdf that starts a program": ("a.pdf", lambda: samples.pdf_with_action("/Launch"), "file_active"),
    "pdf that sends a form": ("a.pdf", lambda: samples.pdf_with_action("/SubmitForm"), "file_active"),
    "pdf with a program inside": ("a.pdf", lambda: samples.pdf_with_attachment("run.exe"), "file_active"),
    "pdf with xfa": ("a.pdf", samples.pdf_with_form_in_xfa, "file_active"),
    "locked pdf": ("a.pdf", lambda: samples.pdf_locked("geheim"), "file_encrypted"),
    "word with macros": (
        "a.docx", lambda: samples.with_part(samples.word(), "word/vbaProject.bin", b"x"), "file_macros"),
    "macro kind": (
        "a.docx",
        lambda: samples.packed(
            {"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml": "x"}
        ),
        "file_macros"),
    "word with an object": (
        "a.docx", lambda: samples.with_part(samples.word(), "word/embeddings/oleObject1.bin", b"x"), "file_macros"),
    "archive in excel": (
        "a.xlsx", lambda: samples.with_part(samples.excel(), "xl/more.zip", samples.packed({"a": "b"})), "file_macros"),
    "template from outside": (
        "a.docx",
        lambda: samples.with_relation(samples.word(), "attachedTemplate", "http://203.0.113.9/t.dotm"), "file_active"),
    "picture from outside": (
        "a.docx", lambda: samples.with_relation(samples.word(), "image", "//203.0.113.9/x.png"), "file_active"),
    "dde": ("a.docx", lambda: samples.with_field(r"DDEAUTO c:\\windows\\system32\\cmd.exe"), "file_active"),
    "include": ("a.docx", lambda: samples.with_field(r"INCLUDETEXT /etc/passwd"), "file_active"),
    "entity": (
        "a.docx",
        lambda: samples.with_part(
            samples.word(), "word/document.xml",
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        ),
        "file_active"),
    "dde in excel": (
        "a.xlsx",
        lambda: samples.with_part(
            samples.excel(), "xl/externalLinks/externalLink1.xml", "<a><ddeLink ddeService='cmd'/></a>"
        ),
        "file_active"),
    "broken markup": (
        "a.docx", lambda: samples.with_part(samples.word(), "word/styles.xml", "<a><b></a>"), "file_damaged"),
    "way out": ("a.docx", lambda: samples.with_part(samples.word(), "../../etc/cron.d/x", "x"), "file_damaged"),
    "link out": ("a.docx", lambda: samples.with_link_out(samples.word()), "file_damaged"),
    "bomb": ("a.docx", lambda: samples.bomb(60), "file_bomb"),
    "lying bomb": ("a.docx", samples.lying_bomb, "file_damaged"),
    "many parts": ("a.docx", lambda: samples.packed({
        "[Content_Types].xml": "wordprocessingml.document.main+xml", **{f"word/{n}.bin": b"" for n in range(3001)}}),
        "file_bomb"),
    "locked parts": ("a.ofd", samples.locked_archive, "file_unknown"),
    "huge picture": ("a.png", lambda: samples.huge_png(50_000, 50_000), "file_pixels"),
    "broken picture": ("a.png", lambda: samples.huge_png(100, 100), "file_damaged"),
    "cut photo": ("a.jpg", lambda: samples.photo(size=(800, 600))[:1500], "file_damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_its_reason(case: str, anything: Purpose) -> None:
    name, make, code = BAD[case]
    data = make()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    assert refused(name, data, anything) == code
    assert time.process_time() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


GOOD_ODDITIES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "pdf that forbids printing": ("a.pdf", lambda: samples.pdf_locked("")),
    "invoice with its data attached": ("发票.pdf", lambda: samples.pdf_with_attachment("invoice.xml")),
    "word with a link": (
        "a.docx", lambda: samples.with_relation(samples.word(), "hyperlink", "https://example.org/"),
    ),
    "word with a chart": (
        "a.docx", lambda: samples.with_part(samples.word(), "word/embeddings/sheet1.xlsx", samples.excel()),
    ),
    "excel with a page number": ("a.xlsx", samples.excel),
    "photo called png": ("a.png", samples.photo),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD_ODDITIES)
def test_a_harmless_oddity_is_taken(case: str, anything: Purpose) -> None:
    name, make = GOOD_ODDITIES[case]

    assert examine(samples.upload(name, make()), anything).size > 0


def test_a_kind_that_is_not_taken_here_is_named(only_papers: Purpose) -> None:
    with pytest.raises(RuleRefusal) as refusal:
        examine(samples.upload("a.docx", samples.word()), only_papers)

    assert (refusal.value.code, refusal.value.details["taken"]) == ("file_not_here", "PDF")


def test_a_photo_loses_its_place_its_camera_and_its_comment(anything: Purpose) -> None:
    data = samples.photo()
    kept = read(examine(samples.upload("现场.jpg", data), anything))

    told = (b"SECRET", b"HIDDEN", b"Exif")
    assert [word in data for word in told] == [True] * 3
    assert [word in kept for word in told] == [False] * 3
    with Image.open(io.BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {}


def test_a_photo_taken_upright_stays_upright(anything: Purpose) -> None:
    kept = read(examine(samples.upload("a.jpg", samples.photo(size=(120, 80), turned=True)), anything))

    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (80, 120)


def test_what_hides_behind_a_picture_stays_behind(anything: Purpose) -> None:
    kept = read(examine(samples.upload("a.png", samples.png() + b"<script>alert(1)</script>"), anything))

    assert b"script" not in kept


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_make_are_taken(mode: str, anything: Purpose) -> None:
    assert examine(samples.upload("a.png", samples.png(mode)), anything).kind == Kind.PNG


def test_a_large_photo_is_made_smaller(anything: Purpose) -> None:
    kept = read(examine(samples.upload("a.jpg", samples.photo(size=(9000, 100))), anything))

    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (4500, 50)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\li\\章程.pdf", "章程.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("...pdf", "pdf.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("e\u0301t\u202ee.pdf", "éte.pdf"),
        (" .pdf ", "pdf.pdf"),
        ("报告.PDF", "报告.pdf"),
    ],
)
def test_a_name_holds_nothing_that_anybody_trips_over(typed: str, shown: str) -> None:
    assert names.named(typed, "pdf") == shown


def test_a_long_chinese_name_is_cut_between_characters() -> None:
    shown = names.named("关" * 300 + ".pdf", "pdf")

    assert len(shown.encode()) <= names.LONGEST_BYTES
    assert shown == "关" * (len(shown) - 4) + ".pdf"
