# `make run` and `make test` each do all the set-up there is; a second start finds it done.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
READY_BENCH := $(VENV)/.ready-bench
READY_DEPLOY := $(VENV)/.ready-deploy

.DEFAULT_GOAL := help
.PHONY: help run test test-deep lint check check-deep check-deploy hooks bench bench-load bench-faults bench-store fit format fonts lock audit messages clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Quqyq needs Python 3.11 or newer; name one with: make PYTHON=python3.11 …' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(READY): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_DEV): requirements-dev.lock $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(READY_BENCH): requirements-bench.lock $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

$(READY_DEPLOY): requirements-deploy.lock $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-deploy.lock
	@touch $@

run: $(READY) ## the bot: on Telegram if BOT_TOKEN is set, else as a chat in this terminal
	@$(BIN)/quqyq run

test: lint ## lint, types and every test
	$(BIN)/python -m pytest

test-deep: $(READY_DEV) ## also what takes minutes: the posters of all entries in all languages
	$(BIN)/python -m pytest -m deep

lint: $(READY_DEV) ## style and strict types, over the tests as well
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(READY) ## is the base sound? (seconds)
	@$(BIN)/quqyq check

check-deep: $(READY) ## also ask search whether questions take each other's phrasings (20 seconds)
	@$(BIN)/quqyq check --deep

check-deploy: $(READY_DEPLOY) ## the Dockerfile by a linter, compose.yaml and the manifests by their schemas
	$(BIN)/hadolint Dockerfile
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec deploy/compose.yaml
	$(BIN)/kubernetes-validate --strict --quiet $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/*.yaml))

hooks: ## check the base before every commit that touches it
	git config core.hooksPath .githooks

bench: $(READY_BENCH) ## measure search and write docs/benchmarks.md
	$(BIN)/python -m bench.search

bench-load: $(READY_DEV) $(READY_BENCH) ## put the bot under load beside a bare echo bot (15 minutes), into docs/benchmarks.md
	$(BIN)/python -m bench.load

bench-faults: $(READY_DEV) $(READY_BENCH) ## play faults under two thousand questions each (25 minutes), into docs/benchmarks.md
	$(BIN)/python -m bench.faults

bench-store: $(READY_DEV) $(READY_BENCH) ## measure what SQLite and PostgreSQL take for a question (minutes), into docs/benchmarks.md
	$(BIN)/python -m bench.stored

fit: $(READY_BENCH) ## fit anew how much each voice of search counts
	$(BIN)/python -m bench.fit

format: $(READY_DEV) ## put the code into the one style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(READY_DEV) ## take new messages from the code into locales/
	$(BIN)/pybabel extract --mapping-file babel.cfg --keyword say --keyword say_number:1,2 --keyword N_ \
		--no-location --sort-output --omit-header --output locales/quqyq.pot bot
	$(BIN)/pybabel update --input-file locales/quqyq.pot --output-dir locales --domain quqyq --no-fuzzy-matching --ignore-obsolete --no-wrap

fonts: $(READY_DEV) ## make the posters' fonts anew from NotoSans-Regular.ttf and NotoSans-Bold.ttf in SOURCE
	for weight in Regular Bold; do $(BIN)/pyftsubset "$(SOURCE)/NotoSans-$$weight.ttf" \
		--unicodes-file=bot/posters/fonts/letters.txt --layout-features=kern,ccmp,locl,mark --no-hinting \
		--notdef-outline --name-IDs=0,1,2,3,4,5,6,7,13,14 \
		--output-file=bot/posters/fonts/NotoSans-$$weight.ttf || exit 1; done

lock: $(READY_DEV) ## make the lock files anew from pyproject.toml
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --quiet --group pyproject.toml:build --extra semantic --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --quiet --group pyproject.toml:dev --extra semantic \
		--output-file requirements-dev.lock pyproject.toml
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --quiet --group pyproject.toml:bench --extra semantic \
		--output-file requirements-bench.lock pyproject.toml
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
		--no-emit-index-url --quiet --group pyproject.toml:deploy --extra semantic \
		--output-file requirements-deploy.lock pyproject.toml

audit: $(READY_DEV) ## the licence of every locked dependency, and its known vulnerabilities
	@$(BIN)/python -m tools.audit

clean: ## remove what was made here (not data/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
