# Needs Python >= 3.11, git and make; everything else is installed into .venv on first use.
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PY := .venv/bin/python
PLAN ?= sample_project.toml
ARGS ?=
export PYTHON

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\): .*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-10s %s\n' "$$name" "$$what"; done

.PHONY: setup-run setup-dev
setup-run:
	@sh scripts/venv.sh run
setup-dev:
	@sh scripts/venv.sh dev

.PHONY: run
run: setup-run ## open the sample project in the interface (PLAN=file.toml for another)
	@$(PY) -m aiplan "$(PLAN)"

.PHONY: test
test: setup-dev ## run every test (ARGS="tests/unit -k calendar" for some)
	@$(PY) -m pytest -n auto --dist worksteal $(ARGS)

.PHONY: check
check: lint cover ## everything CI runs: lint, and every test with coverage

.PHONY: lint ruff format types imports
lint: ruff format types imports ## ruff, its formatter, mypy --strict, the direction of imports
ruff: setup-dev
	$(PY) -m ruff check
format: setup-dev
	$(PY) -m ruff format --check
types: setup-dev
	$(PY) -m mypy
imports: setup-dev
	.venv/bin/lint-imports --no-logo

.PHONY: cover
cover: setup-dev ## every test, with branch coverage and its lower limit
	@AIPLAN_RANDOM_KEYS=$${AIPLAN_RANDOM_KEYS:-60} $(PY) -m pytest -n auto --dist worksteal --cov --cov-report= $(ARGS)
	@$(PY) -m coverage report

.PHONY: fmt
fmt: setup-dev ## format the code and mend what ruff can mend
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

.PHONY: messages
messages: setup-dev ## gather the texts of the interface for translation, and compile the translations
	@$(PY) scripts/messages.py

.PHONY: docs
docs: setup-dev ## write docs/rules from the docstrings of the rules, and the keys of docs/guide from the actions
	@$(PY) -m scripts.rule_pages
	@$(PY) -m scripts.key_pages

.PHONY: screenshots
screenshots: setup-dev ## make the pictures of docs/guide (ARGS="forecast" for some)
	@$(PY) -m scripts.screenshots $(ARGS)

.PHONY: bench
bench: setup-dev ## measure speed beside its yardsticks; writes bench/latest.md (ARGS="--quick" for a short look)
	@$(PY) -m bench $(ARGS)

.PHONY: clean
clean: ## remove the virtual environment, caches and builds
	rm -rf .venv dist build htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache tests/tools/node_modules
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +
