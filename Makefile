# Duban 督办. `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.installed
WORKERS ?= auto

# The stamp names the folder it was made in: a copied or moved tree, or a Python that is gone
# from under the environment, installs afresh. Otherwise a second run does nothing.
ifneq ($(shell cat $(STAMP) 2>/dev/null):$(wildcard $(PY)),$(CURDIR):$(PY))
.PHONY: $(STAMP)
endif

.PHONY: help install test e2e pictures demo run bench bench-web lint format types imports migrations schema states catalogues check lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

install: $(STAMP) ## set up .venv from the locked packages (the others do it by themselves)

demo: $(STAMP) ## run the shipped programme on a virtual clock into duban-demo/ (ARGS="--to-end")
	@$(BIN)/duban demo --dir duban-demo $(ARGS)

run: $(STAMP) ## run Duban here: sweeps and delivery, by the settings in docs/settings.md
	@$(BIN)/duban run $(ARGS)

test: $(STAMP) ## all tests, on SQLite and PostgreSQL, in parallel (ARGS="-k words")
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

e2e: $(STAMP) ## the browser group, on the system's Chromium
	@$(PY) -m pytest -m e2e -n $(WORKERS) --dist loadfile -q tests/e2e $(ARGS)

pictures: $(STAMP) ## pictures of every page into docs/pictures/board/ (ARGS="-k today" for some)
	@DUBAN_PICTURES=anew $(PY) -m pytest -m e2e -n 0 -q tests/e2e/test_pictures.py $(ARGS)

bench-web: $(STAMP) ## the pages of large offices on both databases, ten readers at once
	@$(PY) -m bench pages $(ARGS)

bench: $(STAMP) ## sweep and delivery beside the bare driver (never a timed test)
	@$(PY) -m bench $(ARGS)

check: lint types imports migrations schema states ## everything CI holds besides the tests

lint: $(STAMP) ## ruff: style, likely bugs, clock reads
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(STAMP) ## let ruff put the code in form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(STAMP) ## mypy --strict
	@$(PY) -m mypy

imports: $(STAMP) ## who may import whom
	@$(BIN)/lint-imports

migrations: $(STAMP) ## the tables in the code are those the migrations make
	@$(PY) -m workflows.store.check_migrations

schema: $(STAMP) ## the plan's JSON Schema is up to date
	@$(PY) -m workflows.definition.schema --check

states: $(STAMP) ## docs/states.md is up to date
	@$(PY) -m workflows.domain.states_doc --check

catalogues: $(STAMP) ## find the texts of code and templates, update the .po files, compile them
	@$(PY) -m config.catalogues $(ARGS)

lock: $(STAMP) ## renew requirements.lock (versions and hashes, no hosts)
	@env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --extra dev --no-header --no-emit-index-url --no-emit-find-links $(ARGS) \
	    pyproject.toml -o requirements.lock
	@if grep -nE '://|^-' requirements.lock; then \
	  echo 'requirements.lock names a host, a path or an option: see above' >&2; exit 1; fi

clean: ## remove what was installed, built and cached (not duban.sqlite, not var/)
	@rm -rf $(VENV) build dist duban-demo *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): requirements.lock pyproject.toml
	@missing=(); python=''; \
	for each in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python="$$each"; break; fi; \
	done; \
	has_venv() { "$$python" -c 'import venv; from ensurepip import bootstrap' 2>/dev/null; }; \
	has_pip() { "$$python" -c 'import venv, pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (22, 3))' 2>/dev/null; }; \
	[ -n "$$python" ] || missing+=(python3 python3-venv); \
	[ -z "$$python" ] || has_venv || has_pip || missing+=(python3-venv); \
	command -v git >/dev/null || missing+=(git); \
	if [ "$${#missing[@]}" -gt 0 ]; then \
	  echo "Something is missing on this machine (Python 3.11 or newer with venv, git). Run as root:" >&2; \
	  echo "  apt install $${missing[*]}" >&2; exit 1; \
	fi; \
	if ! $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	   || [ "$$(cat $(VENV)/.made-in 2>/dev/null || echo '$(CURDIR)')" != '$(CURDIR)' ]; then \
	  echo 'Making $(VENV) …'; rm -rf $(VENV); \
	  if has_venv; then "$$python" -m venv $(VENV); else "$$python" -m venv --without-pip $(VENV); fi; \
	fi; \
	echo '$(CURDIR)' > $(VENV)/.made-in; \
	if $(PY) -c 'import pip' 2>/dev/null; then pip=($(PY) -m pip); \
	else pip=("$$python" -m pip --python $(PY)); fi; \
	install=("$${pip[@]}" install --quiet --no-input --disable-pip-version-check); \
	echo 'Installing the locked packages into $(VENV) (a minute or two the first time) …'; \
	"$${install[@]}" --require-hashes --only-binary :all: -r requirements.lock; \
	"$${install[@]}" --no-build-isolation --no-deps --editable .; \
	$(PY) -m config.catalogues --compile
	@echo '$(CURDIR)' > $@
