# Two commands for a fresh machine with Python 3.11 or newer:  make chat  and  make test
# Where `make` is missing (Windows), README.md gives the plain commands.

FITS := -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$each $(FITS); then echo $$each; break; fi; done)
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Everything is pinned, what builds the package too: nothing else is downloaded.
PROJECT := --no-deps --no-build-isolation --editable .

BENCHMARKS := $(basename $(notdir $(wildcard benchmarks/[a-z]*.py)))
PINS := run dev bench postgres

.PHONY: help chat run test checks figures bench docs pins clean

help:
	@echo 'make chat    a conversation in this terminal (ARGS=--group: several people); sets up what it needs'
	@echo 'make run     the Telegram bot (needs TELEGRAM_BOT_TOKEN); sets up what it needs'
	@echo 'make test    every check that CI runs; sets up what it needs'
	@echo 'make figures how well our own messages are read'
	@echo 'make bench   how fast: ratios, measured on this machine'
	@echo 'make docs    runs the examples in the documents again and writes down what they show'
	@echo 'make pins    renews requirements/*.txt from pyproject.toml'
	@echo 'make clean   removes the virtual environment and everything that was built'

chat: $(VENV)/run.stamp
	@$(BIN)/continence-bot chat $(ARGS)

run: $(VENV)/run.stamp
	@$(BIN)/continence-bot run

test: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory checks

# All are run, whatever fails; the tests come last, so that their summary is what stands at the end.
# Tests start the program some hundred times: what Python compiled is kept, although the environment may say otherwise.
checks:
	@failed=0; \
	try() { echo "--- $$*"; "$$@" || failed=1; }; \
	PATH="$(CURDIR)/$(BIN):$$PATH"; \
	try ruff format --check .; \
	try ruff check --output-format concise .; \
	try mypy; \
	try lint-imports --no-logo; \
	try continence-bot check; \
	try env PYTHONDONTWRITEBYTECODE= pytest -n 3 --dist worksteal --cov --cov-report=term; \
	exit $$failed

figures: $(VENV)/run.stamp
	@$(BIN)/continence-bot eval tests/messages/*.jsonl

bench: $(VENV)/dev.stamp $(VENV)/bench.stamp
	@for each in $(BENCHMARKS); do echo "--- $$each"; $(BIN)/python -m benchmarks.$$each || exit 1; done

docs: $(VENV)/dev.stamp
	@$(BIN)/python -m cogapp -I . -r README.md docs/deployment.md

pins: | $(VENV)/bin/python
	@$(INSTALL) uv
	@for each in $(PINS); do \
		case $$each in run) extra=;; *) extra="--extra $$each";; esac; \
		$(BIN)/uv pip compile pyproject.toml $$extra --group build --output-file requirements/$$each.txt --upgrade --quiet \
			--universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate --no-config \
			--no-emit-index-url --no-emit-find-links || exit 1; done

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* build dist

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed: https://www.python.org/downloads/' >&2; exit 1; }
	@echo 'Setting up (once)...'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/%.stamp: requirements/%.txt pyproject.toml | $(VENV)/bin/python
	@$(INSTALL) --require-hashes -r $<
	@$(INSTALL) $(PROJECT)
	@touch $@
