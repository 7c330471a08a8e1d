"""What the documents say is true: folders exist, commands exist, links lead somewhere, pictures are small."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from accounts.demo import ACCOUNTS, PASSWORD
from venture.settings.reading import REQUIRED

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STRUCTURE = (ROOT / "docs" / "structure.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SIDE = {"templates", "static", "assets", "locale", "deploy", "tests", "benchmarks", "tools", "docs"}


def _packages() -> set[str]:
    apps = {path.parent.name + "/" for path in ROOT.glob("*/apps.py") if path.parent.name != "venture"}
    inside = {f"venture/{path.parent.name}/" for path in (ROOT / "venture").glob("*/__init__.py")}
    return apps | inside


def test_the_structure_names_every_folder_of_code_and_no_other() -> None:
    named = set(re.findall(r"^(?:.*\s)?((?:venture/)?[a-z_]+/)(?=\s)", STRUCTURE, re.MULTILINE))
    first = {word for line in STRUCTURE.splitlines() for word in re.findall(r"(?:^|\s)((?:venture/)?[a-z_]+/)", line)}

    assert _packages() - first == set()
    assert {folder for folder in named | first if not (ROOT / folder).is_dir()} - {"domain/", "adr/"} == set()
    assert {f"{folder}/" for folder in SIDE} - first == set()


@pytest.mark.parametrize("text", [README, STRUCTURE, OPERATIONS], ids=["README", "structure", "operations"])
def test_every_command_that_is_told_exists(text: str) -> None:
    told = set(re.findall(r"\bmake ([a-z][a-z-]+)", text)) - {"up"}
    rules = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    managed = set(re.findall(r"manage\.py ([a-z_]+)", text))

    assert told - rules == set()
    assert managed - set(get_commands()) == set()


def test_make_help_names_every_word_of_the_makefile() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))


def test_the_readme_lists_the_accounts_as_they_are() -> None:
    listed = {
        (email, desk) for email, desk in re.findall(r"^\| `([^`]+@[^`]+)` \|.*\| `([^`]+)` \|$", README, re.MULTILINE)
    }

    assert listed == {(account.email, account.desk) for account in ACCOUNTS}
    assert [account.part for account in ACCOUNTS if account.part not in README] == []
    assert PASSWORD in README


def test_addresses_that_the_readme_tells_resolve() -> None:
    told = set(re.findall(r"`(/[a-z_/]+)`", README)) - {"/"}
    lost = []
    for path in told:
        try:
            resolve(path)
        except Resolver404:
            lost.append(path)

    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_pictures_are_small() -> None:
    heavy = {path.name: path.stat().st_size for path in (ROOT / "docs" / "img").glob("*.png")}

    assert heavy
    assert {name: size for name, size in heavy.items() if size > 150_000} == {}


def test_decisions_are_numbered_listed_and_fit_a_page() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    listed = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")

    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert page.name in listed
        assert len(text.split()) < 400, page.name
        assert [word for word in ("**Decided.**", "**Why.**", "**Costs.**", "**Again if**") if word not in text] == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_example_of_the_environment_holds_what_production_asks_for() -> None:
    example = (ROOT / "env.example").read_text(encoding="utf-8")
    made_by_compose = {"DATABASE_URL", "REDIS_URL", "CACHE_URL"}

    assert [name for name in set(REQUIRED) - made_by_compose if f"\n{name}=" not in example] == []
