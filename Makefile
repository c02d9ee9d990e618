# Every target sets up .venv by itself, and installs again only when a requirements file has changed.

SHELL := /bin/sh
PORT ?= 8501
ROUNDS ?= 5
PYTHON_SOURCES := app.py pages playground tests tools benchmarks
BENCHMARKS := $(filter-out __init__,$(basename $(notdir $(wildcard benchmarks/*.py))))
PIP := .venv/bin/python -m pip -qq --disable-pip-version-check --no-input install

.DEFAULT_GOAL := help
.PHONY: help setup run workshop test quick chaos image-test lint bench screenshot clean

help:
	@echo "make run         the app at http://localhost:$(PORT)   (another port: make run PORT=8600)"
	@echo "make workshop    the app for a class, in containers (docs/workshop.md)"
	@echo "make test        every test, the real app in a real browser included"
	@echo "make quick       the tests of every day, in under three minutes: no whole app, nothing that trains for long"
	@echo "make chaos       what docs/chaos.md names, again and again, and what takes minutes: about an hour"
	@echo "make image-test  the image, built without a registry and tried in containers: ten minutes, as root"
	@echo "make lint        ruff and mypy"
	@echo "make bench       the benchmarks"
	@echo "make screenshot  docs/screenshot.png, of the app in mid-training"
	@echo "make setup       .venv with all of it"

setup: .venv/dev.stamp

run: .venv/run.stamp
	@exec .venv/bin/python -m playground serve --port $(PORT)

workshop:
	@tools/workshop.sh

test: .venv/dev.stamp
	@.venv/bin/python -m tools.chromium
	@.venv/bin/python -m tools.postgres
	@.venv/bin/python -m tools.run_tests

quick: .venv/dev.stamp
	@.venv/bin/python -m tools.chromium
	@.venv/bin/python -m tools.postgres
	@.venv/bin/python -m tools.run_tests --quick

chaos: .venv/dev.stamp
	@.venv/bin/python -m tools.chromium
	@.venv/bin/python -m tools.postgres
	@.venv/bin/python -m tools.chaos --rounds $(ROUNDS)

image-test: .venv/dev.stamp
	@.venv/bin/python -m tools.chromium
	@.venv/bin/python -m tools.image

lint: .venv/dev.stamp
	@.venv/bin/python -m ruff check $(PYTHON_SOURCES)
	@.venv/bin/python -m ruff format --check $(PYTHON_SOURCES)
	@.venv/bin/python -m mypy

bench: .venv/dev.stamp
	@set -e; for name in $(BENCHMARKS); do \
		echo; echo "python -m benchmarks.$$name"; .venv/bin/python -m benchmarks.$$name; \
	done

screenshot: .venv/dev.stamp
	@.venv/bin/python -m tools.chromium
	@.venv/bin/python tools/screenshot.py

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/run.stamp: requirements.txt tools/venv.sh
	@PYTHON="$(PYTHON)" tools/venv.sh
	@echo "Installing requirements.txt into .venv (a few minutes the first time) …"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements.txt requirements-login.txt requirements-dev.txt tools/venv.sh
	@PYTHON="$(PYTHON)" tools/venv.sh
	@echo "Installing requirements-dev.txt into .venv (a few minutes the first time) …"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/run.stamp $@
