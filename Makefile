# The board's commands; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench gallery

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/.run: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit("needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(BIN)/.dev: requirements.txt requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $(BIN)/.run $@

run: $(BIN)/.run ## serve the board on :8501, with labelled demo data if there is no database yet
	@test -n "$$DATABASE_URL" -o -f data/board.db || $(BIN)/python -m lib init --demo --periods
	@$(BIN)/python -m lib serve

test: $(BIN)/.dev ## every test: rules first, then databases, pages and browser
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser"
	$(BIN)/python -m pytest -m browser tests/browser

lint: $(BIN)/.dev ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(BIN)/.dev ## put every file into the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

gallery: $(BIN)/.dev ## show the parts of the look side by side on :8502, for whoever draws a page
	$(BIN)/python -m streamlit run tests/gallery.py --server.port 8502

bench: $(BIN)/.dev ## print figures: pages beside constants, forty viewers, a browser, imports, twenty writers, growth to a million cases
	$(BIN)/python -W ignore -m tests.bench.pages
	$(BIN)/python -m tests.bench.viewers
	$(BIN)/python -m tests.bench.browser
	$(BIN)/python -m tests.bench.import_rows
	$(BIN)/python -m tests.bench.acts
	$(BIN)/python -m tests.bench.growth
