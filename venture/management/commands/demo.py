"""One command starts the demonstration: database, data, web, worker and beat; one signal stops all of it."""

import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.demo import ACCOUNTS, PASSWORD
from accounts.models import User
from venture.audit.models import AuditHead
from venture.doors.loading import marker

PATIENCE = 60
# A worker in mid-job would wait for its end. It need not: the lease of the job runs out, the next start takes it up.
GRACE = 5
PORTS = 65536
QUEUES = ("queue", "queue-control")
# About so many acts are on record when the whole city stands; its per cent is said in steps.
WHOLE = {"full": 10_000, "small": 2_100}
STEP = 10
PR_SET_PDEATHSIG = 1


def _dying_with_parent(name: str) -> Callable[[], None]:
    """Linux: a child goes when the supervisor is killed, so that no orphan stays; the worker without ending its job."""

    def prepare() -> None:
        os.setsid()
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL if name == "worker" else signal.SIGTERM)

    return prepare


class Command(BaseCommand):
    help = "Start the demonstration on this machine and stop it cleanly with Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError(_("The demonstration is not for production: its events are played at other times."))
        port = options["port"]
        var = Path(settings.VAR_DIR)
        self._refuse_second(var)
        self._refuse_taken(port)
        for folder in (*QUEUES, "log"):
            (var / folder).mkdir(parents=True, exist_ok=True)
        self.logs = var / "log"
        if marker().exists():
            _clear(var)  # half a city: the last start was stopped while it was laid out
        call_command("migrate", verbosity=0)
        whole = User.objects.exists()
        if not whole:
            marker().write_text("0", encoding="ascii")
            call_command("load_demo", part="first")
        self.commands = _commands(port, var)
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        # The web comes first and says how far the rest is; whoever works off the jobs waits until all of it stands.
        self.children = {"web": self._start("web")}
        try:
            self._wait_for(port)
            self._say(port)
            if not whole:
                self._load_rest()
            self.children |= {name: self._start(name) for name in ("worker", "beat") if not self.stopping}
            self._watch()
        finally:
            self._end()

    def _load_rest(self) -> None:
        """Play the rest of the city in a process of its own, and keep the per cent beside the data meanwhile."""
        self.stdout.write("  " + _("The rest of the city is being laid out; until then pages can only be read."))
        self.children["city"] = self._start("city")
        said = 0
        while not self.stopping and self.children["city"].poll() is None:
            time.sleep(0.5)
            acts = sum(AuditHead.objects.values_list("seq", flat=True))
            reached = min(99, acts * 100 // WHOLE[settings.DEMO_SCALE])
            marker().write_text(str(reached), encoding="ascii")
            if reached >= said + STEP:
                said = reached
                self.stdout.write(f"  {reached} %")
                self.stdout.flush()
            self._start_again("web")
        if self.stopping:
            return
        if self.children.pop("city").wait() != 0:
            raise CommandError(_("The rest could not be loaded; see %(log)s.") % {"log": self.logs / "city.log"})
        marker().unlink()
        self.stdout.write("  " + _("The city is complete."))
        self.stdout.flush()

    def _refuse_second(self, var: Path) -> None:
        """Hold the folder: two demonstrations in it would run every job twice over."""
        self.hold = (var / "demo.lock").open("a")
        try:
            fcntl.flock(self.hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.hold.close()
            raise CommandError(_("The demonstration runs already. Stop the other one with Ctrl-C first.")) from None

    def _refuse_taken(self, port: int) -> None:
        if not 0 < port < PORTS:
            raise CommandError(_("A port is a number from 1 to 65535."))
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise CommandError(_("Port %(port)s is in use. Try: make demo PORT=8001") % {"port": port}) from None

    def _start(self, name: str) -> "subprocess.Popen[bytes]":
        with (self.logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                self.commands[name],
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_dying_with_parent(name),  # noqa: PLW1509 -- before any thread is started
            )

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self.stopping:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    return
            except OSError:
                time.sleep(0.3)
        if not self.stopping:
            raise CommandError(_("The web server does not answer; see %(log)s.") % {"log": self.logs / "web.log"})

    def _say(self, port: int) -> None:
        self.stdout.write(f"\n  http://127.0.0.1:{port}/\n\n")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:34}{account.desk:16}{account.part}")
        self.stdout.write("\n  " + _("Password of all accounts: %(password)s") % {"password": PASSWORD})
        self.stdout.write("  " + _("Stop with Ctrl-C.") + "\n")
        self.stdout.flush()

    def _watch(self) -> None:
        while not self.stopping:
            time.sleep(0.5)
            for name in tuple(self.children):
                self._start_again(name)

    def _start_again(self, name: str) -> None:
        child = self.children.get(name)
        if child is not None and child.poll() is not None and not self.stopping:
            self.stdout.write(_("%(name)s stopped and is started again.") % {"name": name})
            time.sleep(1)
            self.children[name] = self._start(name)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> None:
        for child in self.children.values():
            _signal_group(child, signal.SIGTERM)
        end = time.monotonic() + GRACE
        for child in self.children.values():
            try:
                child.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(child, signal.SIGKILL)
                child.wait()
        self.stdout.write(_("Stopped."))


def _clear(var: Path) -> None:
    """Forget what lies in the folder, but for the hold on it and what was logged."""
    for each in var.iterdir():
        if each.name in {"demo.lock", "log"}:
            continue
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()
    for folder in QUEUES:
        (var / folder).mkdir()


def _signal_group(child: "subprocess.Popen[bytes]", number: int) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def _commands(port: int, var: Path) -> dict[str, list[str]]:
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "venture"]
    return {
        "web": [
            python, "-m", "gunicorn", "venture.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
            "--workers", "2", "--threads", "4", "--worker-tmp-dir", str(var), "--no-control-socket",
        ],
        "worker": [*celery, "worker", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle", "-l", "INFO"],
        "city": [python, str(settings.BASE_DIR / "manage.py"), "load_demo", "--part", "rest"],
        "beat": [*celery, "beat", "--pidfile=", "-s", str(var / "beat"), "-l", "INFO"],
    }  # fmt: skip
