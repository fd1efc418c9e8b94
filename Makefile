# `make run` and `make test` are all that a newcomer needs; the rest is for people who change things.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT

.PHONY: run test check audit pins messages screenshots clean

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
		ALLOWED_HOSTS=archive.example SITE_URL=https://archive.example ARCHIVE_DATA=$(VENV)/unused \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "يحتاج الأرشيف إلى بايثون 3.11 أو 3.12 أو 3.13؛ سمّ واحداً منها: make run PYTHON=python3.12"; \
		echo "The archive needs Python 3.11, 3.12 or 3.13; name one: make run PYTHON=python3.12"; \
		echo "$(PYTHON): $$($(PYTHON) --version 2>&1)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "ينقص بايثون جزؤه venv. $(PYTHON) lacks its part venv."; \
		echo "Debian, Ubuntu: apt install $(notdir $(PYTHON))-venv"; \
		echo "macOS: brew install python@3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

define install
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< || { \
		echo "تعذّر التثبيت: انظر ما ورد أعلاه، وتحقق من الاتصال بالشبكة، ثم أعد الأمر نفسه."; \
		echo "Installing failed: see above, check the network, then give the same command again."; exit 1; }
	@touch $@
endef

$(VENV)/run.stamp: requirements.txt $(VENV)/python.stamp
	@echo "تثبيت ما يحتاج إليه الأرشيف… Installing what the archive needs…"
	$(install)

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "تثبيت ما تحتاج إليه الاختبارات… Installing what the tests need…"
	$(install)

audit: $(VENV)/test.stamp  ## Known vulnerabilities of the pinned packages, where their data can be reached
	@AUDIT=$(BIN)/pip-audit .ci/audit

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
