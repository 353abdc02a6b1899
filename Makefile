# Bisagra: two commands are enough, `make serve` and `make test`.
#
#   make serve CORPUS=/path/to/folder PORT=5000   index a folder and open it in the browser
#   make test       run the whole suite          make check   format, lint, types
#   make install    only .venv/bin/bisagra       make bench   make eval   make faults

PYTHON ?= python3
CORPUS ?= corpus/documents
HOST   ?= 127.0.0.1
PORT   ?= 5000
INDEX  ?= var/index
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install serve test check format bench eval faults clean

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -6

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Bisagra needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[semantic]'
	@touch $@

$(VENV)/.tested: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,check,semantic]'
	@touch $@ $(VENV)/.installed

install: $(VENV)/.installed

serve: install
	@$(BIN)/bisagra index --index '$(INDEX)' --only '$(CORPUS)' || [ $$? -eq 2 -a -e '$(CORPUS)' ]
	@exec $(BIN)/bisagra serve --index '$(INDEX)' --host '$(HOST)' --port '$(PORT)'

test: $(VENV)/.tested
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/.tested
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install
	$(BIN)/python -m benchmarks

eval: install
	$(BIN)/python -m benchmarks.evaluating

faults: $(VENV)/.tested
	$(BIN)/python -m tests.faults

clean:
	rm -rf $(VENV) var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
