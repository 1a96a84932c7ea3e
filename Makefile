# Two commands for a fresh machine with Python 3.11 or later and make: `make run` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
# the rules and what they rest on; the record, the app and the attacks come with `make test`
FAST   := tests/rules tests/engine tests/cases tests/protocol tests/architecture tests/scenarios tests/what_if
STAMP  := $(VENV)/.installed-from-lock

.PHONY: run setup test fast lint soak bench pictures bundle lock clean

run: setup
	$(BIN)/placement rank scenarios/cases/demo-014.toml --placements scenarios/cases/demo-014-placements.csv --reasons "East Cambridgeshire"
	$(BIN)/placement app --demo

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; this is " + sys.version) if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

test: setup lint
	$(BIN)/placement clauses --check
	$(BIN)/placement parameters > /dev/null
	$(BIN)/placement scenarios
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

fast: setup
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(FAST)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

soak: setup
	$(BIN)/python -m pytest -m soak

bench: setup
	$(BIN)/python -m tests.benchmarks

# the manual's pictures, from the app as it is served; needs Chromium
pictures: setup
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/pictures.py

# all that a server without internet needs: see docs/install.md
bundle: setup
	rm -rf out/bundle
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir out/bundle .
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r deploy/requirements.lock --dest out/bundle/wheels
	cp deploy/* deploy/.dockerignore CHANGELOG.md LICENSE docs/install.md docs/record.md out/bundle/
	cd out/bundle && find . -type f ! -name SHA256SUMS | sort | xargs sha256sum > SHA256SUMS

# requirements.lock is for developing and testing; deploy/requirements.lock is what a server needs
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header
lock:
	$(COMPILE) --extra dev --extra cluster -o requirements.lock
	$(COMPILE) -c requirements.lock -o deploy/requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
