"""What others wrote and we carry is exactly what the list says, and nothing else."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LISTED = json.loads((ROOT / "static/vendor/VERSIONS.json").read_text(encoding="utf-8"))
FOLDERS = ("static/vendor", "assets/fonts", "tests/vendor")
OURS = {"static/vendor/VERSIONS.json", "tests/vendor/__init__.py", "tests/vendor/test_versions.py"}


def test_every_vendored_file_has_the_hash_that_was_written_down() -> None:
    found = {entry["file"]: hashlib.sha256((ROOT / entry["file"]).read_bytes()).hexdigest() for entry in LISTED}

    assert found == {entry["file"]: entry["sha256"] for entry in LISTED}


def test_no_vendored_file_is_off_the_list() -> None:
    there = {str(path.relative_to(ROOT)) for folder in FOLDERS for path in (ROOT / folder).iterdir() if path.is_file()}

    assert there - OURS == {entry["file"] for entry in LISTED}


def test_every_vendored_package_carries_its_licence() -> None:
    with_licence = {entry["package"] for entry in LISTED if entry["file"].endswith(".txt")}

    assert with_licence == {entry["package"] for entry in LISTED}
