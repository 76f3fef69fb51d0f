# The commands a newcomer types. Everything a bare Debian machine lacks is installed by `make setup`.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup system demo test check lint types floors unit integration browser bench pictures clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: system .venv/.ready ## everything the product and its tests need

system: ## Chromium, PostgreSQL and fonts from the system's packages
	@bash tools/system.sh

.venv/.ready: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## an invented county, alive: prints one address
	@$(BIN)/python -m demo.run --home $(or $(HOME_DIR),demo-home) --port $(or $(PORT),8050) --speed $(or $(SPEED),90)

test: setup ## everything: lint, types, floors, unit, property, samples, integration, browser
	@$(MAKE) --no-print-directory lint types floors
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --ignore=tests/browser
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile tests/browser

check: lint types floors unit ## the quick gate

lint: .venv/.ready
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/.ready
	@$(BIN)/mypy

floors: .venv/.ready
	@$(BIN)/lint-imports --no-cache

unit: .venv/.ready ## fast tests only
	@$(BIN)/python -m pytest -q -n 2 tests/unit tests/spec tests/property tests/house

integration: .venv/.ready ## the store on SQLite and PostgreSQL, the loader end to end
	@$(BIN)/python -m pytest -q tests/integration

browser: .venv/.ready ## the screens in the system's Chromium
	@$(BIN)/python -m pytest -q tests/browser

bench: setup ## the ratios of benchmarks/
	@$(BIN)/python -m benchmarks

pictures: setup ## the screenshots of docs/pictures, from the running product
	@$(BIN)/python -m tools.pictures

clean: ## forget everything that was made
	rm -rf .venv demo-home build *.egg-info
