# Everything a person or a build machine runs here. `make` alone lists it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test soak bench lint format protocol lock vendor wheel clean

PORT ?= 8000
T ?=
AT_ONCE ?= 2
SERVERS ?= yes
NODE_PARTS := tests/node/node_modules/.package-lock.json
PIP := .venv/bin/python -m pip --disable-pip-version-check --quiet

help:  ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: .venv/.runs  ## Run a believable workshop on http://127.0.0.1:8000 (PORT=8000)
	@exec .venv/bin/portal demo --port $(PORT)

test: .venv/.tests $(NODE_PARTS)  ## Check everything before a push; T=tests/imports runs only those tests, AT_ONCE=4 more at a time, SERVERS=no installs none
ifeq ($(SERVERS),yes)
	@.ci/get-servers chromium libatomic1 redis-server
endif
ifeq ($(strip $(T)),)
	@$(MAKE) --no-print-directory lint
endif
	@.venv/bin/python -m pytest $(if $(strip $(T)),,-n $(AT_ONCE) --dist loadfile --no-loadscope-reorder) $(T)

soak: .venv/.tests $(NODE_PARTS)  ## Run the long forms of the fault tests; T=tests/faults/test_soak.py runs only those, results in build/
	@echo "Each figure becomes a line of build/faults.jsonl."
	@.venv/bin/python -m pytest -m soak -o faulthandler_timeout=0 $(T); \
		ended=$$?; echo "Figures: $(CURDIR)/build/faults.jsonl"; exit $$ended

bench: .venv/.tests $(NODE_PARTS)  ## Measure the portal beside Node's socket.io in half an hour; writes docs/performance.md, build/bench.json
ifeq ($(SERVERS),yes)
	@.ci/get-servers nodejs npm postgresql redis-server
endif
	@.venv/bin/python -m tests.load

lint: .venv/.tests  ## Check style, types and the arrows between modules
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: .venv/.tests  ## Put the code into the one format
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

protocol: .venv/.runs  ## Write docs/protocol.md anew from the commands and the events
	.venv/bin/portal protocol --out docs/protocol.md

lock: .venv/.tests  ## Write the lock files anew from pyproject.toml
	$(PIP) install uv
	printf 'hatchling\neditables\n' | .venv/bin/uv $(LOCKING) --extra postgres --extra redis -o requirements.lock
	printf 'hatchling\neditables\n' | .venv/bin/uv $(LOCKING) --extra dev -c requirements.lock -o requirements-dev.lock

LOCKING := pip compile pyproject.toml - --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command 'make lock'

vendor: .venv/.tests  ## Fetch the browser's libraries anew from npm
	.venv/bin/python static/vendor/refresh.py

wheel: .venv/.tests  ## Build the wheel into dist/
	.venv/bin/python -m build --no-isolation --wheel

clean:  ## Remove what was made here, the demo's data not
	rm -rf .venv dist build tests/node/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The lock pins each version with its hashes. The package itself is built last with the hatchling that the lock pinned.
.venv/.runs: .venv/bin/python pyproject.toml requirements.lock
	@echo "Installing what the portal needs (a minute the first time) …"
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.tests: .venv/bin/python pyproject.toml requirements-dev.lock
	@echo "Installing what the portal and its tests need (two minutes the first time) …"
	@$(PIP) install -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# Without npm, or without its registry, the tests that need this are skipped, and each says so.
$(NODE_PARTS): tests/node/package-lock.json
	@command -v npm >/dev/null && npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --loglevel=error \
		|| echo "npm could not install what the tests run under Node, so some tests will be skipped."
	@[ ! -e $@ ] || touch $@

# Nothing to wait for: an environment that is there and whose Python still exists is kept.
.venv/bin/python:
	@python=$$(.ci/find-python) && rm -rf .venv && "$$python" -m venv .venv
