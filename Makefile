# One word per job. `make help` lists them.
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
.DEFAULT_GOAL := help
# Python keeps what it compiled, whatever the environment says: a job starts dozens of processes.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo demo-reset test test-whole lint bench soak messages handbook vendor

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

.venv/run.stamp: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info[:2] == (3, 11) else "Python 3.11 is needed: set PYTHON=")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: .venv/run.stamp ## Start the demonstration (PORT=8000)
	$(BIN)/python -m tools.messages compile
	exec env DJANGO_SETTINGS_MODULE=venture.settings.demo $(BIN)/python manage.py demo --port $(PORT)

demo-reset: ## Forget the demonstration's data
	rm -rf var

test: .venv/dev.stamp ## Run all tests that this machine can run
	$(BIN)/python -m tools.run_tests

test-whole: .venv/dev.stamp ## Every test on every database, every family whole (about an hour on two cores)
	$(BIN)/python -m tools.run_tests --whole

lint: .venv/dev.stamp ## Style, types, layers, templates, words, migrations
	$(BIN)/python -m tools.messages compile
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python -m tools.house_rules
	$(BIN)/python -m tools.messages check
	DJANGO_SETTINGS_MODULE=venture.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

.venv/bench.stamp: requirements-bench.lock .venv/dev.stamp
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

bench: .venv/bench.stamp ## What pages and the assignment of experts cost, as JSON
	$(BIN)/python -m benchmarks

soak: .venv/dev.stamp ## Long race and fault runs, as JSON
	$(BIN)/python -m tools.soak

messages: .venv/dev.stamp ## Bring the Chinese catalogue up to date
	$(BIN)/python -m tools.messages update

handbook: .venv/dev.stamp ## Make the pictures of the handbook again (needs Chromium)
	$(BIN)/python -m tests.browser.handbook

vendor: .venv/dev.stamp ## Fetch the third-party files again (needs npm)
	$(BIN)/python -m tools.vendor
