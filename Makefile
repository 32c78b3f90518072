# Works with GNU make 3.81 and a POSIX shell. `make` alone lists what there is.

PORT = 8000
PYTHONS = python3.14 python3.13 python3.12 python3.11 python3
VENV = .venv
PY = $(VENV)/bin/python
PELICAN = $(PY) -m pelican --log-handler plain
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)
APT = $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq

PROGRAMS = apache2 nginx rclone w3m wrk
PACKAGES = apache2-bin libatomic1 nginx-light rclone w3m wrk

.PHONY: help setup serve site test check bench catalogs minified lock clean programs ci-form ci-probe ci-suggest ci-site ci-publish

help:
	@echo "make serve     write: the blog at http://127.0.0.1:$(PORT), rebuilt on every change"
	@echo "make site      publish: the site as readers get it, into output/, every gate on"
	@echo "make test      run every test (browsers and servers are installed by apt where missing)"
	@echo "make check     lint, formatting, types and workflows"
	@echo "make bench     measure build time, page weight and Lighthouse scores"
	@echo "make setup     everything the above need, into $(VENV)/ (they call it themselves)"
	@echo "make catalogs  bring the translations, locale/*/*/*.po, up to date with the code"
	@echo "make minified  the banner's scripts and stylesheets in fewer bytes, static/min/*"
	@echo "make lock      renew requirements.lock from pyproject.toml"
	@echo "make clean     remove everything that was made here"

# --- setting up

setup: $(VENV)/.ready
	@:

$(VENV)/.ready: $(VENV)/.locked pyproject.toml
	@$(PY) -m pip install --quiet --disable-pip-version-check \
	    --no-deps --no-build-isolation --editable .
	@touch $@

# All or nothing: whatever ends this early also removes the environment.
$(VENV)/.locked: requirements.lock
	@trap 'exit 1' HUP INT TERM; trap 'test -e $@ || rm -rf $(VENV)' EXIT; \
	recent='import sys; sys.exit(sys.version_info < (3, 11))'; bare=; \
	for python in $(PYTHONS) ''; do \
	    $$python -c "$$recent" 2>/dev/null || continue; \
	    $$python -c 'import ensurepip, venv' 2>/dev/null && break; \
	    bare=$$python; \
	done; \
	if test -z "$$python"; then \
	    if test -n "$$bare"; then \
	        what="$$bare has no venv module"; package=$$bare-venv; \
	    elif command -v python3 >/dev/null; then \
	        what="$$(python3 --version) is too old, 3.11 is needed"; package=python3.11-venv; \
	    else \
	        what="Python 3.11 or newer is missing"; package=python3-venv; \
	    fi; \
	    mend="$(SUDO) apt update && $(SUDO) apt install $$package"; \
	    test "$$(uname)" != Darwin || mend="brew install python"; \
	    echo "$$what. This mends it:" $$mend >&2; \
	    exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$($$python --version), once; it takes about a minute …"; \
	rm -rf $(VENV) && $$python -m venv $(VENV) && \
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes \
	    --requirement requirements.lock && \
	touch $@

# What the tests drive beside Python: browsers, web servers, rclone.
programs: setup
	@PATH="$$PATH:/usr/sbin"; for program in $(PROGRAMS); do \
	    command -v $$program >/dev/null || break; program=; \
	done; \
	test -z "$$program" && $(PY) tests/rig/chromium.py >/dev/null 2>&1 || { \
	    echo "Installing browsers and servers for the tests, once …"; \
	    if command -v apt-get >/dev/null; then \
	        $(APT) update && { \
	            $(APT) install -y --no-install-recommends $(PACKAGES) \
	                chromium chromium-headless-shell || \
	            $(APT) install -y $(PACKAGES) chromium-browser; } >/dev/null; \
	    fi; \
	    $(PY) tests/rig/chromium.py >/dev/null; \
	}

lock: setup
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(VENV)/bin/uv pip compile pyproject.toml --group dev --quiet --no-config --upgrade \
	    --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" --output-file requirements.lock

catalogs: setup
	@$(PY) tools/catalogs.py

minified: setup
	@$(PY) tools/minified.py

# --- writing

serve: setup
	@$(PY) tools/preview.py $(PORT)

# --- publishing

# Pagefind's search is WebAssembly.
FOR_HOSTS = --settings publishconf.py --wasm search/
IS_URGENT = $(filter 1 true,$(URGENT))
FATAL = $(if $(IS_URGENT),errors,warnings)
FEWER_PAGES = $(if $(filter 1 true,$(FEWER)),--fewer-pages)
FAULTS = $(if $(IS_URGENT),--only slot --only pages,--strict) $(FEWER_PAGES)

BUILD = $(PY) -m tools.built --settings publishconf.py --output output.new
CHECK = $(VENV)/bin/outage check --site output.new

# The last good output/ stays until a better one stands beside it. FEWER=1 lets pages be gone;
# URGENT=1 lets a notice out although a post has a fault of its own. Where a build only warned, the
# gates say in which post.
site: setup
	@trap 'exit 1' HUP INT TERM; \
	rm -rf output.new; test -e output || test ! -e output.old || mv output.old output; \
	{ $(BUILD) --fatal $(FATAL) || { test $$? = 2 && $(CHECK) --strict; false; }; } && \
	$(VENV)/bin/outage hosting apache $(FOR_HOSTS) >output.new/.htaccess && \
	$(VENV)/bin/outage hosting netlify $(FOR_HOSTS) >output.new/_headers && \
	$(CHECK) --before output $(FAULTS) && \
	rm -rf output.old && { test ! -e output || mv output output.old; } && \
	mv output.new output && rm -rf output.old || { \
	    echo "The site was not built; output/ is as it was. (--fewer-pages is FEWER=1 here.)" >&2; \
	    exit 1; \
	}

# --- what the workflows run: in a clean checkout, and with a push

ci-form: setup
	@$(PY) -m tools.pushed "Tell readers what the form says" $(VENV)/bin/outage form

# Exit code 1 of the probe is no failure: what it cannot tell is said by ci-suggest.
ci-probe: setup
	@$(PY) -m tools.pushed "Tell readers what the probe found" \
	    sh -c '$(VENV)/bin/outage probe --apply --resolve || test $$? = 1'

ci-suggest: setup
	@$(PY) -m tools.suggested $(VENV)/bin/outage probe --json

ci-site:
	@test -n "$$SITEURL" || { \
	    echo "Where will it be? Set the variable SITEURL, as in https://your.example" >&2; exit 1; \
	}
	@$(MAKE) --silent site

# Sends output/ to the rclone remote OUTAGE_PUBLISH_TO, which is one of those in RCLONE_CONF.
ci-publish: setup
	@command -v rclone >/dev/null || { $(APT) update && $(APT) install -y rclone >/dev/null; }
	@umask 077; trap 'rm -f $(VENV)/rclone.conf' EXIT; \
	printf '%s\n' "$$RCLONE_CONF" >$(VENV)/rclone.conf; \
	RCLONE_CONFIG=$(VENV)/rclone.conf $(VENV)/bin/outage publish --settings publishconf.py \
	    --to="$$OUTAGE_PUBLISH_TO" $(if $(IS_URGENT),--urgent) $(FEWER_PAGES)

# --- proving

test: programs
	@$(PY) -m pytest -n auto --dist worksteal

check: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m tools.linted

bench: programs
	@$(PY) -m pip install --quiet --disable-pip-version-check \
	    --requirement tests/benchmarks/requirements.txt
	@PYTHONPATH=plugins:tests $(PY) -m benchmarks

clean:
	rm -rf $(VENV) .preview output output.new output.old cache dist
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
