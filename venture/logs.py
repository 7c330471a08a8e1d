"""Log lines for machines: one JSON object each. What looks like a person is taken out before it is written."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

# In this order: a longer pattern first, so that no part of it is left by a shorter one.
_PERSONAL = (
    (re.compile(r"vt_[a-z0-9]{8}_[A-Za-z0-9_-]+"), "[token]"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "[id number]"),
    (re.compile(r"(?<!\d)(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), "[mobile]"),
    (re.compile(r"(?<!\d)\d{16}(\d{3})?(?!\d)"), "[card]"),
    (re.compile(r"(?<=[?&])(\w+)=[^&\s\"']+"), r"\1=[…]"),
    (re.compile(r"\bip=[0-9a-fA-F.:]*[0-9a-fA-F]"), "ip=[…]"),
    # PostgreSQL repeats the row that broke a rule in the detail of its message.
    (re.compile(r"DETAIL:.*", re.DOTALL), "DETAIL: [row]"),
)


def without_persons(text: str) -> str:
    """Return the text without e-mail addresses, numbers of persons and cards, tokens and values of queries."""
    for pattern, put in _PERSONAL:
        text = pattern.sub(put, text)
    return text


class JsonLines(logging.Formatter):
    """``{"at", "level", "logger", "message"}`` and, for a crash, ``error`` and ``trace``: no value of any variable."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_persons(record.getMessage()),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = without_persons(f"{type(error).__name__}: {error}")
            line["trace"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
            ]
        return json.dumps(line, ensure_ascii=False)
