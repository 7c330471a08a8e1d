"""Files that mean harm, and a process of its own that looks at each and says how long and how much memory it took.

python -m tests.venture.files.hostile     one line of JSON for each: case, code, words, seconds, megabytes
"""

# ruff: noqa: T201 -- a command line speaks

import io
import json
import os
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.venture.files import samples

MB = 1024 * 1024
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
NUMBERS = b" ".join(b"%d" % number for number in range(60_000))


def nest_of_archives(depth: int) -> bytes:
    """Return what 42.zip is made like: archives in archives, each level sixteen times the last, zeros at the bottom."""
    inner = samples.packed({"0.dll": b"\0" * MB})
    for _level in range(depth):
        inner = samples.packed({f"lib {number}.zip": inner for number in range(16)})
    return inner


def overlapping() -> bytes:
    """Return a Word file whose table of contents names one packed part a thousand times."""
    out = io.BytesIO(samples.bomb(1))
    with zipfile.ZipFile(out, "a") as archive:
        archive._didModify = True  # type: ignore[attr-defined]
        again = archive.getinfo("word/media/image1.png")
        archive.filelist += [again] * 1000
    return out.getvalue()


def numbered(objects: dict[int, bytes]) -> bytes:
    """Return a PDF of these objects with a right table."""
    out, places = io.BytesIO(b"%PDF-1.7\n"), {}
    out.seek(0, 2)
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    out.write(b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size)))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return out.getvalue()


def paper_with(*bodies: bytes) -> bytes:
    page = {
        1: CATALOG,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    }
    return numbered({**page, **dict(enumerate(bodies, start=4))})


def word_of(body: bytes) -> bytes:
    return samples.with_part(samples.word(), "word/document.xml", body)


def many_scans(scans: int) -> bytes:
    """Return a small progressive JPEG with its last scan said again and again: each costs a walk over the picture."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (2000, 2000), "white").save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


def large_photo(width: int, height: int, **how: bool) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "JPEG", **how)
    return out.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "program called pdf": ("申报书.pdf", lambda: b"MZ\x90\0" + b"\0" * 5000, "file_unknown"),
    "program": ("setup.exe", lambda: b"MZ\x90\0" + b"\0" * 5000, "file_unknown"),
    "pdf called exe": ("申报书.pdf.exe", samples.pdf, "file_misnamed"),
    "web page called pdf": ("申报书.pdf", lambda: b"<!doctype html><script>alert(1)</script>", "file_unknown"),
    "web page called jpg": ("照片.jpg", lambda: b"<html><body onload=alert(1)>", "file_unknown"),
    "web page": ("page.html", lambda: b"<!doctype html><script>alert(1)</script>", "file_unknown"),
    "42.zip": ("42.zip", lambda: nest_of_archives(3), "file_unknown"),
    "42.zip called docx": ("申报书.docx", lambda: nest_of_archives(3), "file_unknown"),
    "42.zip inside docx": (
        "申报书.docx", lambda: samples.with_part(samples.word(), "word/42.zip", nest_of_archives(2)), "file_macros"),
    "bomb in docx": ("申报书.docx", lambda: samples.bomb(200), "file_bomb"),
    "lying bomb in docx": ("申报书.docx", samples.lying_bomb, "file_damaged"),
    "overlapping bomb": ("申报书.docx", overlapping, "file_bomb"),
    "archive in archive in docx": (
        "申报书.docx", lambda: samples.with_part(
            samples.word(), "word/embeddings/a.zip", nest_of_archives(1)), "file_macros"),
    "deep markup": ("申报书.docx", lambda: word_of(b"<a>" * 400_000 + NUMBERS + b"</a>" * 400_000), "file_damaged"),
    "markup without end": ("申报书.docx", lambda: word_of(
        b"<d>" + b"".join(b"<a>%d</a>" % number for number in range(4_000_000)) + b"</d>"), "file_intricate"),
    "deep pdf": ("申报书.pdf", lambda: paper_with(b"[" * 500_000 + b"]" * 500_000), "file_damaged"),
    "deep dictionaries": ("申报书.pdf", lambda: paper_with(b"<</A" * 50_000 + b">>" * 50_000), "file_damaged"),
    "pdf with too many objects": (
        "申报书.pdf", lambda: paper_with(*[b"<< /A [1 2 (x)] /B /C >>"] * 60_000), "file_intricate"),
    "pages of pages": ("申报书.pdf", lambda: numbered({
        1: CATALOG,
        **{n: b"<< /Type /Pages /Count 9 /Kids [%b] >>" % (b"%d 0 R " % (n + 1) * 10) for n in range(2, 40)},
        40: b"<< /Type /Catalog >>",
    }), "file_damaged"),
    "traversal in docx": (
        "申报书.docx", lambda: samples.with_part(samples.word(), "../../etc/cron.d/x", "x"), "file_damaged"),
    "link in docx": ("申报书.docx", lambda: samples.with_link_out(samples.word()), "file_damaged"),
    "docm called docx": ("申报书.docx", lambda: samples.packed({
        "[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml": "x",
    }), "file_macros"),
    "vbaProject in docx": (
        "申报书.docx", lambda: samples.with_part(samples.word(), "word/vbaProject.bin", b"x"), "file_macros"),
    "picture of 50 000 by 50 000": ("照片.png", lambda: samples.huge_png(50_000, 50_000), "file_pixels"),
    "photo of 14 000 by 14 000": ("照片.jpg", lambda: large_photo(14_000, 14_000), "file_pixels"),
    "photo in scans": ("照片.jpg", lambda: large_photo(6000, 6000, progressive=True), "file_pixels"),
    "photo of a thousand scans": ("照片.jpg", lambda: many_scans(1000), "file_damaged"),
    "nothing": ("申报书.pdf", lambda: b"", "file_empty"),
    "nothing with a name of 255 bytes": ("关" * 83 + ".docx", lambda: b"", "file_empty"),
    "traversal in a name of 255 bytes": ("../../" + "关" * 81 + ".html", samples.pdf, "file_misnamed"),
}  # fmt: skip


def noise(kind: str, width: int, height: int, **how: object) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (width, height), os.urandom(width * height * 3)).save(out, kind, **how)
    return out.getvalue()


# The heaviest that are taken.
HEAVY: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "noisy photo of 48 million points": ("照片.jpg", lambda: noise("JPEG", 8000, 6000, quality=45), ""),
    "photo of 120 million points": ("照片.jpg", lambda: large_photo(12_000, 10_000), ""),
    "photo of 16 million points in scans": (
        "照片.jpg", lambda: noise("JPEG", 4600, 3400, quality=80, progressive=True), ""),
    "noisy png of 6 million points": ("截图.png", lambda: noise("PNG", 2900, 2200), ""),
    "long png": ("长截图.png", lambda: samples.png("RGBA", (1080, 15_000)), ""),
}  # fmt: skip


def peak() -> int:
    """Return the most memory this process has used, in KB, since it was last forgotten."""
    return next(int(row.split()[1]) for row in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in row)


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venture.settings.test")
    import django

    django.setup()
    from django.db.models import Q
    from django.utils import translation

    from venture.files.examining import examine
    from venture.files.registry import declare_purpose
    from venture.kernel.errors import RuleRefusal, sentence_of

    purpose = declare_purpose("hostile", label="任何文件", rule=lambda user: Q(pk__in=[]))
    chosen = sys.argv[1:] or [*HOSTILE, *HEAVY]
    with translation.override("zh-hans"):
        for case in chosen:
            name, make, _code = {**HOSTILE, **HEAVY}[case]
            upload = samples.upload(name, make())
            forget_peak()
            before, began = peak(), time.process_time()
            code = words = ""
            try:
                examine(upload, purpose)
            except RuleRefusal as refusal:
                code, words = refusal.code, sentence_of(refusal)
            took, grown = time.process_time() - began, (peak() - before) / 1024
            told = {"case": case, "code": code, "words": words, "seconds": took, "megabytes": grown}
            print(json.dumps(told, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
