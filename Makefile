# Everything that is done with this checkout; `make help` lists it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
INSTALLED := .venv/installed-$(shell sha256sum requirements.lock | cut -c1-16)
ONCE ?=
OWNER :=
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo up down psql backfill status test test-newest stress lint accuracy doctor lock env clean-metadata compose-check source case check-sources catalogue

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## make .venv from the hashed lock file

$(INSTALLED): # named after the lock file's content, so that a changed lock installs anew and a fresh checkout time does not
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 is needed and '$(PYTHON)' is not it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Installing the locked packages into .venv: about a minute, 1 GB"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@rm -f .venv/installed-*
	@touch $@

demo: setup ## crawl the sample web through Airflow and show the daily counts (ONCE=1: stop at the end)
	@$(BIN)/python -m local demo $(if $(ONCE),--once)

up: setup ## start the live pipeline: real sources on their schedule (DATABASE_URL: a warehouse of your own)
	@$(BIN)/python -m local up

down: setup ## stop what make up and make demo started
	@$(BIN)/python -m local down

psql: setup ## open the warehouse as its reader (OWNER=1: as its owner)
	@$(BIN)/python -m local psql $(if $(OWNER),--owner)

backfill: setup ## collect past days in what runs: make backfill FROM=2020-06-12 TO=2020-06-17 (SOURCES="kz_nur …" ORDER=newest)
	@$(BIN)/python -m local backfill $(or $(FROM),$(error FROM is not set)) $(or $(TO),$(FROM)) $(if $(SOURCES),--sources '$(SOURCES)') $(if $(ORDER),--order $(ORDER))

clean-metadata: setup ## forget Airflow's runs and logs that are older than KEEP_DAYS=90; the warehouse stays as it is
	@$(BIN)/python -m local clean-metadata $(if $(KEEP_DAYS),--keep-days $(KEEP_DAYS))

env: ## write .env, the secrets of docker-compose.yml (one that is there is kept)
	@$(or $(PYTHON),$(error python3 is needed)) -m local.env_file

compose-check: setup ## run docker-compose.yml on the sample web (root; SALAMAT_COMPOSE_CHECK: the program that brings it up)
	@.ci/compose-check

source: setup ## begin a source file from a page of the site: make source NAME=kz_example URL=https://…
	@$(BIN)/python -m workbench.skeleton "$(or $(NAME),$(error NAME is not set))" '$(or $(URL),$(error URL is not set))'

case: setup ## save a page of a source with what is read from it: make case SOURCE=kz_example URL=https://…
	@$(BIN)/python -m workbench.case "$(or $(SOURCE),$(error SOURCE is not set))" '$(or $(URL),$(error URL is not set))'

check-sources: setup ## ask the live sites whether they are as their files say (SOURCES="kz_nur …": only these)
	@$(BIN)/python -m workbench.check $(if $(DAY),--day=$(DAY)) $(SOURCES)

catalogue: setup ## write scrapers/README.md from the source files
	@$(BIN)/python -m workbench.table

status: setup ## say what runs
	@$(BIN)/python -m local status

test: setup ## run all tests, on throw-away PostgreSQL servers
	@$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist worksteal

test-newest: setup ## the tests that use a database once more, on the newest PostgreSQL
	@EVERY_SERVER=yes $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist worksteal -k postgres18

stress: setup ## kill everything at random moments and start it again, backfill over and over (KILLS=25 SEED=n)
	@EVERY_SERVER=yes KILL_EVERY=12 KILLS_IN_A_ROW=20 $(BIN)/python -m pytest -q -n auto --maxprocesses 4 tests/test_kills.py tests/test_scrapers_killed.py
	@$(BIN)/python -m bench.repeat_backfill
	@$(BIN)/python -m bench.kill_demo $(if $(KILLS),--kills $(KILLS)) $(if $(SEED),--seed $(SEED))

lint: setup ## ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/mypy

accuracy: setup ## precision and recall of the extraction (SALAMAT_EVALUATION: a folder of more annotated reports)
	@$(BIN)/python -m transforms.extract.accuracy $(wildcard tests/cases/reports/*.jsonl $(addsuffix /*.jsonl,$(SALAMAT_EVALUATION)))

doctor: setup ## say whether this machine has what the product needs
	@$(BIN)/python -m local doctor

lock: setup ## resolve pyproject.toml into requirements.lock anew
	@$(BIN)/uv pip compile --quiet pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --output-file requirements.lock
