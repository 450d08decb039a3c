# Two commands on a machine that has Python 3.11 or later: `make demo` and `make test`.
# Another interpreter: `make test PYTHON=python3.12`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
LOCK_VENV := .venv-lock
UV := uv==0.13.9

VERSION := $(shell $(PYTHON) -c 'import sys; print("%s-%d.%d" % ((sys.implementation.name,) + sys.version_info[:2]))' 2>/dev/null)

# Stamps: each is made again when what it was made from has changed, all of them when the interpreter has.
CREATED := $(VENV)/.created-with-$(VERSION)
PROJECT := $(VENV)/.project-installed
INFERENCE := $(VENV)/.inference-tried
TOOLS := $(VENV)/.tools-installed

DEMO := check examples/saint-quentin-2019 --proposal examples/proposals/session-4-in-trouble.csv \
	--as-of 2019-06-19 --lang fr

.PHONY: help demo test test-long fuzz lint bench app pictures inference lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1	\2/p' Makefile

demo: $(INFERENCE) ## check four lines a jury is about to vote, two of which it may not
	@$(BIN)/innosprint $(DEMO); status=$$?; \
	if [ $$status -ne 1 ]; then \
		echo "demo: this check finds violations and should exit with 1, not with $$status" >&2; exit 1; \
	fi

test: $(TOOLS) ## run the tests
	@$(BIN)/python -m pytest

test-long: $(TOOLS) ## run the tests with more examples: properties 1,000 each, 20,000 harmed folders
	@INNOSPRINT_TESTS=long $(BIN)/python -m pytest

# Not among the tools: atheris instruments what it runs, and nothing else needs it. New inputs stay in build/fuzz;
# `make fuzz KEEP=--keep` adds those that reach more code to the corpus in tests/fuzz.
FUZZ_SECONDS ?= 60
fuzz: $(TOOLS) ## look for inputs that break the readers, FUZZ_SECONDS for each of them (60)
	@$(PIP) install --no-deps --require-hashes -r requirements-fuzz.txt
	@$(BIN)/python -m tests.fuzz.run $(KEEP) $(FUZZ_SECONDS)

lint: $(TOOLS) ## check style, types, and which floor imports which
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(TOOLS) ## measure speed and memory
	@$(BIN)/python tests/bench/run.py

# One file for the machine it is made on. Years are interpreted in it, not compiled: Numba would make it five times as
# large. What is imported by name alone is named here; python-docx looks for its templates through the folder of `parts`.
LEFT_OUT := numba llvmlite scipy pyarrow polars dask distributed matplotlib IPython pytest hypothesis tkinter durable z3
app: $(TOOLS) ## make one self-contained executable, dist/innosprint
	@$(PIP) install --no-deps --require-hashes -r requirements-app.txt
	@$(BIN)/pyinstaller --onefile --noconfirm --log-level ERROR --name innosprint --workpath build/app \
		--specpath build/app --distpath dist --collect-submodules innosprint_rules --collect-data innosprint_rules \
		--add-data "$(CURDIR)/rules:innosprint_rules/rules" --add-data "$(CURDIR)/scenarios:innosprint_rules/scenarios" \
		--add-data "`$(BIN)/python -c 'import docx.parts; print(docx.parts.__file__)'`:docx/parts" \
		--collect-data docx --collect-data docxtpl --collect-submodules uvicorn --collect-all highspy --collect-all xlrd \
		$(LEFT_OUT:%=--exclude-module %) innosprint_rules/__main__.py
	@echo "dist/innosprint: `du -h dist/innosprint | cut -f1`"
	@$(BIN)/python -m pytest -q -n 0 tests/executable

pictures: $(TOOLS) ## make the pictures of GUIDE.md again (needs Chromium; smaller with pngquant)
	@$(BIN)/python -m tests.pictures

inference: ## try again to install the inference engine
	@rm -f $(INFERENCE)
	@$(MAKE) --no-print-directory $(INFERENCE)

lock: ## pin the requirements anew (newer versions: make lock UPGRADE=--upgrade)
	@$(PYTHON) -m venv $(LOCK_VENV)
	@$(LOCK_VENV)/bin/python -m pip --disable-pip-version-check --quiet --quiet install $(UV)
	@$(COMPILE) pyproject.toml --extra excel --extra docs --extra fast --extra bulk --extra optimise --extra web --group build \
		--output-file requirements.txt
	@$(COMPILE) --group inference --constraint requirements.txt --output-file requirements-inference.txt
	@$(COMPILE) --group fuzz --output-file requirements-fuzz.txt
	@$(COMPILE) --group app --constraint requirements.txt --output-file requirements-app.txt
	@$(COMPILE) --group dev --constraint requirements.txt --no-emit-package gurobipy --output-file requirements-dev.txt
	@rm -rf $(LOCK_VENV)

COMPILE = $(LOCK_VENV)/bin/uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' $(UPGRADE)

clean: ## remove the set-up, the builds and the caches
	rm -rf $(VENV) $(LOCK_VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(CREATED):
	@command -v $(PYTHON) >/dev/null || { \
		echo "$(PYTHON) was not found; name a Python 3.11 or later: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $(VERSION); name a Python 3.11 or later: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module; install it (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@echo "Setting up $(VENV) with $(VERSION)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(PROJECT): $(CREATED) pyproject.toml requirements.txt
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# durable_rules comes as source only. It is taken where it can be built; elsewhere one line says what is
# missing, and the reference evaluator answers alone. Nothing here makes the set-up fail.
$(INFERENCE): $(PROJECT) requirements-inference.txt
	@touch $@; \
	without() { echo "Going on without the inference engine (durable_rules): $$1"; exit 0; }; \
	log=$(VENV)/inference.log; \
	case $(VERSION) in \
		cpython-3.11|cpython-3.12) ;; \
		*) without "it runs on CPython 3.11 and 3.12, this is $(VERSION)" ;; \
	esac; \
	configured=`$(BIN)/python -c 'import sysconfig; print((sysconfig.get_config_var("CC") or "cc").split()[0])'`; \
	headers=`$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("include"))'`; \
	compiler=; \
	for name in "$${CC:-}" "$$configured" cc gcc clang; do \
		if [ -n "$$name" ] && command -v $$name >/dev/null; then compiler=$$name; break; fi; \
	done; \
	[ -n "$$compiler" ] || without "no C compiler was found; install one, then: make inference"; \
	echo '#include <Python.h>' | $$compiler -E -I"$$headers" -x c - >/dev/null 2>&1 || \
		without "$$compiler finds no Python.h; install Python's headers (python3-dev), then: make inference"; \
	CC=$$compiler $(PIP) install --require-hashes --no-build-isolation --use-pep517 \
		-r requirements-inference.txt >$$log 2>&1 || without "it did not build, see $$log"; \
	$(BIN)/python -c 'import durable.lang' >>$$log 2>&1 || { \
		$(PIP) uninstall --yes durable_rules; without "it was built and cannot be imported, see $$log"; }

# The pinned files hold all that is needed, so nothing is looked for beyond them: pabutools would bring a commercial
# solver that it can do without.
$(TOOLS): $(INFERENCE) requirements-dev.txt
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	@touch $@
