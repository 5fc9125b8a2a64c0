# Parley: `make demo` shows it, `make test` proves it. `make help` lists the rest.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
WORK   := .work
JOBS   ?= auto
SAMPLES := $(addprefix tests/golden/,$(addsuffix .txt,wire-border-talks interview-black-sea-insurance note-river-dams \
	opinion-harbour-tax press-release-fisheries))

BUNDLES := src/parley/web/static/dist
FRONTEND := $(wildcard frontend/*.json frontend/*.mjs frontend/src/*.ts)

.DEFAULT_GOAL := help
.PHONY: help demo test quick check bench bench-language bench-times bench-actors bench-linking bench-events bench-event-gold \
	bench-search bench-desk bench-export bench-networks bench-copies bench-archive bench-pages pictures soak docs format clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed $(VENV)/.frontend ## Install, read the sample pages into a fresh record, print what they say
	@mkdir -p $(WORK) && rm -f $(WORK)/demo.db $(WORK)/demo.db-wal $(WORK)/demo.db-shm
	$(BIN)/parley read $(SAMPLES) --record $(WORK)/demo.db
	$(BIN)/parley show --record $(WORK)/demo.db
	$(BIN)/parley find "insurance OR harbour OR talks" --limit 5 --record $(WORK)/demo.db
	$(BIN)/parley verify --record $(WORK)/demo.db

test: $(VENV)/.developing $(VENV)/.frontend ## Run the whole test suite
	@$(BIN)/python -m tools.postgresql
	@$(BIN)/python -m tools.chromium
	$(BIN)/python -m pytest -n $(JOBS) --dist loadscope

quick: $(VENV)/.developing ## The tests of every day: not the slow ones, and no second database
	$(BIN)/python -m pytest -n $(JOBS) --dist loadscope -m "not slow and not server"

check: $(VENV)/.developing ## Style, types, the rooms' walls, documentation, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tools bench tests
	$(BIN)/lint-imports
	$(BIN)/python -m tools.check_docs
	$(BIN)/python -m tools.check_licences
	$(BIN)/python -m tools.frontend --check

bench: $(VENV)/.developing ## Measure start-up, speed, memory and installed size
	$(BIN)/python -m bench.measure

bench-language: $(VENV)/.developing ## Set scores, speed and memory beside simpler systems; needs PARLEY_CORPORA
	$(BIN)/python -m bench.language $(OPTIONS)

bench-times: $(VENV)/.developing ## Score the times that are read; needs PARLEY_CORPORA
	$(BIN)/python -m bench.times $(OPTIONS)

bench-actors: $(VENV)/.developing ## Score the countries of actors on sentences of the project's own
	$(BIN)/python -m bench.actors $(OPTIONS)

bench-linking: $(VENV)/.developing ## Score which actors of two articles are proposed to be one; may use PARLEY_CORPORA
	$(BIN)/python -m bench.linking $(OPTIONS)

bench-events: $(VENV)/.developing ## Score which articles tell of one event, and see how fast 100,000 are put together
	$(BIN)/python -m bench.events $(OPTIONS)

bench-search: $(VENV)/.developing ## Search a record of a million sentences, beside a plain scan
	$(BIN)/python -m bench.search $(OPTIONS)

bench-desk: $(VENV)/.developing ## Let twenty people use the desk on a record of 100,000 articles at once
	$(BIN)/python -m bench.desk $(OPTIONS)

bench-export: $(VENV)/.developing ## Export a million statements, and see what memory that takes
	$(BIN)/python -m bench.export $(OPTIONS)

bench-networks: $(VENV)/.developing ## Draw networks of a million statements, 5,000 actors, 500 concepts
	$(BIN)/python -m bench.networks $(OPTIONS)

bench-copies: $(VENV)/.developing ## Find copies among a million articles, and see how surely; may use PARLEY_CORPORA
	$(BIN)/python -m bench.copies $(OPTIONS)

bench-archive: $(VENV)/.developing ## Read a web archive of 10,000 pages twice, and see that the second time changes nothing
	$(BIN)/python -m bench.archive $(OPTIONS)

bench-event-gold: $(VENV)/.developing ## Score events and their status in running sentences; most texts need PARLEY_CORPORA
	$(BIN)/python -m bench.event_gold $(OPTIONS)

bench-pages: $(VENV)/.developing ## Score the reading of pages beside other extractors; main text needs PARLEY_CORPORA
	$(BIN)/python -m bench.pages $(OPTIONS)

pictures: $(VENV)/.developing ## Take the documentation's screenshots anew, by the browser tests
	$(BIN)/python -m pytest tests/web/test_journey_in_browser.py \
	  tests/web/test_discourse_in_browser.py tests/web/test_events_in_browser.py \
	  -k "dropped or picture_opens or opens_from_its_mark" --pictures docs/pictures

soak: $(VENV)/.developing ## Kill, fill and crowd a record for a long time, and see that nothing is lost
	$(BIN)/python -m bench.soak $(OPTIONS)

docs: $(VENV)/.developing ## Write the generated reference pages anew
	$(BIN)/python -m tools.write_docs

format: $(VENV)/.developing ## Put the code in the one format, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove the virtual environment and everything made
	rm -rf $(VENV) $(WORK) $(BUNDLES) frontend/node_modules dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The virtual environment. uv installs in seconds; where it cannot be had, pip does the same in a minute.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Parley needs Python 3.11 or newer. Name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || echo "uv cannot be had; pip goes on alone"

$(VENV)/.installed: $(BIN)/python pyproject.toml
	@$(BIN)/python tools/install.py "-e" ".[networks]"
	@touch $@

$(VENV)/.developing: $(VENV)/.installed tools/install.py
	@$(BIN)/python tools/install.py --group dev
	@touch $@

# What the desk runs in the browser. Not marked as done where it could not be built: npm may come later.
$(VENV)/.frontend: $(VENV)/.installed tools/frontend.py $(FRONTEND)
	@$(BIN)/python -m tools.frontend
	@test ! -f $(BUNDLES)/manifest.json || touch $@
