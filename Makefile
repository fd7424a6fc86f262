# GNU Make and Python 3.11 or newer with venv are all it needs; everything else goes into .venv.
PYTHON ?= $(shell command -v python3.11 || echo python3)
BIN := .venv/bin
ENV := .venv/ready
NEEDED := Please install Python 3.11 or newer with its venv module (Debian, Ubuntu: apt install python3 python3-venv), \
  or name the one to use: make env PYTHON=python3.12

NOTEBOOKS := $(wildcard notebooks/*.ipynb)
EXECUTED := $(NOTEBOOKS:%=build/%)
MODULES := $(filter-out lib/ceasefires/publish%,$(wildcard lib/ceasefires/*.py lib/ceasefires/*/*.py))
PAGES := $(wildcard lib/ceasefires/publish* lib/ceasefires/publish/*.py *.cff) $(shell find report -type f -not -name '*.pyc' 2>/dev/null)
GONE := $(filter-out $(EXECUTED),$(wildcard build/notebooks/*.ipynb))

MAKEFLAGS += --no-print-directory
unexport CEASEFIRES_DATA # another folder for load(); what make builds is made of data/
.DELETE_ON_ERROR:
.PHONY: help env report test lab execute pictures seminar bench constraints clean executed $(GONE)

help: ## explain these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

env: $(ENV) ## make .venv with the versions in constraints.txt; the targets below do it when needed

report: $(ENV) ## run the notebooks that changed, two at a time, and build the site in build/html
	@$(MAKE) -s -j2 build/html/index.html
	@echo "The report is in build/html/index.html"

test: $(ENV) ## check style, modules, house rules, every committed output, and the report in a browser
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	@$(MAKE) report
	$(BIN)/pytest -n2 --dist loadfile --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg tests notebooks

lab: $(ENV) ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

execute: $(ENV) ## run the notebooks that changed and refresh their committed outputs where these differ
	@$(MAKE) -s -j2 executed
	@for each in $(NOTEBOOKS); do cmp -s build/$$each $$each || { cp -p build/$$each $$each && echo "refreshed $$each"; }; done
	@$(BIN)/python -m ceasefires.publish.picture notebooks/03_timelines.ipynb report/timeline.png

pictures: $(ENV) ## take the pictures of the report that stand in the README again
	@$(MAKE) report
	@$(BIN)/python tests/pictures.py build/html report

seminar: $(ENV) ## write the student and teacher editions to build/seminar/en, each as a folder and a zip
	@$(BIN)/python -m ceasefires.publish.editions . build/seminar/en

bench: $(ENV) ## time the report and its parts, weigh the site, and run the size test of 08_violence in full
	@$(BIN)/python tests/bench.py
	@$(BIN)/python tests/bench_violence.py

constraints: ## pin every version again after a change in pyproject.toml; first delete constraints.txt to upgrade them
	$(BIN)/uv pip compile -q --universal --fork-strategy fewest --python-version 3.11 --no-annotate --no-header \
	  --all-extras pyproject.toml -o constraints.txt

clean: ## remove everything generated except .venv
	rm -rf build .pytest_cache .ruff_cache

$(ENV): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo '$(NEEDED)' >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt uv
	$(BIN)/uv pip install -q --python $(BIN)/python -b constraints.txt -c constraints.txt -e '.[all]'
	@touch $@

executed: $(EXECUTED)

build/notebooks/%.ipynb: notebooks/%.ipynb constraints.txt $(wildcard data/*) $(MODULES) | $(ENV)
	@$(BIN)/python -m ceasefires.execute $< $@

build/html/index.html: $(EXECUTED) $(PAGES) $(GONE) | $(ENV)
	@$(BIN)/python -m ceasefires.publish render build/notebooks build/html
	@touch $@

$(GONE): # notebooks that were renamed or removed
	@rm $@
