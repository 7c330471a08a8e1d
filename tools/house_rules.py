"""Rules of the house that no library checks. Prints each breach with its place; exits 1 when there is one."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST = 320
PATTERNS = {
    r"\.state\s*=[^=]": ("a state is moved by its flow only", lambda p: "flows" not in p),
    # The rows of a benchmark are made in bulk, a thousand at a time.
    r"update\(state=": ("a state is moved by its flow only", lambda p: "flows" not in p and "benchmarks/" not in p),
    r"\b(timezone|datetime)\.now\(": (
        "time is the database's: venture.kernel.clock",
        lambda p: not p.endswith(("clock.py", "house_rules.py")),
    ),
    r"\bauto_now": ("time is the database's: venture.kernel.clock", lambda p: "house_rules" not in p),
    r"\b(TODO|FIXME|XXX)\b": ("unfinished", lambda p: "house_rules" not in p),
}
INLINE = re.compile(r"style=\"|\son[a-z]+=\"|<style|<script>|cdn\.|unpkg|jsdelivr")


def main() -> int:
    breaches = list(_breaches())
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


def _breaches() -> Iterator[str]:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.split()
    for path in listed:
        if not Path(path).exists():
            continue
        if re.search(r"(utils|helpers)\.py$|/signals\.py$", path):
            yield f"{path}: a name that tells nothing, or signals"
        if path.startswith("templates/") and path.endswith(".html"):
            yield from _in_template(path)
        if path.endswith(".py") and not path.startswith("tests/") and "migrations/" not in path:
            yield from _in_code(path)


def _in_template(path: str) -> Iterator[str]:
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
        if INLINE.search(line):
            yield f"{path}:{number}: inline style or script, or a foreign host: the CSP refuses it"


def _in_code(path: str) -> Iterator[str]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    if len(lines) > LONGEST:
        yield f"{path}: {len(lines)} lines; split it by noun or story"
    for number, line in enumerate(lines, start=1):
        for pattern, (why, applies) in PATTERNS.items():
            if applies(path) and re.search(pattern, line):
                yield f"{path}:{number}: {why}"


if __name__ == "__main__":
    sys.exit(main())
