"""kill -9 of a real worker in mid-job: the job is done once its lease ends, and its effect is there once."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.venture.jobs.field import camp as camps
from venture.jobs.enums import JobState

MODES = [
    "sqlite",
    pytest.param("servers", marks=[pytest.mark.postgres, pytest.mark.redis]),
]


@pytest.fixture(params=MODES)
def camp(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[camps.Camp]:
    if request.param == "sqlite":
        if os.environ.get("DATABASE_URL"):
            pytest.skip("the run on SQLite does this one")
        with camps.on_sqlite(tmp_path) as camp:
            yield camp
    else:
        with camps.on_servers(tmp_path, os.environ["DATABASE_URL"], os.environ["TEST_REDIS_URL"]) as camp:
            yield camp


EFFECTS = "answer = [entry.facts['step'] for entry in AuditEntry.objects.filter(verb='field.effect').order_by('seq')]"
AT_THE_END = f"""
call_command('verify_audit', verbosity=0)
{EFFECTS}
answer = [answer, *Job.objects.filter(pk=%s).values_list('attempts', 'error')]
"""


@pytest.mark.one_of
@pytest.mark.parametrize(("kind", "steps"), [("short", [0]), ("long", [0, 1, 2, 3])])
def test_a_job_whose_worker_is_killed_is_done_once_after_its_lease(
    camp: camps.Camp, kind: str, steps: list[int], record_property: Callable[[str, object], None]
) -> None:
    (camp.folder / "hold").touch()
    first = camp.start_worker()
    job = camp.ask(f"answer = flows.defer('field.{kind}', 'k').pk")
    camp.wait_for_mark(kind)
    camp.kill(first)
    after_the_kill = camp.ask(EFFECTS)
    (camp.folder / "hold").unlink()
    camp.start_worker()
    seconds = camp.wait_for_state(job, JobState.DONE)
    record_property("measured", json.dumps({"case": f"kill -9 {kind}", "done_after_seconds": seconds}))

    assert after_the_kill == ([] if kind == "short" else [0, 1])
    assert camp.ask(AT_THE_END % job) == [steps, [2, ""]], (camp.folder / "worker.log").read_text()
