"""Fetch the third-party files that the repository carries, and write down what they are (`make vendor`).

    python -m tools.vendor              fetch with ``npm pack`` and refresh everything
    python -m tools.vendor --from DIR   take the packed archives from a folder instead

Nothing of npm is needed to run or to test: what this writes is committed. Source maps are not carried, so their
comment is cut off; otherwise the collection of static files would fail for a map that is not there.
"""

import argparse
import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "static" / "vendor" / "VERSIONS.json"
SOURCE_MAP = re.compile(rb"\n?(//[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=.*?\*/)\s*$")


@dataclass(frozen=True)
class Take:
    """One file of an archive and where it goes; ``{version}`` stands for the archive's version."""

    member: str
    target: str
    font: bool = False


PACKAGES: dict[str, tuple[str, tuple[Take, ...]]] = {
    "htmx.org": (
        "2.0.11",
        (
            Take("dist/htmx.min.js", "static/vendor/htmx-{version}.min.js"),
            Take("LICENSE", "static/vendor/htmx-LICENSE.txt"),
        ),
    ),
    "axe-core": (
        "4.14.1",
        (Take("axe.min.js", "tests/vendor/axe.min.js"), Take("LICENSE", "tests/vendor/axe-LICENSE.txt")),
    ),
    "@expo-google-fonts/noto-sans-sc": (
        "0.4.3",
        (
            Take("400Regular/NotoSansSC_400Regular.ttf", "assets/fonts/NotoSansSC-Regular.ttf", font=True),
            Take("700Bold/NotoSansSC_700Bold.ttf", "assets/fonts/NotoSansSC-Bold.ttf", font=True),
            Take("LICENSE_FONT", "assets/fonts/OFL-NotoSansSC.txt"),
        ),
    ),
    "@expo-google-fonts/noto-serif-sc": (
        "0.4.3",
        (
            Take("400Regular/NotoSerifSC_400Regular.ttf", "assets/fonts/NotoSerifSC-Regular.ttf", font=True),
            Take("LICENSE_FONT", "assets/fonts/OFL-NotoSerifSC.txt"),
        ),
    ),
}


def gbk() -> frozenset[int]:
    """Return every code point that GBK can write, and the Latin letters of names."""
    points = set(range(0x20, 0x180))
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                points.add(ord(bytes((lead, trail)).decode("gbk")))
            except UnicodeDecodeError:
                continue
    return frozenset(points)


def cut_font(data: bytes) -> bytes:
    """Return the font with the glyphs of GBK only, without hints: printing does not use them."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern", "locl", "vert", "palt"]
    options.name_IDs = ["*"]
    font = TTFont(io.BytesIO(data))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=gbk())
    cutter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path)
    given = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as temporary:
        folder = given or Path(temporary)
        listed = [entry for name in PACKAGES for entry in _refresh(name, folder, fetch=given is None)]
    LIST.write_text(json.dumps(listed, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _refresh(name: str, folder: Path, *, fetch: bool) -> Iterator[dict[str, str]]:
    version, takes = PACKAGES[name]
    if fetch:
        subprocess.run(["npm", "pack", f"{name}@{version}", "--silent", "--ignore-scripts"], cwd=folder, check=True)
    archive = folder / f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    with tarfile.open(archive) as packed:
        for take in takes:
            member = packed.extractfile(f"package/{take.member}")
            if member is None:
                raise FileNotFoundError(f"{name}: {take.member}")
            data = member.read()
            data = cut_font(data) if take.font else SOURCE_MAP.sub(b"\n", data)
            target = ROOT / take.target.format(version=version)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            print(f"{target.relative_to(ROOT)}  {len(data):,} bytes")
            yield {
                "file": str(target.relative_to(ROOT)),
                "package": name,
                "version": version,
                "sha256": hashlib.sha256(data).hexdigest(),
            }


if __name__ == "__main__":
    main()
