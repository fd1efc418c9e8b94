# `make run` and `make test` are all that a newcomer needs; the rest is for people who change things.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT

.PHONY: run test check bench pins messages screenshots clean

run: $(VENV)/run.stamp  ## Set up, then serve http://127.0.0.1:$(PORT) (EMPTY=1 leaves the demonstration out)
	@$(BIN)/python manage.py prepare $(if $(EMPTY),--empty)
	@exec env DJANGO_SETTINGS_MODULE=config.settings.local $(BIN)/python manage.py serve --port $(PORT)

test: $(VENV)/test.stamp  ## Run the tests (ARGS="-k phrase" and the like reach pytest)
	@$(BIN)/python -m pytest -c pyproject.toml $(ARGS)

check: $(VENV)/test.stamp  ## Formatter, linters, types, import contracts, migrations, deployment settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
		ALLOWED_HOSTS=archive.example SITE_URL=https://archive.example ARCHIVE_DATA=$$(mktemp -d) \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "The archive needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version)."; \
		echo "Name another one: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python's venv is missing. Debian, Ubuntu: apt install python3-venv. macOS: brew install python@3.12."; \
		rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp requirements.txt
	@echo "Installing what the archive needs…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements-dev.txt
	@echo "Installing what the tests need…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

pins: $(VENV)/python.stamp  ## Write requirements.txt and requirements-dev.txt anew, hashed for every platform
	@$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		requirements.in requirements-dev.in -o requirements-dev.txt

messages: $(VENV)/test.stamp  ## Collect and compile the interface's texts (needs gettext)
	$(BIN)/python manage.py makemessages -l ar --no-location --ignore=.venv --ignore=var
	$(BIN)/python manage.py compilemessages -l ar --ignore=.venv

screenshots: $(VENV)/test.stamp  ## Take the pictures of README and docs anew (needs Chromium)
	$(BIN)/python benchmarks/screenshots.py
	$(BIN)/python -m benchmarks.admin_pictures

clean:  ## Remove the virtual environment; the archive's data in var/ stays
	rm -rf $(VENV)
