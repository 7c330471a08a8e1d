"""Real files of each kind, and the bad ones: made here, so that each test says what is wrong with its file."""

import io
import struct
import zipfile
import zlib
from typing import Any

import docx
import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


# --- PDF --------------------------------------------------------------------------------------------------------------


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def paper() -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    return writer


def pdf() -> bytes:
    return _written(paper())


def pdf_with_script() -> bytes:
    return pdf_with_action("/JavaScript")


def pdf_with_action(kind: str) -> bytes:
    """Return a PDF that does something when it is opened, for example ``/Launch``."""
    writer = paper()
    action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("x")})
    writer.root_object[NameObject("/OpenAction")] = action
    return _written(writer)


def pdf_with_hidden_script() -> bytes:
    """The same word written with escapes, which a search for plain text would not find."""
    return pdf_with_script().replace(b"/JavaScript", b"/#4aavaScript")


def pdf_with_packed_script() -> bytes:
    """The action lies inside a compressed object stream, where no search for plain text can see it."""
    inner = b"7 0 << /S /JavaScript /JS (app.alert) >>"
    packed = zlib.compress(inner[:4] + b" " + inner[4:])
    first = 5
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 7 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
        5: b"<< /Type /ObjStm /N 1 /First %d /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream"
        % (first, len(packed), packed),
    }
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    rows = [struct.pack("!BHB", 0, 0, 0)]
    for number in range(1, 8):
        if number == 7:
            rows.append(struct.pack("!BHB", 2, 5, 0))
        elif number == 6:
            rows.append(struct.pack("!BHB", 1, start, 0))
        else:
            rows.append(struct.pack("!BHB", 1 if number in places else 0, places.get(number, 0), 0))
    table = zlib.compress(b"".join(rows))
    head = b"<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Length %d /Filter /FlateDecode >>" % len(table)
    return out + b"6 0 obj\n%b\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (head, table, start)


def pdf_with_attachment(name: str, content: bytes = b"<data/>") -> bytes:
    writer = paper()
    writer.add_attachment(name, content)
    return _written(writer)


def pdf_with_form_in_xfa() -> bytes:
    writer = paper()
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>"), NameObject("/Fields"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form
    return _written(writer)


def pdf_locked(password: str) -> bytes:
    """Locked by a password to open it; with an empty one it only forbids printing and copying."""
    writer = paper()
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    return _written(writer)


def pages_of(data: bytes) -> int:
    return len(PdfReader(io.BytesIO(data)).pages)


# --- Packed kinds -----------------------------------------------------------------------------------------------------


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("项目申报书")
    document.add_table(rows=2, cols=2)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["预算科目", 1920])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ofd() -> bytes:
    return packed({"OFD.xml": "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>", "Doc_0/Document.xml": "<a/>"})


def packed(parts: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def with_part(archive: bytes, name: str, body: Any) -> bytes:
    """Return the archive with one more part, or with that part replaced."""
    with zipfile.ZipFile(io.BytesIO(archive)) as before:
        parts = {each: before.read(each) for each in before.namelist()}
    return packed({**parts, name: body})


def with_relation(archive: bytes, kind: str, target: str) -> bytes:
    """Return a Word file that names something outside."""
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(io.BytesIO(archive)) as before:
        text = before.read(name).decode()
    row = (
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        f'{kind}" Target="{target}" TargetMode="External"/>'
    )
    return with_part(archive, name, text.replace("</Relationships>", f"{row}</Relationships>"))


def with_field(instruction: str) -> bytes:
    """Return a Word file with a field, its instruction torn into two runs as Word does it."""
    half = len(instruction) // 2
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:half], instruction[half:]))
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p>{runs}</w:p></w:body></w:document>"
    )
    return with_part(word(), "word/document.xml", body)


def with_link_out(archive: bytes) -> bytes:
    """Return the archive with a part that is a symbolic link."""
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a") as opened:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """Return a Word file with a part that unpacks to so many megabytes of nothing."""
    return with_part(word(), "word/media/image1.png", b"\0" * (megabytes * 1024 * 1024))


def lying_bomb() -> bytes:
    """The same, but its table of contents says that the part is small."""
    data = bytearray(bomb(30))
    true = struct.pack("<L", 30 * 1024 * 1024)
    while (at := data.find(true)) != -1:
        data[at : at + 4] = struct.pack("<L", 1000)
    return bytes(data)


def locked_archive() -> bytes:
    """Return a Word file whose parts say that they are encrypted."""
    data = bytearray(word())
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        offsets = [info.header_offset for info in archive.infolist()]
    for offset in offsets:
        data[offset + 6] |= 1
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) != -1:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


# --- Pictures ---------------------------------------------------------------------------------------------------------


def photo(*, size: tuple[int, int] = (120, 80), turned: bool = False) -> bytes:
    """Return a JPEG as a phone makes it: with the place, the camera and a comment."""
    picture = Image.new("RGB", size, "white")
    picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Phone", "Model SECRET"
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 7.0, 30.0), 3: "E", 4: (113.0, 15.0, 0.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"HIDDEN COMMENT")
    return out.getvalue()


def png(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is that large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!L", len(body)) + kind + body + struct.pack("!L", zlib.crc32(kind + body))

    head = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )
