# The work is done by packaging/dev.py; these are only its names for those whose fingers type make.
PYTHON ?= python3

.PHONY: help setup run test lint bench screenshots build lock docs
help:
	@$(PYTHON) packaging/dev.py --help

setup run test lint bench screenshots build lock docs:
	@$(PYTHON) packaging/dev.py $@
