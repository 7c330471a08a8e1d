"""Ask this container for a probe: ``python deploy/probe.py healthz``. Exit code 1 when it is not well."""

import http.client
import os
import sys


def main(path: str) -> int:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    line = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("WEB_PORT", "8000")), timeout=4)
    try:
        line.request("GET", f"/{path}", headers={"Host": host})
        return 0 if line.getresponse().status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
