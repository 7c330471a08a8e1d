"""A visitor without an account who asks for everything: every public address of every row, and whatever pages name."""

import html
import re
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from zlib import decompress, error

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from grants.models import Donation, NamedFund
from notices.models import Notice, Objection
from organizations.models import Training
from projects.models import Idea, Need, Project, Resource
from rounds.models import Category, Round
from tests.matrix.personas import ANONYMOUS
from tests.matrix.routes import Route, all_routes, path_of
from tests.matrix.table import TABLE
from venture.files.models import StoredFile

Keys = Iterable[Mapping[str, Any]]
SITE = "http://testserver"
_LINK = re.compile(r"""\s(?:href|src)\s*=\s*["']([^"'#]+)""")
_WORD = re.compile(r"[\w-]{6,}")
_PNG_TEXT = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")


def codes(model: Any, name: str = "code", key: str = "code") -> Callable[[], Keys]:
    return lambda: [{key: value} for value in model.objects.order_by("pk").values_list(name, flat=True)]


def notices() -> Keys:
    return [
        {"code": code, "number": number}
        for code, number in Notice.objects.exclude(number=None).values_list("series__code", "number")
    ]


def things_to_give_for() -> Keys:
    for code in Round.objects.values_list("code", flat=True):
        for target, names in (
            ("project", Project.objects.filter(round__code=code).values_list("code", flat=True)),
            ("field", Category.objects.filter(round__code=code).values_list("slug", flat=True)),
            ("fund", NamedFund.objects.values_list("slug", flat=True)),
        ):
            yield from ({"code": code, "target": target, "name": name} for name in names)


ROUNDS, NOTICES, PROJECTS = codes(Round), notices, codes(Project)
RECEIPTS = codes(Objection, "receipt", "receipt")
# Every row for each address that is told which: also those that are not public, for they are to look missing.
EVERY: dict[str, Callable[[], Keys]] = {
    "portal:guide": ROUNDS, "portal:blank-form": ROUNDS, "portal:check": ROUNDS, "portal:give": ROUNDS,
    "portal:notice": NOTICES, "portal:notice-content": NOTICES, "portal:notice-paper": NOTICES,
    "portal:notice-sheet": NOTICES, "portal:notice-object": NOTICES,
    "portal:objection": RECEIPTS, "portal:objection-letter": RECEIPTS,
    "portal:need": codes(Need), "portal:idea": codes(Idea), "portal:resource": codes(Resource),
    "portal:project": PROJECTS, "portal:press": PROJECTS, "portal:share": PROJECTS, "portal:embed": PROJECTS,
    "portal:fund": codes(NamedFund, "slug", "slug"), "portal:give-form": things_to_give_for,
    "portal:donation": codes(Donation, "receipt", "receipt"),
    "portal:year": lambda: [{"year": year} for year in range(2020, 2029)],
    "organizations:training": codes(Training, "pk", "pk"),
    # Not public as such; single files are.
    "files:download": codes(StoredFile, "key", "key"),
}  # fmt: skip
# Whoever holds the secret of the address is somebody: what these show is held by their own tests.
BY_SECRET = frozenset({"confirmations:answer", "grants:voice", "account_invitation"})


@dataclass(frozen=True)
class Answer:
    """What came for an address: its status and every text in it, opened as far as it can be."""

    path: str
    status: int
    text: str

    def words(self) -> set[str]:
        """Return what could be a name of a row or a secret."""
        return set(_WORD.findall(self.text))


def first_addresses() -> Iterator[str]:
    """Yield every address of the table to which anybody may come, of every row of which it can be told."""
    for route in all_routes():
        door = TABLE[route.name]
        if route.name in EVERY or (door.admits(ANONYMOUS, None) and door.answers("GET") and "<" not in route.pattern):
            for keys in EVERY[route.name]() if route.name in EVERY else [{}]:
                yield path_of(route.name, door, keys)


def without_every() -> list[str]:
    """Return the public addresses that are told a row and of which not every row would be asked for."""
    return [
        route.name
        for route in all_routes()
        if TABLE[route.name].admits(ANONYMOUS, None) and TABLE[route.name].answers("GET") and _told(route)
        if route.name not in EVERY and route.name not in BY_SECRET
    ]


def _told(route: Route) -> bool:
    return "<" in route.pattern


def crawl(client: Client, first: Iterable[str]) -> dict[str, Answer]:
    """Return the answers of all addresses and of everything their pages lead to on this site."""
    waiting, answers = deque(dict.fromkeys(first)), dict[str, Answer]()
    seen = set(waiting)
    while waiting:
        path = waiting.popleft()
        page = client.get(path)
        body = b"".join(page.streaming_content) if page.streaming else page.content  # type: ignore[attr-defined]
        heads = "\n".join(f"{name}: {unquote(value)}" for name, value in page.headers.items())
        answers[path] = Answer(path, page.status_code, f"{heads}\n{text_of(body)}")
        onward = [page["Location"]] if "Location" in page.headers else []
        if page.headers.get("Content-Type", "").startswith(("text/html", "image/svg", "application/atom")):
            onward += [html.unescape(each) for each in _LINK.findall(body.decode())]
        for each in onward:
            place = urlsplit(urljoin(f"{SITE}{path}", each))
            address = place.path + (f"?{place.query}" if place.query else "")
            if place.netloc == "testserver" and address not in seen and not _elsewhere(address):
                seen.add(address)
                waiting.append(address)
    return answers


def _elsewhere(address: str) -> bool:
    """Tell addresses that hold nothing more: static files, the way in with its way back, the same page in English."""
    return address.startswith(("/static/", "/en/", f"{reverse('account_login')}?"))


def text_of(body: bytes) -> str:
    """Return every text in what came: archives and office files unpacked, papers read, entities resolved."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as parts:
            return "\n".join(f"{name}\n{text_of(parts.read(name))}" for name in parts.namelist())
    if body.startswith(b"%PDF") and b"startxref" in body:
        paper = PdfReader(BytesIO(body))
        return "\n".join([*(page.extract_text() for page in paper.pages), str(paper.metadata)])
    if body.startswith(b"\x89PNG"):
        return "\n".join(_words_of_picture(body))
    text = body.decode("utf-8", errors="replace").replace("\r\n ", "")  # folded lines of a calendar
    return html.unescape(unquote(text))


def _words_of_picture(body: bytes) -> Iterator[str]:
    at = 8
    while at + 8 <= len(body):
        size, kind = int.from_bytes(body[at : at + 4]), body[at + 4 : at + 8]
        if kind in _PNG_TEXT:
            told = body[at + 8 : at + 8 + size]
            yield told.decode("latin-1")
            name, _nul, packed = told.partition(b"\0")
            try:
                yield decompress(packed[1:]).decode("latin-1")
            except error:
                yield name.decode("latin-1")
        at += size + 12
