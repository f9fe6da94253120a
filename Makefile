# `make run` and `make test` are all that a newcomer needs; the other targets are their steps.
PYTHON ?= python3
BIN := .venv/bin
HOME_FOLDER ?= instance
PORT ?= 8000

.PHONY: run test install install-test browser translations lock bench clean

run: .venv/installed
	mkdir -p $(HOME_FOLDER)
	cd $(HOME_FOLDER) && ../$(BIN)/klankbord settings init --demo --public-url http://localhost:$(PORT)
	cd $(HOME_FOLDER) && ../$(BIN)/klankbord database upgrade
	cd $(HOME_FOLDER) && ../$(BIN)/klankbord demo --if-empty
	cd $(HOME_FOLDER) && ../$(BIN)/klankbord serve --port $(PORT)

test: .venv/installed-test browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/installed-test: requirements-test.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# A browser that is there, else Playwright's own, else Debian's.
browser: .venv/installed-test
	@command -v chromium chromium-browser google-chrome >/dev/null \
	  || $(BIN)/playwright install chromium \
	  || (apt-get update -qq && apt-get install --yes --quiet chromium)

EXTRACT := --mapping=pyproject.toml --keywords=lazy_gettext --keywords=say --add-location=file --sort-output --no-wrap
UPDATE := --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap --output-dir=translations

# docs/translations.md tells what to do next.
translations: .venv/installed
	$(BIN)/pybabel extract $(EXTRACT) --output=.venv/staff.pot feedback surveys
	$(BIN)/pybabel extract $(EXTRACT) --output=.venv/respondents.pot $$(cat translations/respondent-sources.txt)
	$(BIN)/pybabel update $(UPDATE) --input-file=.venv/staff.pot --locale=nl
	for locale in tr ar pl uk fr de; do \
	  $(BIN)/pybabel update $(UPDATE) --input-file=.venv/respondents.pot --locale=$$locale; \
	done

bench: .venv/installed-test
	$(BIN)/python -m bench

# Needs uv. No registry is named in the lock files.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --extra build --extra test -c requirements.lock pyproject.toml \
	  -o requirements-test.lock

clean:
	rm -rf .venv $(HOME_FOLDER)
