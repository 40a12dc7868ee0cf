# Everything starts here, on a machine with Python 3.11 and nothing else: `make demo`, `make test`.

BIN := .venv/bin
EXAMPLES := $(patsubst %/office.toml,%,$(wildcard examples/*/office.toml))

.PHONY: help setup setup-tests demo try-1 try-2 try-3 try-4 try-5 lint check test test-code test-whole test-real coverage reference bench clean

help: ## what can be made
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | expand -t 10

setup: ## .venv, ready to run (the others do this first; a moment when nothing changed)
	@scripts/bootstrap

setup-tests: ## the same, and what only tests use
	@scripts/bootstrap --tests

demo: setup ## the example workspaces' packs, then five things to try
	@for folder in $(EXAMPLES); do \
		echo; echo "$$ peelian build $$folder --all"; \
		$(BIN)/peelian build $$folder --all || exit $$?; \
	done
	@scripts/try list

try-1 try-2 try-3 try-4 try-5: setup ## the five things to try
	@scripts/try $(@:try-%=%)

lint: setup-tests ## style, types, and which module may import which
	@$(BIN)/ruff check --no-cache
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint ## the quick check before every commit
	@$(BIN)/pytest -n 2 --dist loadfile -m "not real" tests/unit tests/spec

test: lint test-code test-whole coverage test-real ## every test, with the coverage gate

test-code: setup-tests ## unit, spec and functional tests
	@$(BIN)/pytest -n 2 --dist loadfile -m "not real" --cov --cov-report= tests/unit tests/spec tests/functional

test-whole: setup-tests ## bad input; the examples built, read back, and opened in a browser
	@$(BIN)/pytest -n 2 --dist loadfile --cov --cov-append --cov-report= tests/hostile tests/golden tests/browser tests/pdfua

coverage: ## how many branches the two lanes above went through; fails below 96%
	@$(BIN)/coverage report --fail-under=96

test-real: setup-tests ## what needs the public data beside the repository; says loudly where they are absent
	@$(BIN)/pytest -n 2 --dist worksteal -m real tests

reference: setup-tests ## the reference of the Python API, from its docstrings, into build/reference
	@$(BIN)/python scripts/reference

bench: setup ## times on this machine, written into docs/performance.md; fails where a table there is stale
	@.uv/bin/uv pip install --quiet 'polars==2.1.0'
	@failed=0; for script in $(filter-out bench/stale.py,$(wildcard bench/*.py)) bench/stale.py; do \
		$(BIN)/python $$script || failed=1; done; exit $$failed

clean: ## what the commands above made
	@rm -rf build dist .*_cache .coverage .hypothesis .uv .venv $(EXAMPLES:%=%/build)
