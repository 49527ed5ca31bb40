# Two commands: `make serve` to read and write, `make test` to test. `make help` lists the rest.
PYTHON ?=
SITE := .venv/site
DEV := .venv/dev

# Material prints news of its successor on every run, MkDocs' fork likewise; the README has it.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

.PHONY: help serve build compress test check fix new moderator ids ping explain relevance lock clean
.DELETE_ON_ERROR:

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The service that takes comments is not needed to read and write: without it, the preview says so.
serve: $(SITE)/complete ## the site with live reload at http://127.0.0.1:8000 (DRAFTS=1 shows drafts)
	@$(SITE)/bin/python tools/check_port.py
	@$(if $(wildcard requirements/comments.txt),$(MAKE) --no-print-directory .venv/comments/complete || true)
	@$(if $(DRAFTS),DRAFTS=1) $(SITE)/bin/mkdocs serve --livereload --no-strict --dev-addr 127.0.0.1:8000

build: $(SITE)/complete ## the site into site/ (BUILD_DATE=2026-12-01 sets the day)
	@rm -rf build/site
	@$(SITE)/bin/mkdocs build --site-dir build/site
	@$(SITE)/bin/python tools/replace_site.py build/site site

compress: $(SITE)/complete ## site/ in Brotli and gzip beside each file, for the web server
	@$(SITE)/bin/python tools/compress.py site

test: $(DEV)/complete ## every test, in a browser too (ARGS="-k letters" picks some)
	@tools/prepare-newsboat.sh
	@chromium=$$(tools/prepare-browser.sh $(DEV)) && caddy=$$(tools/prepare-caddy.sh $(DEV)) && \
		java=$$(tools/prepare-command.sh java default-jre-headless) && \
		postgresql=$$(tools/prepare-postgresql.sh) && \
		CHROMIUM="$$chromium" CADDY="$$caddy" JAVA="$$java" POSTGRESQL="$$postgresql" \
		$(DEV)/bin/pytest --numprocesses auto --maxprocesses 4 --dist worksteal $(ARGS)

check: $(DEV)/complete ## linters, types, and the rules for articles
	@$(DEV)/bin/ruff check .
	@$(DEV)/bin/ruff format --check .
	@$(DEV)/bin/mypy
	@$(DEV)/bin/djlint --lint --quiet overrides hooks/templates
	@$(DEV)/bin/djlint --lint --quiet --profile django comments/commenting/templates
	@$(DEV)/bin/typos
	@PYTHONPATH=hooks $(DEV)/bin/python -m editorial

fix: $(DEV)/complete ## what the linters can mend by themselves
	@$(DEV)/bin/ruff check --fix .
	@$(DEV)/bin/ruff format .

new: $(SITE)/complete ## a new article: make new TITLE="Ask for more"
	@TITLE='$(subst ','\'',$(value TITLE))' $(SITE)/bin/python tools/new_article.py

moderator: .venv/comments/complete ## an account for the admin of the preview's comments
	@COMMENTS_PREVIEW=1 .venv/comments/bin/python comments/manage.py migrate --verbosity=0
	@COMMENTS_PREVIEW=1 .venv/comments/bin/python comments/manage.py createsuperuser

ids: $(SITE)/complete ## keep the ids of published articles for ever, in published.json
	@$(SITE)/bin/python tools/keep_ids.py

ping: $(SITE)/complete ## tell the hub which feeds in site/ have changed, after a deployment
	@$(SITE)/bin/python tools/ping_hub.py site

explain: $(SITE)/complete ## why two articles are related: make explain A=slug B=slug
	@$(SITE)/bin/python tools/explain.py '$(A)' '$(B)'

relevance: $(SITE)/complete ## how good the related articles are: make relevance CORPUS=folder
	@$(SITE)/bin/python bench/relevance/relevance.py '$(CORPUS)'

lock: $(DEV)/complete ## write requirements/ anew from pyproject.toml
	@tools/lock.sh $(DEV)/bin/uv

clean: ## remove everything that was made
	rm -rf .venv site build .cache

# An environment is whole or absent: it is marked complete last, and what is not is made anew.
.venv/%/complete: requirements/%.txt tools/make-environment.sh
	@PYTHON='$(PYTHON)' tools/make-environment.sh .venv/$* $<
