# Needs Python 3.11 to 3.13 and make; everything else is installed into .venv from the locks.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8765

.PHONY: demo test test-all test-services lint bench soak lock clean

demo: $(VENV)/run.done
	$(BIN)/faleme demo --port $(PORT)

test: $(VENV)/test.done
	$(BIN)/python -m pytest -m "not chromium and not postgres and not java and not kills"

# Everything, with the services named in FALEME_REQUIRE (chromium,postgres,java) not to be skipped.
test-all: $(VENV)/dev.done
	$(BIN)/python -m pytest

# What `make test` leaves out: the tests that need services, and those that kill processes many times over.
test-services: $(VENV)/dev.done
	$(BIN)/python -m pytest -m "chromium or postgres or java or kills"

lint: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.done
	$(BIN)/python -m bench

soak: $(VENV)/dev.done
	$(BIN)/python -m bench.soak

$(VENV)/python.done:
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info < (3, 14); \
	  sys.exit(0 if ok else f"Falémé needs Python 3.11 to 3.13, this is {sys.version.split()[0]}: set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# $(1) is the name of a lock in requirements/.
define install
	@echo "Installing $(1) from its lock into $(VENV) (first time: a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$(1).lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(VENV)/$(1).done
endef

$(VENV)/run.done: $(VENV)/python.done requirements/run.lock pyproject.toml
	$(call install,run)

$(VENV)/test.done: $(VENV)/python.done requirements/test.lock pyproject.toml
	$(call install,test)

$(VENV)/dev.done: $(VENV)/python.done requirements/dev.lock pyproject.toml
	$(call install,dev)

# Locks carry hashes and no addresses; needs uv on the path.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml
lock:
	$(LOCK) -o requirements/run.lock
	$(LOCK) --extra test --extra lake --extra notebook -o requirements/test.lock
	$(subst --extra build,--all-extras,$(LOCK)) -o requirements/dev.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
