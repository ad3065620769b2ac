# Needs Python 3.11 or later and make; everything else goes into .venv/.
#   make demo      convert the example exports, and say what came out
#   make test      the fast tests, on every core                       make test-all   every test
#   make lint      style, types, layers, schemas, adapters, docs fresh   make docs       the site, in site/
#   make bench     against duckdb, polars and pyarrow (ROWS=5000000 for the published figures)
#   make reference rewrite the generated pages of docs/                  make clean

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ROWS ?= 200000
# Tests of one class or module stay together: what they prepare is prepared once.
CORES ?= --numprocesses auto --dist loadscope

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint bench docs reference clean
.NOTPARALLEL:

help:
	@sed -n '2,6s/^#   //p' Makefile

# One stamp for each extra, remade when what it was made from changes. Modules are compiled when they are imported: few are.
$(VENV)/.ready-%: pyproject.toml constraints.txt | $(BIN)/pip
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt --editable '.[$*]'
	@touch $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed: make PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)

demo: $(VENV)/.ready-xlsx
	@PATH="$(abspath $(BIN)):$$PATH" examples/run demo

test: $(VENV)/.ready-test
	@$(BIN)/pytest $(CORES) -m 'not slow'

test-all: $(VENV)/.ready-test $(VENV)/.ready-docs
	@$(BIN)/pytest $(CORES)

lint: $(VENV)/.ready-lint $(VENV)/.ready-test $(VENV)/.ready-bench
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/collecdata schema lint
	@for folder in adapters/*/; do $(BIN)/collecdata adapter check "$$folder" || exit; done
	@$(BIN)/python scripts/generate_docs.py --check

bench: $(VENV)/.ready-bench
	@$(BIN)/python benchmarks/run.py --rows $(ROWS)

docs: $(VENV)/.ready-docs
	@$(BIN)/python scripts/generate_docs.py --check
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

reference: $(VENV)/.ready-test
	@$(BIN)/python scripts/generate_docs.py

clean:
	@rm -rf build demo dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache
	@find src tests benchmarks scripts examples -name __pycache__ -type d -prune -exec rm -rf {} +
