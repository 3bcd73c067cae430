# Every target sets up what it needs: `make run` and `make test` work on a fresh clone.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OUT ?= out/demo

# Start-up is measured and every process imports the same modules: bytecode is wanted.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run demo test lint bench torture package images lock words clean distclean

help:
	@echo "make run       start the program on the example market (without a display: the demo)"
	@echo "make test      the whole gate: format, lint, types, floors, tests"
	@echo "make lint      the gate without the tests"
	@echo "make demo      play the whole job without a person, into $(OUT)"
	@echo "make bench     measure against the stated bars, into out/bench.json"
	@echo "make torture   the long tests"
	@echo "make package   build and check the frozen programs in dist/"
	@echo "make images    renew the pictures in docs/images"
	@echo "make lock      renew the hashed requirement files"
	@echo "make words     collect and compile the Chinese catalogue"
	@echo "make clean     remove what was built (distclean: the virtual environment too)"

setup: $(READY)

$(READY): requirements/base.txt requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed: sudo apt-get install python3 python3-venv"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' \
	  || { echo "Python 3.11 or 3.12 is needed, $(PYTHON) is another: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing: sudo apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-warn-script-location \
	  --require-hashes -r requirements/base.txt -r requirements/dev.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q inspector_app serial_drivers db ui office
	@touch $@

run: $(READY)
	@.ci/need run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  exec $(BIN)/python -m inspector_app --example; \
	else \
	  echo "No display here: playing the demo instead."; \
	  $(BIN)/python -m inspector_app demo --out "$(OUT)" \
	    && echo "The pictures and documents are in $(abspath $(OUT))"; \
	fi

demo: $(READY)
	@.ci/need run
	$(BIN)/python -m inspector_app demo --out "$(OUT)"

test: $(READY)
	@.ci/need test
	@$(BIN)/python -m tests.gate

lint: $(READY)
	@$(BIN)/python -m tests.gate --no-tests

bench: $(READY)
	@.ci/need test
	$(BIN)/python -m compileall -q inspector_app serial_drivers db ui office tests
	$(BIN)/python -m tests.benchmarks

torture: $(READY)
	@.ci/need test
	$(BIN)/python -m pytest -m slow --timeout 1800 tests

package: $(READY)
	@.ci/need package
	rm -rf build dist
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN --workpath build --distpath dist build.spec
	$(BIN)/python -m pytest -m packaged -p no:randomly tests/end2end/test_frozen.py

# docs/images/NAME.png from the demo's picture NN-NAME.png, and the first page of its record.
PICTURES := today checks measured conclusion signatures registry bench settings
images: $(READY)
	@.ci/need test
	$(BIN)/python -m tests.pictures

# Names and hashes only: the lock says what to install, the machine says from where.
LOCK := $(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-options \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: $(READY)
	$(LOCK) -o requirements/base.txt requirements/base.in
	$(LOCK) --no-strip-extras -o requirements/dev.txt requirements/dev.in  # older pips want the extras named
	$(LOCK) -o requirements/windows.txt requirements/windows.in

# Collects the program's words into the catalogue (.po) and compiles it (.mo); both are in the repository.
words: $(READY)
	$(BIN)/python -m tests.words

clean:
	rm -rf build dist out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV)
