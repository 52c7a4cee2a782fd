# Every target sets up what it needs: `make test` in a fresh clone works with nothing but Python 3.11, pip and make.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
CODE := workflows simulations services tests benchmarks

# The page: its sources, what they are built with, and what is built of them. Its client is made of the API's own
# description, so a change of the services builds it anew.
PAGE := services/web/page
BUILT := services/web/built
LIBRARIES := $(PAGE)/node_modules/.package-lock.json
NPM = PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(PAGE) --silent
PAGE_SOURCES := $(shell find $(PAGE) -name node_modules -prune -o -type f -not -name schema.d.ts -print)
API_SOURCES := $(shell find services workflows simulations -name '*.py')

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
.PHONY: help setup page lint format test test-slow test-browser test-quiet test-all coverage bench demo audit lock clean

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

page: $(BUILT)/page/index.html ## build the page that `greenlane up` serves, if it is not built

$(LIBRARIES): $(PAGE)/package-lock.json $(INSTALLED)
	@$(NPM) ci
	@touch $@

$(BUILT)/openapi.json: $(API_SOURCES) $(INSTALLED)
	@$(BIN)/python -m services.web.describe $@

$(BUILT)/page/index.html: $(PAGE_SOURCES) $(BUILT)/openapi.json $(LIBRARIES)
	@$(NPM) run types
	@$(NPM) run build

lint: $(BUILT)/page/index.html ## formatting, rules, types, import directions, spelling, dependencies
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/deptry .
	$(NPM) run check

format: $(INSTALLED) ## put the code into the shape that lint expects
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

test: lint ## lint, and every test that is not marked slow
	$(NPM) test
	$(BIN)/pytest -m "not slow and not browser and not quiet"

test-slow: page ## only the tests that are marked slow
	$(BIN)/pytest -m slow $(MAY_BE_EMPTY)

test-browser: page ## only the tests that go through the page; ARGS=--pictures=compare holds it to stored pictures
	$(BIN)/pytest -n0 -m browser tests/browser $(ARGS)

test-quiet: page ## only the tests that measure time, alone on a machine that does nothing else
	$(BIN)/pytest -n0 -m quiet

test-all: test test-slow test-browser test-quiet ## lint and every test

coverage: $(INSTALLED) ## the quick tests, with the lines and branches they never reach
	$(BIN)/pytest -m "not slow" --cov --cov-report=term --cov-report=html

bench: $(INSTALLED) ## the benchmarks, against peers that are installed once into .bench
	$(FOR_UV) $(BIN)/python -m benchmarks

demo: page ## run the five lanes on Temporal, rerun them on SimPy, compare before and after into out/
	$(BIN)/greenlane demo

audit: $(INSTALLED) ## what is shipped, its licences, and what is known of it, into out/; 1 = found, 3 = not all run
	$(BIN)/python -m tests.supply_chain

lock: $(INSTALLED) ## resolve the dependencies again; UPGRADE=--upgrade takes the newest allowed versions
	$(COMPILE) $(UPGRADE) --extra study --extra tracing --group dev pyproject.toml --output-file requirements/development.lock
	$(COMPILE) --constraints requirements/development.lock --extra tracing pyproject.toml --output-file requirements/runtime.lock
	echo uv | $(COMPILE) --constraints requirements/development.lock - --output-file requirements/bootstrap.lock
	printf 'editables\nhatchling\nnodejs-wheel\n' | $(COMPILE) --constraints requirements/development.lock - --output-file requirements/build.lock
	echo prosimos==2.1.0 | $(COMPILE) $(UPGRADE) - --output-file requirements/peer-prosimos.lock
	echo 'ciw~=3.2' | $(COMPILE) $(UPGRADE) - --output-file requirements/peer-ciw.lock

clean: ## remove everything that can be made again, .venv too
	rm -rf .venv .bench $(BUILT) $(PAGE)/node_modules out dist htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +
