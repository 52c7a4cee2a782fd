# Every target sets up what it needs: `make test` in a fresh clone works with nothing but Python 3.11, pip and make.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
CODE := workflows simulations services tests benchmarks

# uv does not read pip's configuration. Where pip was given an index or certificates of its own, uv gets the same.
pip_setting = $$($(BIN)/pip config list | sed -n "s/^.*\.$(1)='\(.*\)'$$/\1/p" | head -n 1)
INDEX = $${UV_DEFAULT_INDEX:-$(call pip_setting,index.url)}
CERTIFICATES = $${SSL_CERT_FILE:-$(call pip_setting,cert)}
FOR_UV = UV_DEFAULT_INDEX="$(INDEX)" SSL_CERT_FILE="$(CERTIFICATES)"
UV = $(FOR_UV) VIRTUAL_ENV=.venv $(BIN)/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

# pytest answers 5 when nothing was selected; where a selection may be empty, that is no failure.
MAY_BE_EMPTY = || test $$? -eq 5

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup lint format test test-slow test-all coverage bench demo lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## make .venv from the lock; done again only when the lock or pyproject.toml changed

$(INSTALLED): pyproject.toml requirements/bootstrap.lock requirements/development.lock
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "expected Python 3.11 or later, found " + sys.version.split()[0] + "; give another one: make PYTHON=...")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements/bootstrap.lock
	@$(UV) pip sync --quiet --compile-bytecode --require-hashes requirements/development.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q workflows simulations services
	@touch $@

lint: $(INSTALLED) ## formatting, rules, types, import directions, spelling, dependencies
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/deptry .

format: $(INSTALLED) ## put the code into the shape that lint expects
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

test: lint ## lint, and every test that is not marked slow
	$(BIN)/pytest -m "not slow"

test-slow: $(INSTALLED) ## only the tests that are marked slow
	$(BIN)/pytest -m slow $(MAY_BE_EMPTY)

test-all: test test-slow ## lint and every test

coverage: $(INSTALLED) ## the quick tests, with the lines and branches they never reach
	$(BIN)/pytest -m "not slow" --cov --cov-report=term --cov-report=html

bench: $(INSTALLED) ## the benchmarks, against peers that are installed once into .bench
	$(FOR_UV) $(BIN)/python -m benchmarks

demo: $(INSTALLED) ## run the five lanes on Temporal, rerun them on SimPy, compare before and after into out/
	$(BIN)/greenlane demo

lock: $(INSTALLED) ## resolve the dependencies again; UPGRADE=--upgrade takes the newest allowed versions
	$(COMPILE) $(UPGRADE) --extra study --extra tracing --group dev pyproject.toml --output-file requirements/development.lock
	$(COMPILE) --constraints requirements/development.lock --extra tracing pyproject.toml --output-file requirements/runtime.lock
	echo uv | $(COMPILE) --constraints requirements/development.lock - --output-file requirements/bootstrap.lock
	printf 'editables\nhatchling\n' | $(COMPILE) --constraints requirements/development.lock - --output-file requirements/build.lock
	echo prosimos==2.1.0 | $(COMPILE) $(UPGRADE) - --output-file requirements/peer-prosimos.lock
	echo 'ciw~=3.2' | $(COMPILE) $(UPGRADE) - --output-file requirements/peer-ciw.lock

clean: ## remove everything that can be made again, .venv too
	rm -rf .venv .bench out dist htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +
