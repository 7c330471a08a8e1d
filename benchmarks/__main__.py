"""Run the benchmarks and print one JSON document. ``make bench`` calls this; nothing here is a timed test.

``python -m benchmarks [NAME ...]`` runs the named ones, all of them without a name.
"""

import json
import os
import platform
import sys
import tempfile
from importlib import import_module

NAMES = ("pages",)


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("VAR_DIR", folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "venture.settings.demo"
        import django  # noqa: PLC0415 -- after the settings are chosen

        django.setup()
        results = {name: import_module(f"benchmarks.{name}").run() for name in names or NAMES}
    machine = {"python": platform.python_version(), "cpus": os.cpu_count()}
    print(json.dumps({"machine": machine, **results}, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
