"""What every test stands on: the database of the environment, a compiled catalogue, and doors that only tests have.

PostgreSQL runs what only it can show (races, commits, its own rules) and takes a part of the others that ask a database
from SQLite, which runs the rest; ``--whole`` runs all of them on both (docs/adr/0020).
"""

import gc
import os
import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from tests.browser.chromium import executable
from tests.drawing import due, whole
from tests.emptying import empty_after_commits
from tests.ready_made import city_laid, keep_copy, laid, start_from_copy
from tools.messages import compile_catalogue

CI = os.environ.get("CI") == "true"
CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
ON_POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")

# The second run, on PostgreSQL, is where these are due; the first one leaves them to it.
LEFT_OUT = {
    "postgres": (not ON_POSTGRES, "needs PostgreSQL: set DATABASE_URL", ON_POSTGRES),
    "redis": (not os.environ.get("TEST_REDIS_URL"), "needs Redis: set TEST_REDIS_URL", ON_POSTGRES),
    "browser": (executable() is None, "needs Chromium", True),
    "clamd": (CLAMD is None, "needs clamd: apt-get install clamav-daemon", True),
}

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("gate", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("gate")


def pytest_configure(config: pytest.Config) -> None:
    # The Chinese catalogue is compiled, not stored; a worker of xdist leaves it to the process that started it.
    if not hasattr(config, "workerinput"):
        compile_catalogue()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run the long random and fault runs")
    parser.addoption("--whole", action="store_true", help="every test on both databases, every family whole")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    # What is collected stays until the end: the garbage collector need not look at it again and again.
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_what_is_not_drawn(config, items)
    # What takes minutes is begun first: nobody waits for it alone at the end.
    items.sort(key=lambda item: item.get_closest_marker("minutes") is None)
    for item in items:
        if item.get_closest_marker("soak") and not config.getoption("--soak"):
            item.add_marker(pytest.mark.skip(reason="only in make soak"))
        for name, (missing, reason, due_here) in LEFT_OUT.items():
            if item.get_closest_marker(name) and missing:
                if CI and due_here:
                    pytest.exit(f"CI leaves nothing out, but {item.nodeid} {reason}", returncode=1)
                item.add_marker(pytest.mark.skip(reason=reason))


def _leave_out_what_is_not_drawn(config: pytest.Config, items: list[pytest.Item]) -> None:
    if whole(config):
        return
    mine = due(items, on_postgres=ON_POSTGRES)
    chosen = set(mine)
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = mine


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Begin with a kept copy of the migrated tables where there is one."""
    with django_db_blocker.unblock():
        start_from_copy()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        keep_copy()


@pytest.fixture(scope="module")
def loaded_city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the city stand for a module; what a test changes is rolled back."""
    with django_db_blocker.unblock(), city_laid():
        yield


@pytest.fixture
def city(loaded_city: None, db: None) -> None:
    """The invented city, whole, as every test of the module finds it."""


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let an open round and a complete draft stand for a module (``tests.projects.applications.stage``)."""
    from tests.projects.applications.stage import lay

    with django_db_blocker.unblock(), laid("stage", lay):
        yield


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _language_of_the_site() -> None:
    """Begin in Chinese: a request for an English page leaves its language to the thread."""
    translation.activate(settings.LANGUAGE_CODE)


# Tests that commit end with our own emptying: the database guards what the stock flush would delete.
empty_after_commits()
